package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.CaptureWriter;
import io.testudo.telemetry.netflow.ExportWriter;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flow exports through every door of a source. */
class FlowExportsTest {

  private static final int CLIENT = 0x0A000001;
  private static final int SERVER = 0x0A000002;
  private static final byte[] TEMPLATE =
      ExportWriter.template(256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 2, 4, 1, 4, 22, 4, 21, 4);

  private static byte[] data(int source, int from, int destination, int to) {
    return ExportWriter.bytes(
        source, 4, destination, 4, from, 2, to, 2, 6, 1, 0x1B, 1, 5, 4, 500, 4, 0, 4, 900, 4);
  }

  private static byte[] template9(int sequence) {
    return new ExportWriter().set(0, TEMPLATE).version9(1000, ExportWriter.SECOND, sequence, 7);
  }

  private static byte[] both9(int sequence, int port) {
    return new ExportWriter()
        .set(256, data(CLIENT, port, SERVER, 443), data(SERVER, 443, CLIENT, port))
        .version9(1000, ExportWriter.SECOND, sequence, 7);
  }

  private static byte[] one9(int sequence, int port) {
    return new ExportWriter()
        .set(256, data(CLIENT, port, SERVER, 443))
        .version9(1000, ExportWriter.SECOND, sequence, 7);
  }

  @Test
  void usesTemplatesAcrossTheFilesOfAFolderWhicheverComesFirst(@TempDir Path folder)
      throws IOException {
    Files.write(folder.resolve("a-data.dat"), both9(1, 50_000));
    Files.write(folder.resolve("b-template.dat"), template9(2));
    Files.write(
        folder.resolve("c-data.dat"), CaptureWriter.concat(both9(3, 50_001), both9(4, 50_002)));
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> Gathered.TIME);

    reader.read(folder);
    reader.finish();

    assertThat(sink.parked).isEmpty();
    assertThat(sink.flows())
        .extracting(flow -> flow.originator().port())
        .containsExactly(50_000, 50_001, 50_002);
    assertThat(sink.flows().getFirst().origin().item()).endsWith("a-data.dat");
    assertThat(reader.exporters().flows()).isEqualTo(6);
    assertThat(reader.exporters().summary()).startsWith("1 exporter, 6 flow records");
  }

  @Test
  void readsExportsWithinACaptureBesideItsOwnFlows() {
    byte[] capture =
        CaptureWriter.pcap(
            List.of(
                packet(1, "192.0.2.1", template9(1)),
                packet(2, "192.0.2.1", both9(2, 50_000)),
                packet(3, "192.0.2.9", both9(2, 50_001))));

    Gathered read = Gathered.of("x.pcap", capture);

    assertThat(read.flows())
        .filteredOn(flow -> flow.protocol() == Flow.TCP)
        .singleElement()
        .satisfies(
            flow -> {
              assertThat(flow.export().exporter()).isEqualTo("192.0.2.1");
              assertThat(flow.origin().record()).isEqualTo(2);
            });
    assertThat(read.flows()).filteredOn(flow -> flow.protocol() == Flow.UDP).hasSize(2);
    assertThat(read.parked)
        .singleElement()
        .satisfies(
            parked -> {
              assertThat(parked.reason()).startsWith("has data whose template never came");
              assertThat(parked.origin().record()).isEqualTo(3);
            });
  }

  private static CaptureWriter.Timed packet(int second, String exporter, byte[] datagram) {
    return new CaptureWriter.Timed(
        (ExportWriter.SECOND + second) * 1_000_000_000L,
        CaptureWriter.ethernet(
            0x0800,
            CaptureWriter.ipv4(
                17, exporter, "192.0.2.100", CaptureWriter.udp(4000, 2055, datagram))));
  }

  @Test
  void goesOnBehindTheNextSoundDatagramOfAFile() {
    byte[] broken = both9(2, 50_000);
    broken[22] = 0x7F;

    Gathered read = Gathered.of("x", CaptureWriter.concat(template9(1), broken, both9(3, 50_001)));

    assertThat(read.parked).hasSize(1);
    assertThat(read.flows()).extracting(flow -> flow.originator().port()).containsExactly(50_001);
  }

  private static FlowExports held(List<Flow> flows) throws Exception {
    FlowExports exports = new FlowExports(flows::add, parked -> {});
    int record = 0;
    for (byte[] datagram :
        List.of(
            template9(1),
            one9(2, 50_000),
            new ExportWriter().set(300, new byte[8]).version9(1000, ExportWriter.SECOND, 3, 7))) {
      assertThat(
              exports.decode(
                  new Origin("golden", "day/x.dat", ++record), datagram, 0, datagram.length))
          .isNull();
    }
    return exports;
  }

  private static byte[] golden() throws IOException {
    try (InputStream in =
        FlowExportsTest.class.getResourceAsStream("/golden/flow-export-state-v1.hex")) {
      return HexFormat.of()
          .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
  }

  @Test
  void writesItsStateAsTheGoldenFileHasIt() throws Exception {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    held(new ArrayList<>()).save(new DataOutputStream(state));

    assertThat(state.toByteArray()).isEqualTo(golden());
  }

  @Test
  void goesOnFromTheGoldenState() throws Exception {
    List<Flow> flows = new ArrayList<>();
    FlowExports exports = new FlowExports(flows::add, parked -> {});
    exports.restore(new DataInputStream(new ByteArrayInputStream(golden())));
    byte[] answer =
        new ExportWriter()
            .set(256, data(SERVER, 443, CLIENT, 50_000))
            .version9(1000, ExportWriter.SECOND, 4, 7);

    assertThat(exports.decode(new Origin("golden", "day/y.dat", 1), answer, 0, answer.length))
        .isNull();

    assertThat(flows)
        .singleElement()
        .extracting(flow -> flow.origin().item())
        .isEqualTo("day/x.dat");
    assertThat(exports.counts().exporters().getFirst().pending()).isEqualTo(1);
  }
}
