package io.testudo.postgres.table;

import io.testudo.ports.FactSeal;
import io.testudo.ports.json.FactJson;
import io.testudo.transparency.Digest;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.vocabulary.fact.Fact;
import java.time.Instant;

/**
 * A fact as it goes into its table.
 *
 * @param payload the fact's canonical JSON in UTF-8; not copied
 */
public record FactRow(FactSeal seal, Digest leaf, Salt salt, byte[] payload) {

  public static FactRow of(long sequence, Instant now, Fact fact, Salt salt) {
    byte[] payload = FactJson.canonical(fact);
    FactSeal seal = FactSeal.of(sequence, now, fact, salt, payload);
    return new FactRow(seal, seal.leafHash(), salt, payload);
  }
}
