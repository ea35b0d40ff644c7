package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.FlowState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrusionStateTest {

  private static final int NEWEST = 5;
  private static final int HEADER_BYTES = 8;

  /** Where the clock's part that version 4 changed begins, and how long it is before and after. */
  private static final int CLOCK_TIMES = 56;

  private static final int NOTHING_STATED_BYTES = 20;
  private static final int OLD_CLOCK_TIMES_BYTES = 20;
  private static final int ONE_CLOCK_TIME_BYTES = 16;

  private static Intrusion halfWayThroughAScan() {
    Intrusion intrusion =
        new Intrusion("golden", IntrusionConfig.defaults(), CorrelationsTest.rules());
    Events events = new Events();
    for (int port = 1; port <= 6; port++) {
      intrusion.observe(
          events.tcp(port, "10.0.0.9", "10.0.0.2", 100 + port, FlowState.ATTEMPTED), fact -> {});
    }
    intrusion.observe(
        events.tcp(9, "10.0.0.3", "198.51.100.7", 443, FlowState.FINISHED, 5_000, 90_000),
        fact -> {});
    intrusion.observe(events.failedLogOn(10, "dc1", "alice", "198.51.100.7"), fact -> {});
    return intrusion;
  }

  @Test
  void goesOnFromWhatItWrote() throws IOException {
    byte[] golden = golden(NEWEST);
    byte[] now = saved(halfWayThroughAScan());

    assertThat(Arrays.equals(saved(restored(golden)), golden)).isTrue();
    assertThat(Arrays.equals(saved(restored(now)), now)).isTrue();
  }

  @Test
  void aStateWithoutStatedMatchesIsOneThatStatedNone() throws IOException {
    byte[] golden = golden(4);
    byte[] again = saved(restored(golden));

    assertThat(Arrays.copyOfRange(again, HEADER_BYTES, golden.length))
        .isEqualTo(Arrays.copyOfRange(golden, HEADER_BYTES, golden.length));
    assertThat(again).hasSize(golden.length + NOTHING_STATED_BYTES);
  }

  /**
   * A newer version adds parts at the end, which an older state leaves empty, and the clock knows
   * one time.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void goesOnFromEveryOlderVersion(int version) throws IOException {
    byte[] golden = golden(version);
    byte[] again = saved(restored(golden));

    assertThat(Arrays.copyOfRange(again, HEADER_BYTES, CLOCK_TIMES))
        .isEqualTo(Arrays.copyOfRange(golden, HEADER_BYTES, CLOCK_TIMES));
    byte[] behind = Arrays.copyOfRange(golden, CLOCK_TIMES + OLD_CLOCK_TIMES_BYTES, golden.length);
    int from = CLOCK_TIMES + ONE_CLOCK_TIME_BYTES;
    assertThat(Arrays.copyOfRange(again, from, from + behind.length)).isEqualTo(behind);
  }

  private static Intrusion restored(byte[] state) throws IOException {
    Intrusion restored = new Intrusion("golden", IntrusionConfig.defaults(), Rules.none());
    restored.restore(new DataInputStream(new ByteArrayInputStream(state)));
    return restored;
  }

  private static byte[] golden(int version) throws IOException {
    try (InputStream in =
        IntrusionStateTest.class.getResourceAsStream(
            "/golden/intrusion-state-v" + version + ".hex")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  private static byte[] saved(Intrusion intrusion) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    intrusion.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
