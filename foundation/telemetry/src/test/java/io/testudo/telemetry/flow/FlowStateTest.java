package io.testudo.telemetry.flow;

import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.tcp;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.capture.CaptureWriter;
import io.testudo.telemetry.capture.CaptureWriter.Timed;
import io.testudo.vocabulary.event.Flow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowStateTest {

  private static final long NOON = 1_700_000_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private static FlowAssembler withTwoOpenFlows() throws IOException {
    List<Timed> packets =
        List.of(
            new Timed(
                NOON,
                ethernet(
                    0x0800,
                    ipv4(6, "10.0.0.1", "10.0.0.2", tcp(40000, 80, 2, 100, 0, new byte[0])))),
            new Timed(
                NOON + SECOND,
                ethernet(
                    0x0800,
                    ipv4(6, "10.0.0.2", "10.0.0.1", tcp(80, 40000, 18, 500, 101, new byte[0])))),
            new Timed(
                NOON + 2 * SECOND,
                ethernet(0x0800, ipv4(17, "10.0.0.3", "10.0.0.2", udp(5353, 53, new byte[12])))));
    FlowAssembler assembler = new FlowAssembler(FlowAssemblerConfig.defaults(), flow -> {});
    new CaptureDecoder("golden", "day.pcap", assembler, parked -> {})
        .decode(new ByteArrayInputStream(CaptureWriter.pcap(packets)), 0);
    return assembler;
  }

  @Test
  void goesOnFromEveryVersionEverWritten() throws IOException {
    List<Flow> flows = new ArrayList<>();
    FlowAssembler restored =
        FlowAssembler.restore(
            new DataInputStream(new ByteArrayInputStream(golden())),
            FlowAssemblerConfig.defaults(),
            flows::add);
    assertThat(saved(restored)).isEqualTo(saved(withTwoOpenFlows()));
    restored.flush();
    assertThat(flows).hasSize(2);
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = FlowStateTest.class.getResourceAsStream("/golden/flow-state-v1.hex")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  private static byte[] saved(FlowAssembler assembler) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assembler.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
