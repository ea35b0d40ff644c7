package io.testudo.memory;

import io.testudo.ports.EventLog;
import io.testudo.ports.FactProof;
import io.testudo.ports.FactSeal;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The event log of one run of the program. What it holds is gone when the run ends.
 *
 * <p>One lock orders all transactions; reading waits only for the moment in which a transaction's
 * outcome is put in place. Facts are hashed into the tree when the tree is first asked for, so that
 * a scan that never asks pays nothing; a leaf follows from its fact alone, which cannot change.
 */
public final class MemoryEventLog implements EventLog {

  private final InstantSource clock;

  /** Held for the whole of a transaction: one after the other. */
  private final ReentrantLock writing = new ReentrantLock(true);

  /** Held while what is committed is read or replaced; taken after {@link #writing}. */
  private final ReentrantLock state = new ReentrantLock();

  private final Condition grown = state.newCondition();

  /** By sequence, from 0 for sequence 1; null where forgotten. */
  private final List<@Nullable SealedFact> facts = new ArrayList<>();

  private final Map<String, Long> sequences = new HashMap<>();
  private final Shelves shelves = new Shelves();
  private final Map<String, byte[]> checkpoints = new HashMap<>();
  private final MemoryTree tree;

  /**
   * @param clock when facts are sealed
   * @param random salts of the tree; a {@link java.security.SecureRandom} wherever proofs are
   *     handed to others
   */
  public MemoryEventLog(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.tree = new MemoryTree(random);
  }

