package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SourceCheckpointTest {

  private static final SourceCheckpoint EXAMPLE =
      new SourceCheckpoint(
          "day/conn.log",
          "day/conn.log",
          4711,
          new SourceMeter.Counts(5000, 4990, 10),
          new byte[] {1, 2, 3},
          new byte[] {4, 5});

  @Test
  void readsBackWhatItWrote() {
    assertEqual(SourceCheckpoint.parse(EXAMPLE.bytes()), EXAMPLE);
  }

  @Test
  void readsEveryVersionEverWritten() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/golden/checkpoint-v1.hex")) {
      assertThat(in).isNotNull();
      byte[] golden =
          HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
      assertEqual(SourceCheckpoint.parse(golden), EXAMPLE);
    }
  }

  @Test
  void refusesWhatIsCutOrOfAnotherVersion() {
    byte[] bytes = EXAMPLE.bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SourceCheckpoint.parse(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    bytes[3] = 9;
    assertThatThrownBy(() -> SourceCheckpoint.parse(bytes)).hasMessageContaining("version (9)");
  }

  private static void assertEqual(SourceCheckpoint read, SourceCheckpoint expected) {
    assertThat(read).usingRecursiveComparison().isEqualTo(expected);
  }
}
