package io.testudo.ports;

import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The append-only, sealed log of facts: the bus between services, the audit trail, and the store of
 * what readers made of it.
 *
 * <p><b>Guarantees.</b> A fact's id is there once, however often it is appended. {@link #commit} is
 * all or nothing: facts, documents and checkpoints together, so that a reader which commits its
 * effects with its checkpoint loses and repeats nothing when it is killed at any point. Sequence
 * numbers follow the order of commits, without gaps; what {@link #read} has once returned never
 * changes order. Transactions take effect one after the other, so that what one reads in itself no
 * other changes meanwhile. The log's Merkle tree (RFC 9162) covers every fact in that order, see
 * {@link FactSeal}.
 *
 * <p>Every call blocks; implementations are safe for use by many threads.
 */
public interface EventLog extends AutoCloseable {

  /**
   * Runs {@code effects} in one transaction. If they throw, nothing is done and the exception goes
   * on to the caller.
   *
   * @throws UnavailableException if the store failed; then nothing was done, or, where the store
   *     was lost in the very moment of the commit, all of it may have been: doing the same again is
   *     safe, since facts are there once and checkpoints say how far one came
   */
  void commit(Effects effects);

  /**
   * Facts after sequence {@code after}, oldest first; those forgotten are passed over.
   *
   * @param limit the most to return, positive
   */
  List<SealedFact> read(long after, int limit);

  /**
   * Facts of one kind before sequence {@code before}, newest first.
   *
   * @param limit the most to return, positive
   */
  List<SealedFact> latest(Class<? extends Fact> kind, long before, int limit);

  /** The fact with this id, or null if there is none or it was forgotten. */
  @Nullable SealedFact find(String factId);

  /** How many facts were ever sealed; also the sequence of the last. */
  long size();

  /**
   * Waits until the log is longer than {@code after}.
   *
   * @return whether it is; false if {@code atMost} passed first
   */
  boolean awaitBeyond(long after, Duration atMost) throws InterruptedException;

  /** The document, or null if there is none. */
  @Nullable Document document(String shelf, String key);

  /**
   * Documents of a shelf, highest rank first, then by key.
   *
   * @param skip how many to pass over
   * @param limit the most to return, positive
   */
  List<Document> documents(String shelf, int skip, int limit);

  /** How many documents a shelf holds. */
  long countDocuments(String shelf);

  /** What the reader last committed with {@link Transaction#checkpoint}, or null. */
  byte @Nullable [] checkpoint(String reader);

  /** The log's size and root at this moment. */
  TreeHead head();

  /**
   * Proof that the fact of this sequence is in the log under {@link #head}, or null if the log is
   * not that long. It holds for forgotten facts too.
   */
  @Nullable FactProof prove(long sequence);

  /** Reads the whole log and checks it against its tree, and against every head it ever signed. */
  LogVerification verify();

  /**
   * Deletes the payload of facts sealed before {@code before}; their leaves stay, so that the log
   * still verifies.
   *
   * @return how many were forgotten
   */
  long forget(Instant before);

  @Override
  void close();

  /**
   * What is to be done in one transaction; may run again after the store was lost, so no other
   * effects. It must not call {@link EventLog#commit} itself.
   */
  @FunctionalInterface
  interface Effects {
    void apply(Transaction transaction);
  }

  /** The log and its documents as they will be if the transaction succeeds. */
  interface Transaction {

    /**
     * Appends a fact.
     *
     * @return false if one with its id is already there; then nothing changes
     */
    boolean append(Fact fact);

    /**
     * Appends the facts whose ids are not yet there, in this order; much faster than one by one.
     *
     * @return those that were appended
     */
    List<Fact> appendAll(List<? extends Fact> facts);

    /** Puts a document in place of the one with its shelf and key, if any. */
    void put(Document document);

    /** Removes a document if it is there. */
    void remove(String shelf, String key);

    /** The document as this transaction sees it, or null. */
    @Nullable Document document(String shelf, String key);

    /** Remembers how far a reader has come. */
    void checkpoint(String reader, byte[] position);

    /** How far the reader has come as this transaction sees it, or null. */
    byte @Nullable [] checkpoint(String reader);
  }

  /**
   * A view that some reader keeps beside the log, found by shelf and key.
   *
   * @param shelf the kind of document, at most 64 characters
   * @param key its name on the shelf, at most 512 characters
   * @param rank its place in a listing, highest first; finite
   * @param json its content, a JSON object
   */
  record Document(String shelf, String key, double rank, String json) {
    public Document {
      if (shelf.isEmpty() || shelf.length() > 64 || key.isEmpty() || key.length() > 512) {
        throw new IllegalArgumentException(
            "shelf and key of a document must have 1..64 and 1..512 characters");
      }
      if (!Double.isFinite(rank)) {
        throw new IllegalArgumentException("rank (" + rank + ") of " + key + " must be finite");
      }
      StorableText.require("shelf of a document", shelf);
      StorableText.require("key of a document", key);
      StorableText.require("json of " + key, json);
    }
  }
}