  @Override
  public void commit(Effects effects) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("effects of a commit must not commit themselves");
    }
    writing.lock();
    try {
      Draft draft = new Draft();
      try {
        effects.apply(draft);
      } finally {
        draft.over = true;
      }
      locked(() -> install(draft));
    } finally {
      writing.unlock();
    }
  }

  private void install(Draft draft) {
    Instant now = clock.instant();
    for (Fact fact : draft.appended.values()) {
      long sequence = facts.size() + 1L;
      facts.add(new SealedFact(sequence, FactSeal.storable(now), fact));
      sequences.put(fact.id(), sequence);
    }
    draft.documents.forEach(shelves::set);
    checkpoints.putAll(draft.positions);
    if (!draft.appended.isEmpty()) {
      grown.signalAll();
    }
  }

  @Override
  public List<SealedFact> read(long after, int limit) {
    requirePositive(limit);
    return locked(
        () -> {
          List<SealedFact> page = new ArrayList<>(Math.min(limit, 1024));
          for (long i = Math.max(0, after); i < facts.size() && page.size() < limit; i++) {
            SealedFact fact = facts.get((int) i);
            if (fact != null) {
              page.add(fact);
            }
          }
          return page;
        });
  }

  @Override
  public List<SealedFact> latest(Class<? extends Fact> kind, long before, int limit) {
    requirePositive(limit);
    return locked(
        () -> {
          List<SealedFact> page = new ArrayList<>(Math.min(limit, 1024));
          for (long i = Math.min(facts.size(), before - 1) - 1;
              i >= 0 && page.size() < limit;
              i--) {
            SealedFact fact = facts.get((int) i);
            if (fact != null && kind.isInstance(fact.fact())) {
              page.add(fact);
            }
          }
          return page;
        });
  }

  @Override
  public @Nullable SealedFact find(String factId) {
    return search(
        () -> {
          Long sequence = sequences.get(factId);
          return sequence == null ? null : facts.get((int) (sequence - 1));
        });
  }

  @Override
  public long size() {
    return locked(() -> (long) facts.size());
  }

  @Override
  public boolean awaitBeyond(long after, Duration atMost) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(atMost);
    state.lockInterruptibly();
    try {
      while (facts.size() <= after) {
        if (nanos <= 0) {
          return false;
        }
        nanos = grown.awaitNanos(nanos);
      }
      return true;
    } finally {
      state.unlock();
    }
  }

  @Override
  public @Nullable Document document(String shelf, String key) {
    return search(() -> shelves.get(shelf, key));
  }

  @Override
  public List<Document> documents(String shelf, int skip, int limit) {
    requirePositive(limit);
    if (skip < 0) {
      throw new IllegalArgumentException("skip (" + skip + ") must not be negative");
    }
    return locked(() -> shelves.list(shelf, skip, limit));
  }

  @Override
  public long countDocuments(String shelf) {
    return locked(() -> shelves.count(shelf));
  }

  @Override
  public byte @Nullable [] checkpoint(String reader) {
    return search(
        () -> {
          byte[] position = checkpoints.get(reader);
          return position == null ? null : position.clone();
        });
  }

  @Override
  public TreeHead head() {
    return locked(
        () -> {
          tree.catchUp(facts);
          return tree.head(clock.instant());
        });
  }

  @Override
  public @Nullable FactProof prove(long sequence) {
    return search(
        () -> {
          tree.catchUp(facts);
          return sequence < 1 || sequence > facts.size()
              ? null
              : tree.prove(sequence, clock.instant());
        });
  }

  @Override
  public LogVerification verify() {
    return locked(
        () -> {
          tree.catchUp(facts);
          return tree.verify(facts, clock.instant());
        });
  }

  @Override
  public long forget(Instant before) {
    return locked(
        () -> {
          tree.catchUp(facts);
          long forgotten = 0;
          for (int i = 0; i < facts.size(); i++) {
            SealedFact fact = facts.get(i);
            if (fact != null && fact.sealedAt().isBefore(before)) {
              facts.set(i, null);
              tree.forget(i);
              forgotten++;
            }
          }
          return forgotten;
        });
  }

  @Override
  public void close() {
    // Nothing is held that outlives the object.
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit (" + limit + ") must be positive");
    }
  }

  private interface Question<T> {
    T answer();
  }

  private <T> T locked(Question<T> question) {
    state.lock();
    try {
      return question.answer();
    } finally {
      state.unlock();
    }
  }

  private interface Search<T> {
    @Nullable T found();
  }

  private <T> @Nullable T search(Search<T> search) {
    state.lock();
    try {
      return search.found();
    } finally {
      state.unlock();
    }
  }

  private void locked(Runnable change) {
    state.lock();
    try {
      change.run();
    } finally {
      state.unlock();
    }
  }

  /** What a transaction has said so far. Only its own thread uses it, under {@link #writing}. */
  private final class Draft implements Transaction {

    private final Map<String, Fact> appended = new LinkedHashMap<>();
    private final Map<Shelves.Place, @Nullable Document> documents = new LinkedHashMap<>();
    private final Map<String, byte[]> positions = new HashMap<>();
    private boolean over;

    @Override
    public boolean append(Fact fact) {
      requireOpen();
      String id = fact.id();
      FactSeal.requireId(id);
      return locked(() -> !sequences.containsKey(id)) && appended.putIfAbsent(id, fact) == null;
    }

    @Override
    public List<Fact> appendAll(List<? extends Fact> some) {
      List<Fact> added = new ArrayList<>();
      for (Fact fact : some) {
        if (append(fact)) {
          added.add(fact);
        }
      }
      return added;
    }

    @Override
    public void put(Document document) {
      requireOpen();
      documents.put(new Shelves.Place(document.shelf(), document.key()), document);
    }

    @Override
    public void remove(String shelf, String key) {
      requireOpen();
      documents.put(new Shelves.Place(shelf, key), null);
    }

    @Override
    public @Nullable Document document(String shelf, String key) {
      requireOpen();
      Shelves.Place place = new Shelves.Place(shelf, key);
      return documents.containsKey(place)
          ? documents.get(place)
          : MemoryEventLog.this.document(shelf, key);
    }

    @Override
    public void checkpoint(String reader, byte[] position) {
      requireOpen();
      positions.put(reader, position.clone());
    }

    @Override
    public byte @Nullable [] checkpoint(String reader) {
      requireOpen();
      byte[] position = positions.get(reader);
      return position == null ? MemoryEventLog.this.checkpoint(reader) : position.clone();
    }

    private void requireOpen() {
      if (over) {
        throw new IllegalStateException("a transaction must not be used after its commit");
      }
    }
  }
}
