package io.testudo.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.testudo.ports.json.FactJson;
import io.testudo.transparency.Digest;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.vocabulary.fact.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FactSealTest {

  private static final Instant TIME = Instant.parse("2026-03-01T08:00:59.123456789Z");
  private static final Fact FACT =
      new Fact.ActionTaken(
          "ana \"π\"", "log in", "", Fact.ActionTaken.Outcome.DONE, TIME, "7f3a\n");

  private static FactSeal seal() {
    return FactSeal.of(
        17,
        Instant.parse("2026-03-01T08:01:00Z"),
        FACT,
        Salt.of(new byte[Salt.BYTES]),
        FactJson.canonical(FACT));
  }

  /** Version 1 of the leaf: content, then hash. */
  @Test
  void makesTheLeafThatItAlwaysMade() throws IOException {
    List<String> golden;
    try (InputStream in = FactSealTest.class.getResourceAsStream("/golden/leaf-v1.txt")) {
      assertThat(in).isNotNull();
      golden = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(new String(seal().leafContent(), StandardCharsets.UTF_8))
        .isEqualTo(golden.getFirst());
    assertThat(seal().leafHash()).isEqualTo(Digest.ofHex(golden.getLast()));
  }

  @Test
  void keepsTimesToTheMicrosecondWithinTheYearsThatEveryDatabaseHas() {
    assertThat(seal().time()).isEqualTo(Instant.parse("2026-03-01T08:00:59.123456Z"));
    assertThat(FactSeal.storable(Instant.MIN)).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    assertThat(FactSeal.storable(Instant.MAX))
        .isEqualTo(Instant.parse("9999-12-31T23:59:59.999999Z"));
  }

  @Test
  void changesItsLeafWithEveryComponent() {
    FactSeal seal = seal();
    assertThat(
            List.of(
                new FactSeal(
                    18, seal.id(), seal.kind(), seal.time(), seal.sealedAt(), seal.digest()),
                new FactSeal(17, "x", seal.kind(), seal.time(), seal.sealedAt(), seal.digest()),
                new FactSeal(17, seal.id(), "x", seal.time(), seal.sealedAt(), seal.digest()),
                new FactSeal(
                    17, seal.id(), seal.kind(), seal.sealedAt(), seal.sealedAt(), seal.digest()),
                new FactSeal(17, seal.id(), seal.kind(), seal.time(), TIME, seal.digest()),
                new FactSeal(
                    17, seal.id(), seal.kind(), seal.time(), seal.sealedAt(), Digest.sha256())))
        .extracting(FactSeal::leafHash)
        .doesNotHaveDuplicates()
        .doesNotContain(seal.leafHash());
  }

  @Test
  void refusesAnIdThatNoStoreHolds() {
    for (String id : List.of("", "a\0", "\ud800", "\udc00\ud800", "x".repeat(8193))) {
      assertThatIllegalArgumentException().isThrownBy(() -> FactSeal.requireId(id));
    }
    FactSeal.requireId("x".repeat(8192));
    FactSeal.requireId("\ud83d\udee1");
  }
}
