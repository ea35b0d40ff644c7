package io.testudo.ports;

import io.testudo.ports.json.FactJson;
import io.testudo.transparency.CanonicalJson;
import io.testudo.transparency.Digest;
import io.testudo.transparency.MerkleTree;
import io.testudo.transparency.SaltedDigest;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.vocabulary.fact.Fact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the log's tree says of one fact, which stays when the fact's content is forgotten.
 *
 * <p>The leaf's content is the canonical JSON (RFC 8785) of an object with {@code v} ({@value
 * #VERSION}), {@code sequence}, {@code id}, {@code kind}, {@code time}, {@code sealedAt} and {@code
 * digest}: the {@link SaltedDigest} of the fact's canonical JSON, in hexadecimal.
 *
 * @param sequence its place in the log, from 1
 * @param id the fact's id, 1..{@value #MOST_ID_CHARACTERS} characters
 * @param kind the word for its sort
 * @param time the fact's time to the microsecond, moved into the years 1 to 9999
 * @param sealedAt when the log took it, likewise
 * @param digest the salted digest of the fact's canonical JSON
 */
public record FactSeal(
    long sequence, String id, String kind, Instant time, Instant sealedAt, Digest digest) {

  /** The version of the leaf's form. */
  public static final int VERSION = 1;

  /** The longest id of a fact. */
  public static final int MOST_ID_CHARACTERS = 8192;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  public FactSeal {
    if (sequence < 1) {
      throw new IllegalArgumentException(
          "sequence (" + sequence + ") of fact " + id + " must be positive");
    }
    requireId(id);
    time = storable(time);
    sealedAt = storable(sealedAt);
  }

  /** The seal of a fact whose canonical JSON is {@code payload}. */
  public static FactSeal of(long sequence, Instant sealedAt, Fact fact, Salt salt, byte[] payload) {
    return new FactSeal(
        sequence,
        fact.id(),
        FactJson.kind(fact.getClass()),
        fact.time(),
        sealedAt,
        SaltedDigest.of(salt, payload));
  }

  /**
   * Checks that a log can take a fact of this id.
   *
   * @throws IllegalArgumentException if not
   */
  public static void requireId(String id) {
    if (id.isEmpty() || id.length() > MOST_ID_CHARACTERS) {
      throw new IllegalArgumentException(
          "id of a fact must have 1.." + MOST_ID_CHARACTERS + " characters, not " + id.length());
    }
    StorableText.require("id of a fact", id);
  }

  /** This time as a log keeps it: to the microsecond, in the years 1 to 9999. */
  public static Instant storable(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) ? LAST : time.truncatedTo(ChronoUnit.MICROS);
  }

  /** The bytes that the tree's leaf stands for. */
  public byte[] leafContent() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("v", VERSION);
    node.set("sequence", CanonicalJson.exactInteger(sequence));
    node.put("id", id);
    node.put("kind", kind);
    node.put("time", time.toString());
    node.put("sealedAt", sealedAt.toString());
    node.put("digest", digest.toHex());
    return CanonicalJson.of(node);
  }

  /** The tree's leaf. */
  public Digest leafHash() {
    return MerkleTree.leafHash(leafContent());
  }
}
