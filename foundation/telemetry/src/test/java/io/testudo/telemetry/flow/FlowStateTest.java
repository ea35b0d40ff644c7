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
import io.testudo.vocabulary.event.Message;
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
  private static final int NEWEST = 2;
  private static final String REQUEST =
      "GET /a HTTP/1.1\r\nHost: b\r\nContent-Length: 9\r\n\r\nabc";

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
                ethernet(
                    0x0800,
                    ipv4(
                        6,
                        "10.0.0.1",
                        "10.0.0.2",
                        tcp(
                            40000,
                            80,
                            16,
                            101,
                            501,
                            REQUEST.getBytes(StandardCharsets.US_ASCII))))),
            new Timed(
                NOON + 3 * SECOND,
                ethernet(
                    0x0800,
                    ipv4(6, "10.0.0.1", "10.0.0.2", tcp(40000, 80, 16, 999, 501, new byte[4])))),
            new Timed(
                NOON + 4 * SECOND,
                ethernet(0x0800, ipv4(17, "10.0.0.3", "10.0.0.2", udp(5353, 53, new byte[12])))));
    FlowAssembler assembler =
        new FlowAssembler(FlowAssemblerConfig.defaults(), flow -> {}, message -> {});
    new CaptureDecoder("golden", "day.pcap", assembler, parked -> {})
        .decode(new ByteArrayInputStream(CaptureWriter.pcap(packets)), 0);
    return assembler;
  }

  @Test
  void goesOnFromEveryVersionEverWritten() throws IOException {
    for (int version = 1; version <= NEWEST; version++) {
      List<Flow> flows = new ArrayList<>();
      List<Message> messages = new ArrayList<>();
      FlowAssembler restored =
          FlowAssembler.restore(
              new DataInputStream(new ByteArrayInputStream(golden(version))),
              FlowAssemblerConfig.defaults(),
              flows::add,
              messages::add);
      restored.flush();
      assertThat(flows).as("version %d", version).hasSize(2);
      assertThat(messages).as("version %d", version).hasSize(version == 1 ? 0 : 2);
    }
  }

  @Test
  void writesTheNewestVersion() throws IOException {
    assertThat(HexFormat.of().formatHex(saved(withTwoOpenFlows())))
        .isEqualTo(HexFormat.of().formatHex(golden(NEWEST)));
  }

  private static byte[] golden(int version) throws IOException {
    String name = "/golden/flow-state-v" + version + ".hex";
    try (InputStream in = FlowStateTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
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
