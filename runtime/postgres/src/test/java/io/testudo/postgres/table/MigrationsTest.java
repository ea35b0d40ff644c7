package io.testudo.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.transparency.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MigrationsTest {

  /** One for each step that a release ever ran; a step is never edited, the next one is added. */
  private static final List<String> DIGESTS =
      List.of(
          "58917636517bc41a9066c16f14e7452a595103f084543c2a3ac8277e463c4c1a",
          "930425823cbf7840149bbb2f54859b5e0263576477af4749417949299a52924e");

  @Test
  void neverChangesAStep() throws IOException {
    assertThat(DIGESTS).hasSize(Migrations.LATEST);
    for (int step = 1; step <= Migrations.LATEST; step++) {
      try (InputStream in = Migrations.class.getResourceAsStream("schema-" + step + ".sql")) {
        assertThat(in).isNotNull();
        assertThat(Digest.sha256(in.readAllBytes()).toHex()).isEqualTo(DIGESTS.get(step - 1));
      }
    }
  }
}
