package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SourceCheckpointTest {

  private static final Fingerprint PRINT =
      new Fingerprint(4096, "00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100");
  private static final SourceCheckpoint EXAMPLE = example(PRINT);

  private static SourceCheckpoint example(Fingerprint print) {
    return new SourceCheckpoint(
        "day/conn.log",
        print,
        "day/conn.log",
        4711,
        new SourceMeter.Counts(5000, 4990, 10),
        new byte[] {1, 2, 3},
        new byte[] {4, 5});
  }

  @Test
  void readsBackWhatItWrote() {
    assertEqual(SourceCheckpoint.parse(EXAMPLE.bytes()), EXAMPLE);
  }

  @Test
  void readsEveryVersionEverWritten() throws IOException {
    assertEqual(SourceCheckpoint.parse(golden("checkpoint-v1.hex")), example(Fingerprint.NONE));
    assertEqual(SourceCheckpoint.parse(golden("checkpoint-v2.hex")), EXAMPLE);
    assertThat(EXAMPLE.bytes()).isEqualTo(golden("checkpoint-v2.hex"));
  }

  private static byte[] golden(String name) throws IOException {
    return HexFormat.of().parseHex(text(name));
  }

  private static String text(String name) throws IOException {
    try (InputStream in = SourceCheckpointTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void readsEveryVersionOfWhatWasReadOfAFile() throws IOException {
    ReadFile now =
        new ReadFile(PRINT, 17, 16, Instant.ofEpochMilli(1_770_000_000_123L), "(dev=1,ino=2)");
    JsonMapper json = new JsonMapper();
    assertThat(ReadFile.of(json.readTree(text("read-file-v2.json")))).isEqualTo(now);
    assertThat(now.json()).isEqualTo(text("read-file-v2.json"));
    assertThat(ReadFile.of(json.readTree(text("read-file-v1.json"))))
        .isEqualTo(new ReadFile(new Fingerprint(4096, "", ""), 17, 17, Instant.EPOCH, ""));
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
