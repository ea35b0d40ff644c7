package io.testudo.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.netflow.ExportWriter;
import io.testudo.telemetry.spool.Spool;
import io.testudo.telemetry.spool.SpoolConfig;
import io.testudo.telemetry.spool.SpoolCursor;
import io.testudo.telemetry.spool.SpooledMessage;
import io.testudo.vocabulary.event.Flow;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowListenerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static byte[] datagram() {
    return ExportWriter.version5(
        60_000,
        ExportWriter.SECOND,
        1,
        0,
        ExportWriter.record5(0x0A000001, 0x0A000002, 50_000, 443, 6, 0x1B, 1000, 2000),
        ExportWriter.record5(0x0A000002, 0x0A000001, 443, 50_000, 6, 0x1B, 1000, 2000));
  }

  private static void send(int port, byte[] bytes) throws Exception {
    try (DatagramSocket exporter = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      exporter.send(
          new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }
  }

  @Test
  void spoolsDatagramsWithAddressAndTimeAndReadsTheirFlows() throws Exception {
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> NOW);
    try (Spool spool = Spool.open(folder, SpoolConfig.DEFAULT, () -> NOW)) {
      FlowListener listener = new FlowListener(FlowListenerConfig.onLoopback(0), spool, () -> NOW);
      listener.start();
      send(listener.port(), datagram());
      try (SpoolCursor cursor = spool.cursor()) {
        assertThat(reader.read(cursor, LIMIT)).isEqualTo(1);
      }
      try (SpoolCursor cursor = spool.cursor()) {
        SpooledMessage message = cursor.next(LIMIT);
        assertThat(message).isNotNull();
        assertThat(message.transport()).isEqualTo(SpooledMessage.Transport.FLOW_EXPORT);
        assertThat(message.peer()).startsWith("127.0.0.1:");
        assertThat(message.received()).isEqualTo(NOW);
      }
      listener.close();
      assertThat(listener.statistics().datagrams()).isEqualTo(1);
      assertThat(listener.statistics().shed()).isZero();
    }
    assertThat(sink.flows()).hasSize(1);
    assertThat(sink.flows().getFirst().export().exporter()).isEqualTo("127.0.0.1");

    List<Path> segments;
    try (var files = Files.list(folder)) {
      segments = files.toList();
    }
    Gathered again = Gathered.of("segment", Files.readAllBytes(segments.getFirst()));
    assertThat(again.flows())
        .extracting(Flow::communityId)
        .containsExactly(sink.flows().getFirst().communityId());
  }

  @Test
  void setsAsideWhatIsNoExport() throws Exception {
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> NOW);
    try (Spool spool = Spool.open(folder, SpoolConfig.DEFAULT, () -> NOW)) {
      FlowListener listener = new FlowListener(FlowListenerConfig.onLoopback(0), spool, () -> NOW);
      listener.start();
      send(listener.port(), new byte[] {'h', 'e', 'l', 'l', 'o'});
      try (SpoolCursor cursor = spool.cursor()) {
        assertThat(reader.read(cursor, LIMIT)).isEqualTo(1);
      }
      listener.close();
    }
    assertThat(sink.parked)
        .singleElement()
        .extracting(p -> p.reason())
        .asString()
        .startsWith("is of no version that is read");
  }
}
