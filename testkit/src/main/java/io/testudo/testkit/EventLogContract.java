package io.testudo.testkit;

import static io.testudo.testkit.SampleFacts.action;
import static io.testudo.testkit.SampleFacts.actions;
import static io.testudo.testkit.SampleFacts.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import io.testudo.ports.EventLog.Transaction;
import io.testudo.ports.FactProof;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.transparency.MerkleTree;
import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.ActionTaken;
import io.testudo.vocabulary.fact.Fact.FindingRaised;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} does. The test of an adapter extends it. */
public abstract class EventLogContract {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Seed seed = Seed.of(getClass());
  private final SeededClock clock = seed.clock();
  private EventLog log;

  protected EventLogContract() {}

  /** A log without facts that seals at the times of this clock; the contract closes it. */
  protected abstract EventLog openEmpty(InstantSource clock);

  @BeforeEach
  void open() {
    log = openEmpty(clock);
  }

  @AfterEach
  void close() {
    log.close();
  }

  // Facts and their order

  @Test
  void isEmptyAtFirst() {
    assertThat(log.size()).isZero();
    assertThat(log.read(0, 10)).isEmpty();
    assertThat(log.latest(ActionTaken.class, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(log.find("nothing")).isNull();
    assertThat(log.prove(1)).isNull();
    assertThat(log.head()).isEqualTo(new TreeHead(0, MerkleTree.emptyRoot(), clock.instant()));
  }

  @Test
  void numbersFactsInTheOrderOfTheirCommitsWithoutGaps() {
    append(actions(0, 3));
    append(actions(3, 1));
    append(actions(4, 200));
    List<SealedFact> all = log.read(0, 1000);
    assertThat(all).extracting(SealedFact::sequence).containsExactlyElementsOf(numbers(1, 204));
    assertThat(all).extracting(SealedFact::fact).containsExactlyElementsOf(actions(0, 204));
    assertThat(log.size()).isEqualTo(204);
  }

  @Test
  void readsAtMostTheLimitAfterASequence() {
    append(actions(0, 20));
    assertThat(log.read(5, 3)).extracting(SealedFact::sequence).containsExactly(6L, 7L, 8L);
    assertThat(log.read(18, 10)).extracting(SealedFact::sequence).containsExactly(19L, 20L);
    assertThat(log.read(20, 10)).isEmpty();
    assertThat(log.read(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void refusesALimitThatIsNotPositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> log.read(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> log.latest(ActionTaken.class, 1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> log.documents("shelf", 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> log.documents("shelf", -1, 1));
  }

  @Test
  void sealsAtTheTimeOfItsClock() {
    append(List.of(action(1)));
    clock.advance(Duration.ofMinutes(5));
    append(List.of(action(2)));
    assertThat(log.read(0, 2))
        .extracting(SealedFact::sealedAt)
        .containsExactly(clock.instant().minus(Duration.ofMinutes(5)), clock.instant());
  }

  @Test
  void holdsAFactOnceHoweverOftenItIsAppended() {
    append(List.of(action(1), action(2)));
    log.commit(
        transaction -> {
          assertThat(transaction.append(action(1))).isFalse();
          assertThat(transaction.append(action(3))).isTrue();
          assertThat(transaction.append(action(3))).isFalse();
          assertThat(transaction.appendAll(List.of(action(4), action(2), action(4), action(3))))
              .containsExactly(action(4));
        });
    assertThat(log.read(0, 10)).extracting(SealedFact::fact).isEqualTo(actions(1, 4));
  }

  @Test
  void keepsTheFirstOfTwoFactsWithOneId() {
    ActionTaken first = (ActionTaken) action(1);
    ActionTaken second =
        new ActionTaken(
            "eve", "other", "", ActionTaken.Outcome.FAILED, first.time(), first.nonce());
    append(List.of(first));
    append(List.of(second));
    assertThat(log.read(0, 10)).extracting(SealedFact::fact).isEqualTo(List.of(first));
  }

  @Test
  void findsAFactByItsId() {
    append(actions(0, 50));
    SealedFact found = log.find(action(17).id());
    assertThat(found).isEqualTo(new SealedFact(18, clock.instant(), action(17)));
    assertThat(log.find(action(50).id())).isNull();
  }

  @Test
  void givesTheLatestOfAKindNewestFirst() {
    append(List.of(action(1), finding(1), action(2), finding(2), finding(3), action(3)));
    assertThat(log.latest(FindingRaised.class, Long.MAX_VALUE, 2))
        .extracting(SealedFact::fact)
        .isEqualTo(List.of(finding(3), finding(2)));
    assertThat(log.latest(FindingRaised.class, 4, 2))
        .extracting(SealedFact::fact)
        .isEqualTo(List.of(finding(1)));
    assertThat(log.latest(FindingRaised.class, 2, 2)).isEmpty();
  }

  @Test
  void takesFactsWithTextThatStoresFear() {
    Fact fact =
        new ActionTaken(
            "NUL \0 and \u0001",
            "quote \" ' \\ ; drop table fact --",
            "half \ud800 pair, whole \ud83d\udee1 pair, \ufffe",
            ActionTaken.Outcome.REFUSED,
            clock.instant(),
            "π/✓");
    append(List.of(fact));
    ActionTaken read = (ActionTaken) log.read(0, 1).getFirst().fact();
    assertThat(read.user()).isEqualTo("NUL \0 and \u0001");
    assertThat(read.action()).isEqualTo("quote \" ' \\ ; drop table fact --");
    assertThat(read.subject())
        .startsWith("half ")
        .endsWith(" pair, whole \ud83d\udee1 pair, \ufffe");
    assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @Test
  void takesFactsOfAnyTimeAndLongIds() {
    Fact old = new Fact.ItemRead("s", "x".repeat(5000), 1, 1, 0, Instant.MIN);
    Fact distant = new Fact.ItemRead("s", "y", 1, 1, 0, Instant.MAX);
    append(List.of(old, distant));
    assertThat(log.read(0, 2)).extracting(SealedFact::fact).isEqualTo(List.of(old, distant));
    assertThat(log.find(old.id())).isNotNull();
    assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @Test
  void refusesAnIdThatCannotBeStoredAndDoesNothing() {
    for (String nonce : List.of("a\0b", "\udc00", "n".repeat(10_000))) {
      Fact fact = new ActionTaken("u", "a", "s", ActionTaken.Outcome.DONE, clock.instant(), nonce);
      assertThatIllegalArgumentException().isThrownBy(() -> append(List.of(action(1), fact)));
    }
    assertThat(log.size()).isZero();
  }

  // Transactions

  @Test
  void noDocumentHasANulInItsKey() {
    assertThat(log.document("shelf", "a\0b")).isNull();
  }

  @Test
  void doesAllOfACommit() {
    log.commit(
        transaction -> {
          transaction.append(action(1));
          transaction.put(new Document("shelf", "a", 1, "{}"));
          transaction.checkpoint("reader", new byte[] {7, 0, -1});
        });
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.document("shelf", "a")).isEqualTo(new Document("shelf", "a", 1, "{}"));
    assertThat(log.checkpoint("reader")).containsExactly(7, 0, -1);
  }

  @Test
  void doesNothingOfACommitWhoseEffectsThrow() {
    log.commit(transaction -> transaction.put(new Document("shelf", "kept", 1, "{}")));
    TreeHead before = log.head();
    assertThatThrownBy(
            () ->
                log.commit(
                    transaction -> {
                      transaction.append(action(1));
                      transaction.appendAll(actions(2, 300));
                      transaction.put(new Document("shelf", "a", 1, "{}"));
                      transaction.remove("shelf", "kept");
                      transaction.checkpoint("reader", new byte[] {1});
                      throw new IllegalStateException("effects fail");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("effects fail");
    assertThat(log.head()).isEqualTo(before);
    assertThat(log.find(action(1).id())).isNull();
    assertThat(log.documents("shelf", 0, 10))
        .containsExactly(new Document("shelf", "kept", 1, "{}"));
    assertThat(log.checkpoint("reader")).isNull();
    append(List.of(action(1)));
    assertThat(log.read(0, 10)).extracting(SealedFact::sequence).containsExactly(1L);
  }

  @Test
  void seesItsOwnChangesInATransaction() {
    log.commit(transaction -> transaction.put(new Document("shelf", "old", 1, "{}")));
    log.commit(
        transaction -> {
          assertThat(transaction.document("shelf", "old")).isNotNull();
          transaction.remove("shelf", "old");
          assertThat(transaction.document("shelf", "old")).isNull();
          transaction.put(new Document("shelf", "new", 2, "{\"a\":1}"));
          transaction.put(new Document("shelf", "new", 3, "{\"a\":2}"));
          assertThat(transaction.document("shelf", "new"))
              .isEqualTo(new Document("shelf", "new", 3, "{\"a\":2}"));
          assertThat(transaction.checkpoint("reader")).isNull();
          transaction.checkpoint("reader", new byte[] {1});
          assertThat(transaction.checkpoint("reader")).containsExactly(1);
          assertThat(log.document("shelf", "old")).as("not committed yet").isNotNull();
          assertThat(log.checkpoint("reader")).as("not committed yet").isNull();
        });
    assertThat(log.documents("shelf", 0, 10))
        .containsExactly(new Document("shelf", "new", 3, "{\"a\":2}"));
  }

  @Test
  void refusesACommitInsideACommit() {
    assertThatIllegalStateException()
        .isThrownBy(() -> log.commit(outer -> log.commit(inner -> inner.append(action(1)))));
    assertThat(log.size()).isZero();
  }

  @Test
  void refusesATransactionThatIsOver() {
    List<Transaction> kept = new ArrayList<>();
    log.commit(kept::add);
    assertThatIllegalStateException().isThrownBy(() -> kept.getFirst().append(action(1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> kept.getFirst().put(new Document("shelf", "a", 1, "{}")));
  }

  // Documents and checkpoints

  @Test
  void replacesAndRemovesDocuments() {
    log.commit(transaction -> transaction.put(new Document("shelf", "a", 1, "{\"v\":1}")));
    log.commit(transaction -> transaction.put(new Document("shelf", "a", 9, "{\"v\":2}")));
    log.commit(transaction -> transaction.put(new Document("other", "a", 5, "{\"v\":3}")));
    assertThat(log.document("shelf", "a")).isEqualTo(new Document("shelf", "a", 9, "{\"v\":2}"));
    log.commit(
        transaction -> {
          transaction.remove("shelf", "a");
          transaction.remove("shelf", "never there");
        });
    assertThat(log.document("shelf", "a")).isNull();
    assertThat(log.document("other", "a")).isNotNull();
  }

  @Test
  void listsDocumentsByRankThenKeyInPages() {
    log.commit(
        transaction -> {
          for (String key : List.of("b", "B", "a", "\uff01", "\ud83d\udee1", "é")) {
            transaction.put(new Document("shelf", key, 1, "{}"));
          }
          transaction.put(new Document("shelf", "top", 2.5, "{}"));
          transaction.put(new Document("shelf", "last", -1e300, "{}"));
          transaction.put(new Document("other", "x", 3, "{}"));
        });
    List<String> order = List.of("top", "B", "a", "b", "é", "\uff01", "\ud83d\udee1", "last");
    assertThat(log.documents("shelf", 0, 100)).extracting(Document::key).isEqualTo(order);
    assertThat(log.documents("shelf", 2, 3))
        .extracting(Document::key)
        .isEqualTo(order.subList(2, 5));
    assertThat(log.documents("shelf", 8, 3)).isEmpty();
    assertThat(log.countDocuments("shelf")).isEqualTo(8);
    assertThat(log.countDocuments("none")).isZero();
  }

  @Test
  void movesADocumentWhoseRankChanges() {
    log.commit(
        transaction -> {
          transaction.put(new Document("shelf", "a", 1, "{}"));
          transaction.put(new Document("shelf", "b", 2, "{}"));
        });
    log.commit(transaction -> transaction.put(new Document("shelf", "a", 3, "{}")));
    assertThat(log.documents("shelf", 0, 9)).extracting(Document::key).containsExactly("a", "b");
    assertThat(log.countDocuments("shelf")).isEqualTo(2);
  }

  @Test
  void keepsTheLastCheckpointOfEachReader() {
    log.commit(transaction -> transaction.checkpoint("one", new byte[] {1, 2}));
    log.commit(transaction -> transaction.checkpoint("two", new byte[0]));
    log.commit(transaction -> transaction.checkpoint("one", new byte[] {3}));
    assertThat(log.checkpoint("one")).containsExactly(3);
    assertThat(log.checkpoint("two")).isEmpty();
    assertThat(log.checkpoint("three")).isNull();
  }

  @Test
  void doesNotShareTheBytesOfACheckpointWithItsCaller() {
    byte[] position = {1, 2};
    log.commit(
        transaction -> {
          transaction.checkpoint("one", position);
          position[0] = 99;
        });
    byte[] read = log.checkpoint("one");
    assertThat(read).containsExactly(1, 2);
    Arrays.fill(read, (byte) 99);
    assertThat(log.checkpoint("one")).containsExactly(1, 2);
  }

  @Test
  void letsAReaderThatFailsAtAnyPointLoseAndRepeatNothing() {
    append(actions(0, 120));
    RandomGenerator random = seed.random();
    int failures = 0;
    while (position() < 120) {
      try {
        readSome(random);
      } catch (ReaderFailed e) {
        failures++;
      }
    }
    assertThat(failures).isPositive();
    assertThat(log.countDocuments("seen")).isEqualTo(120);
    assertThat(log.documents("seen", 0, 200)).allMatch(document -> document.json().equals("1"));
  }

  private void readSome(RandomGenerator random) {
    long from = position();
    List<SealedFact> page = log.read(from, 1 + random.nextInt(9));
    int failAt = random.nextInt(3) == 0 ? random.nextInt(page.size()) : -1;
    log.commit(
        transaction -> {
          for (int i = 0; i < page.size(); i++) {
            countOnce(transaction, page.get(i));
            if (i == failAt) {
              throw new ReaderFailed();
            }
          }
          transaction.checkpoint("reader", bytes(page.getLast().sequence()));
        });
  }

  private static void countOnce(Transaction transaction, SealedFact fact) {
    Document before = transaction.document("seen", fact.fact().id());
    int count = before == null ? 1 : 1 + Integer.parseInt(before.json());
    transaction.put(new Document("seen", fact.fact().id(), 0, Integer.toString(count)));
  }

  private long position() {
    byte[] position = log.checkpoint("reader");
    return position == null ? 0 : ByteBuffer.wrap(position).getLong();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static final class ReaderFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  // Many threads

  @Test
  void keepsOneOrderForManyWritersAndShowsEveryFactToAReader() {
    int writers = 6;
    int commits = 25;
    List<SealedFact> followed =
        together(
            writers,
            writer -> {
              for (int i = 0; i < commits; i++) {
                append(actions(writer * 1000L + i * 3L, 3));
              }
            },
            () -> follow(writers * commits * 3L));
    assertThat(followed)
        .extracting(SealedFact::sequence)
        .isEqualTo(numbers(1, writers * commits * 3L));
    assertThat(followed).isEqualTo(log.read(0, 10_000));
    assertThat(followed.stream().map(fact -> fact.fact().id()).distinct())
        .hasSize(writers * commits * 3);
    for (int i = 0; i < followed.size(); i += 3) {
      long first = Long.parseLong(((ActionTaken) followed.get(i).fact()).nonce().substring(1));
      assertThat(followed.subList(i, i + 3))
          .as("one commit stays together")
          .extracting(SealedFact::fact)
          .isEqualTo(actions(first, 3));
    }
    assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @Test
  void holdsAFactOnceThoughManyThreadsAppendIt() {
    together(
        4,
        writer -> {
          for (int i = 0; i < 20; i++) {
            append(List.of(action(i)));
          }
        },
        () -> follow(20));
    assertThat(log.read(0, 100)).extracting(SealedFact::fact).isEqualTo(actions(0, 20));
  }

  @Test
  void losesNoUpdateOfADocumentThatManyThreadsChange() {
    together(
        4,
        writer -> {
          for (int i = 0; i < 15; i++) {
            log.commit(
                transaction -> {
                  Document before = transaction.document("shelf", "count");
                  int count = before == null ? 0 : Integer.parseInt(before.json());
                  transaction.put(new Document("shelf", "count", 0, Integer.toString(count + 1)));
                });
          }
        },
        () -> List.of());
    assertThat(log.document("shelf", "count")).isEqualTo(new Document("shelf", "count", 0, "60"));
  }

  private List<SealedFact> follow(long until) throws InterruptedException {
    List<SealedFact> seen = new ArrayList<>();
    long at = 0;
    while (at < until) {
      assertThat(log.awaitBeyond(at, LIMIT)).isTrue();
      List<SealedFact> page = log.read(at, 7);
      assertThat(page).as("what awaitBeyond promised").isNotEmpty();
      seen.addAll(page);
      at = page.getLast().sequence();
    }
    return seen;
  }

  private interface Writer {
    void write(int writer);
  }

  private static <T> T together(int writers, Writer writer, Callable<T> reader) {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<T> read = threads.submit(reader);
      List<Future<?>> written = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int number = i;
        written.add(threads.submit(() -> writer.write(number)));
      }
      for (Future<?> one : written) {
        get(one);
      }
      return get(read);
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysWhetherTheLogIsLongerAtOnceIfItIs() throws InterruptedException {
    append(actions(0, 2));
    assertThat(log.awaitBeyond(1, Duration.ZERO)).isTrue();
    assertThat(log.awaitBeyond(2, Duration.ZERO)).isFalse();
    assertThat(log.awaitBeyond(2, Duration.ofMillis(20))).isFalse();
  }

  // Seals

  @Test
  void changesItsHeadWithEveryFact() {
    TreeHead empty = log.head();
    append(List.of(action(1)));
    TreeHead one = log.head();
    append(List.of(action(2)));
    TreeHead two = log.head();
    assertThat(Stream.of(empty, one, two).map(TreeHead::size)).containsExactly(0L, 1L, 2L);
    assertThat(Stream.of(empty, one, two).map(TreeHead::root).distinct()).hasSize(3);
  }

  @Test
  void provesThatEveryFactIsUnderItsHead() {
    append(actions(0, 300));
    append(actions(300, 77));
    TreeHead head = log.head();
    for (SealedFact sealed : log.read(0, 1000)) {
      FactProof proof = log.prove(sealed.sequence());
      assertThat(proof).isNotNull();
      assertThat(proof.head()).isEqualTo(head);
      assertThat(proof.seal().id()).isEqualTo(sealed.fact().id());
      assertThat(proof.holdsFor(sealed.fact())).isTrue();
      assertThat(proof.holdsFor(action(999))).isFalse();
    }
    assertThat(log.prove(378)).isNull();
    assertThat(log.prove(0)).isNull();
  }

  @Test
  void verifiesWhatItSealed() {
    assertThat(log.verify()).isEqualTo(new LogVerification.Intact(log.head(), 0));
    append(actions(0, 1000));
    append(List.of(finding(1)));
    assertThat(log.verify()).isEqualTo(new LogVerification.Intact(log.head(), 0));
  }

  @Test
  void forgetsWhatWasSealedBeforeATimeAndStillVerifies() {
    append(actions(0, 10));
    clock.advance(Duration.ofDays(1));
    append(List.of(action(10), finding(11)));
    TreeHead before = log.head();
    assertThat(log.forget(clock.instant())).isEqualTo(10);
    assertThat(log.forget(clock.instant())).isZero();
    assertThat(log.read(0, 100)).extracting(SealedFact::sequence).containsExactly(11L, 12L);
    assertThat(log.read(3, 1)).extracting(SealedFact::sequence).containsExactly(11L);
    assertThat(log.latest(ActionTaken.class, Long.MAX_VALUE, 100))
        .extracting(SealedFact::fact)
        .isEqualTo(List.of(action(10)));
    assertThat(log.find(action(3).id())).isNull();
    assertThat(log.head()).isEqualTo(before);
    assertThat(log.size()).isEqualTo(12);
    assertThat(log.verify()).isEqualTo(new LogVerification.Intact(before, 10));
  }

  @Test
  void provesForgottenFactsAndDoesNotTakeThemAgain() {
    append(actions(0, 5));
    clock.advance(Duration.ofDays(1));
    log.forget(clock.instant());
    append(actions(0, 7));
    assertThat(log.size()).isEqualTo(7);
    FactProof proof = log.prove(2);
    assertThat(proof).isNotNull();
    assertThat(proof.salt()).isNull();
    assertThat(proof.holds()).isTrue();
    assertThat(proof.seal().id()).isEqualTo(action(1).id());
    assertThat(proof.holdsFor(action(1))).as("without the salt nobody can tell").isFalse();
  }

  private void append(List<? extends Fact> facts) {
    log.commit(transaction -> transaction.appendAll(facts));
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
