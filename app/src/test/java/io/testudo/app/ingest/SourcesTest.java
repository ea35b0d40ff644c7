package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryEventLog;
import io.testudo.ports.EventLog;
import io.testudo.testkit.Awaited;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path data;

  private final EventLog log = new MemoryEventLog(CLOCK, new Random(1));

  private Sources sources(SourceConfig config) {
    Sources sources =
        new Sources(
            List.of(config),
            data.resolve("spool"),
            log,
            Rules.none(),
            IntrusionConfig.defaults(),
            CLOCK,
            Duration.ofSeconds(1));
    sources.start();
    return sources;
  }

  private SourceConfig folder() {
    return new SourceConfig.Folder("inbox", data.resolve("inbox"));
  }

  private static String line(int second) {
    return "{\"ts\":"
        + (1_700_000_000 + second)
        + ".5,\"uid\":\"C"
        + second
        + "\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":40000,\"id.resp_h\":\"10.0.0.2\","
        + "\"id.resp_p\":53,\"query\":\"example.org\",\"qtype_name\":\"A\"}\n";
  }

  private void put(String name, String content) throws IOException {
    Path file = data.resolve("inbox").resolve(name);
    Files.createDirectories(file.getParent());
    Path writing = file.resolveSibling("." + file.getFileName());
    Files.writeString(writing, content);
    rest(writing);
    Files.move(writing, file);
  }

  private static void rest(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
  }

  @Test
  void readsWhatComesToRestInAFolderAndItsSubFolders() throws Exception {
    put("dns.log", line(1) + line(2));
    put("deep/er/dns.log", line(3));
    try (Sources sources = sources(folder())) {
      Awaited.until(() -> sources.statuses().getFirst().records() == 3);
      put("later.log", line(4) + "not json at all {\n" + line(5));
      Awaited.until(() -> log.document("item/inbox", "later.log") != null);
      SourceStatus status = sources.statuses().getFirst();
      assertThat(status.events()).isEqualTo(5);
      assertThat(status.parked()).isEqualTo(1);
      assertThat(status.recentlyParked().getFirst().origin().record()).isEqualTo(2);
      assertThat(status.lastEvent()).isEqualTo(Instant.ofEpochSecond(1_700_000_005, 500_000_000));
    }
  }

  @Test
  void leavesAloneWhatIsStillBeingWritten() throws Exception {
    Files.createDirectories(data.resolve("inbox"));
    Files.writeString(data.resolve("inbox/.hidden.log"), line(1));
    Files.writeString(data.resolve("inbox/big.log.part"), line(1));
    put("done.log", line(2));
    try (Sources sources = sources(folder())) {
      Awaited.until(() -> log.document("item/inbox", "done.log") != null);
      Awaited.until(sources::areSilent);
      assertThat(sources.statuses().getFirst().records()).isEqualTo(1);
    }
  }

  @Test
  void readsOnWhereAFileEndedThatGrew() throws Exception {
    put("dns.log", line(1) + line(2));
    try (Sources sources = sources(folder())) {
      Awaited.until(() -> sources.statuses().getFirst().records() == 2);
      Awaited.until(sources::areSilent);
      Path file = data.resolve("inbox/dns.log");
      Files.writeString(file, line(3), StandardOpenOption.APPEND);
      rest(file);
      Awaited.until(() -> sources.statuses().getFirst().records() == 3);
      assertThat(sources.statuses().getFirst().events()).isEqualTo(3);
    }
  }

  @Test
  void readsFromItsBeginningAFileThatShrank() throws Exception {
    put("dns.log", line(1) + line(2));
    try (Sources sources = sources(folder())) {
      Awaited.until(() -> sources.statuses().getFirst().records() == 2);
      Awaited.until(sources::areSilent);
      Files.delete(data.resolve("inbox/dns.log"));
      put("dns.log", line(3));
      Awaited.until(() -> sources.statuses().getFirst().records() == 3);
      assertThat(sources.statuses().getFirst().lastEvent())
          .isEqualTo(Instant.ofEpochSecond(1_700_000_003, 500_000_000));
    }
  }

  @Test
  void aRestartReadsNothingTwice() throws Exception {
    put("dns.log", line(1) + line(2));
    try (Sources sources = sources(folder())) {
      Awaited.until(sources::areSilent);
    }
    long facts = log.size();
    put("next.log", line(3));
    try (Sources sources = sources(folder())) {
      Awaited.until(() -> log.document("item/inbox", "next.log") != null);
      assertThat(sources.statuses().getFirst().records()).isEqualTo(3);
    }
    assertThat(log.size()).isEqualTo(facts + 1);
  }

  @Test
  void takesSyslogOverTcpThroughTheSpool() throws Exception {
    SourceConfig config = new SourceConfig.Syslog("logs", "127.0.0.1", -1, 0);
    try (Sources sources = sources(config)) {
      send(
          sources,
          "<38>Mar  1 10:00:00 web01 sshd[7]: Failed password for root from 192.0.2.1 port 4 ssh2\n");
      Awaited.until(() -> sources.statuses().getFirst().records() == 1);
      Awaited.until(sources::areSilent);
    }
    try (Sources sources = sources(config)) {
      send(
          sources,
          "<38>Mar  1 10:00:01 web01 sshd[7]: Failed password for root from 192.0.2.1 port 5 ssh2\n");
      Awaited.until(() -> sources.statuses().getFirst().records() == 2);
      assertThat(sources.statuses().getFirst().parked()).isZero();
    }
  }

  private static void send(Sources sources, String text) throws IOException {
    var address = sources.syslogTcp("logs");
    assertThat(address).isNotNull();
    try (Socket socket = new Socket(address.getAddress(), address.getPort());
        OutputStream out = socket.getOutputStream()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A datagram of NetFlow 5 with a flow of ten packets from each end to the other. */
  private static byte[] flowExport(int port) {
    ByteBuffer datagram = ByteBuffer.allocate(24 + 2 * 48);
    datagram.putShort((short) 5).putShort((short) 2).putInt(60_000).putInt(1_700_000_000);
    datagram.position(24);
    for (int way = 0; way < 2; way++) {
      datagram.putInt(0x0A000001 + way).putInt(0x0A000002 - way).putInt(0).putInt(0);
      datagram.putInt(10).putInt(1000).putInt(1000).putInt(2000);
      datagram.putShort((short) (way == 0 ? port : 443)).putShort((short) (way == 0 ? 443 : port));
      datagram.put((byte) 0).put((byte) 0x1B).put((byte) 6).put((byte) 0).putLong(0);
    }
    return datagram.array();
  }

  @Test
  void goesOnBehindASpooledFlowExportAfterAStop() throws Exception {
    SourceConfig exports = new SourceConfig.FlowExports("routers", "127.0.0.1", 0);
    for (int start = 1; start <= 2; start++) {
      int events = start;
      try (Sources sources = sources(exports);
          DatagramSocket exporter = new DatagramSocket()) {
        byte[] datagram = flowExport(50_000 + start);
        exporter.send(
            new DatagramPacket(datagram, datagram.length, sources.flowExports("routers")));
        Awaited.until(() -> sources.statuses().getFirst().events() == events);
        Awaited.until(() -> sources.statuses().getFirst().records() == events);
        Awaited.until(() -> sources.statuses().getFirst().door().contains("1 exporter"));
        assertThat(sources.statuses().getFirst().door()).contains("0 shed");
      }
    }
  }
}
