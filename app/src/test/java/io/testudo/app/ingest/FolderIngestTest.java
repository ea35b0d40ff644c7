package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryEventLog;
import io.testudo.ports.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a folder that grow, are rotated and are replaced, before and after a stop. */
class FolderIngestTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path data;

  private final EventLog log = new MemoryEventLog(CLOCK, new Random(1));
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private Sources sources;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    file = data.resolve("inbox/app.log");
    Files.createDirectories(file.getParent());
    restart();
  }

  @AfterEach
  void stop() {
    sources.close();
  }

  private void restart() {
    sources =
        new Sources(
            List.of(new SourceConfig.Folder("inbox", data.resolve("inbox"))),
            data.resolve("spool"),
            log,
            Rules.none(),
            IntrusionConfig.defaults(),
            () -> CLOCK.instant().plus(ahead.get()),
            Duration.ofSeconds(1));
    sources.start();
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      lines
          .append("{\"ts\":")
          .append(1_700_000_000 + i)
          .append(".5,\"uid\":\"C\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":40000,")
          .append("\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":53,\"query\":\"example.org\"}\n");
    }
    return lines.toString();
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private SourceStatus status() {
    return sources.statuses().getFirst();
  }

  private void awaitRecords(long records) throws InterruptedException {
    await(() -> status().records() >= records, "records: " + records);
    assertThat(status().records()).isEqualTo(records);
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(limit);
      synchronized (CLOCK) {
        CLOCK.wait(10);
      }
    }
  }

  /**
   * Waits until a file that is put there now was read, which all that was there before then was.
   */
  private void awaitMarker(String name, long records) throws Exception {
    Path marker = data.resolve("inbox/" + name);
    Path writing = data.resolve("inbox/." + name);
    Files.writeString(writing, lines(900_000, 900_001).replace("example.org", name));
    Files.move(writing, marker);
    await(() -> log.document("item/inbox", name) != null, name);
    await(sources::areSilent, "silence");
    assertThat(status().records()).isEqualTo(records + 1);
  }

  @Test
  void followsAFileThatGrows() throws Exception {
    append(lines(0, 20));
    awaitRecords(20);
    append(lines(20, 30));
    awaitRecords(30);
    sources.close();
    append(lines(30, 40));
    restart();
    awaitRecords(40);
    awaitMarker("zz.log", 40);
    assertThat(status().parked()).isZero();
  }

  @Test
  void waitsForTheEndOfALine() throws Exception {
    String line = lines(5, 6);
    append(lines(0, 5) + line.substring(0, 40));
    awaitRecords(5);
    append(line.substring(40));
    awaitRecords(6);
    assertThat(status().parked()).isZero();
  }

  @Test
  void readsALineAgainThatGoesOnAfterItWasGivenUp() throws Exception {
    String line = lines(5, 6);
    append(lines(0, 5) + line.substring(0, 40));
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minus(FolderIngest.LINE_QUIET.plusSeconds(1))));
    await(() -> status().parked() == 1, "parked");
    append(line.substring(40));
    await(() -> status().events() == 6, "events");
    assertThat(status().parked()).isEqualTo(1);
  }

  @Test
  void readsARenamedFileOnAndTheNewOneWhole() throws Exception {
    append(lines(0, 20));
    awaitRecords(20);
    sources.close();
    append(lines(20, 25));
    Files.move(file, data.resolve("inbox/app.log.1"));
    append(lines(100, 160));
    restart();
    awaitRecords(85);
    Files.move(data.resolve("inbox/app.log.1"), data.resolve("inbox/app.log.2"));
    Files.move(file, data.resolve("inbox/app.log.1"));
    append(lines(200, 203));
    awaitRecords(88);
    awaitMarker("zz.log", 88);
  }

  @Test
  void readsACopyOnAndTheCutFileWhole() throws Exception {
    append(lines(0, 20));
    awaitRecords(20);
    sources.close();
    append(lines(20, 25));
    Files.copy(file, data.resolve("inbox/app.log.1"));
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    append(lines(100, 150));
    restart();
    awaitRecords(75);
    awaitMarker("zz.log", 75);
  }

  @Test
  void readsAPackedFileOn() throws Exception {
    append(lines(0, 20));
    awaitRecords(20);
    sources.close();
    byte[] content = (Files.readString(file) + lines(20, 22)).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(data.resolve("inbox/app.log.1.gz")))) {
      out.write(content);
    }
    Files.delete(file);
    restart();
    awaitRecords(22);
    awaitMarker("zz.log", 22);
  }

  @Test
  void readsAReplacedFileWholeWhateverItsSize() throws Exception {
    append(lines(0, 20));
    awaitRecords(20);
    Files.writeString(file, lines(100, 130));
    awaitRecords(50);
    Files.writeString(file, lines(200, 230));
    awaitRecords(80);
    Files.writeString(file, lines(300, 303));
    awaitRecords(83);
    sources.close();
    Files.writeString(file, lines(400, 403));
    restart();
    awaitRecords(86);
    awaitMarker("zz.log", 86);
  }

  private static byte[] packet(int number) {
    ByteBuffer packet = ByteBuffer.allocate(16 + 46).order(ByteOrder.LITTLE_ENDIAN);
    packet.putInt(1_700_000_000 + number / 10).putInt(number % 10 * 1000).putInt(46).putInt(46);
    packet.order(ByteOrder.BIG_ENDIAN).put(new byte[12]).putShort((short) 0x0800);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) 32).putInt(0);
    packet.put((byte) 64).put((byte) 17).putShort((short) 0);
    packet.putInt(0x0A000001).putInt(0x0A000002);
    packet.putShort((short) 40000).putShort((short) 5353).putShort((short) 12).putShort((short) 0);
    return packet.array();
  }

  private static byte[] capture(int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    out.writeBytes(header.putInt(65535).putInt(1).array());
    for (int i = from; i < to; i++) {
      out.writeBytes(packet(i));
    }
    return out.toByteArray();
  }

  @Test
  void waitsForTheRestOfAPacketAndKeepsAFlowOverRotatedCaptures() throws Exception {
    Path first = data.resolve("inbox/trace0.pcap");
    byte[] next = packet(10);
    Files.write(first, capture(0, 10));
    Files.write(first, Arrays.copyOf(next, 30), StandardOpenOption.APPEND);
    awaitRecords(10);
    Files.write(first, Arrays.copyOfRange(next, 30, next.length), StandardOpenOption.APPEND);
    awaitRecords(11);
    Files.write(data.resolve("inbox/trace1.pcap"), capture(11, 20));
    awaitRecords(20);
    sources.close();
    Files.write(data.resolve("inbox/trace2.pcap"), capture(20, 30));
    restart();
    awaitRecords(30);
    await(sources::areSilent, "silence");
    assertThat(status().parked()).isZero();
    assertThat(status().events()).as("one flow over three files").isEqualTo(1);
  }

  private static byte[] block(int type, byte[] body) {
    ByteBuffer block =
        ByteBuffer.allocate(12 + (body.length + 3 & ~3)).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(type).putInt(block.capacity()).put(body);
    return block.putInt(block.capacity() - 4, block.capacity()).array();
  }

  private static byte[] nextGenerationPacket(int number) {
    byte[] packet = packet(number);
    long micros = 1_700_000_000_000_000L + number * 1000L;
    ByteBuffer body =
        ByteBuffer.allocate(20 + packet.length - 16).order(ByteOrder.LITTLE_ENDIAN).putInt(0);
    body.putInt((int) (micros >>> 32)).putInt((int) micros);
    body.putInt(packet.length - 16).putInt(packet.length - 16);
    return block(6, body.put(packet, 16, packet.length - 16).array());
  }

  @Test
  void waitsForTheRestOfABlockOfANextGenerationCapture() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer section = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(block(0x0A0D0D0A, section.putInt(0x1A2B3C4D).putInt(1).putLong(-1).array()));
    ByteBuffer port = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(block(1, port.putInt(1).putInt(65535).array()));
    for (int i = 0; i < 10; i++) {
      bytes.writeBytes(nextGenerationPacket(i));
    }
    Path capture = data.resolve("inbox/trace.pcapng");
    byte[] next = nextGenerationPacket(10);
    bytes.write(next, 0, 30);
    Files.write(capture, bytes.toByteArray());
    awaitRecords(10);
    Files.write(capture, Arrays.copyOfRange(next, 30, next.length), StandardOpenOption.APPEND);
    awaitRecords(11);
    sources.close();
    Files.write(capture, nextGenerationPacket(11), StandardOpenOption.APPEND);
    restart();
    awaitRecords(12);
    sources.close();
    restart();
    await(sources::areSilent, "silence");
    assertThat(status().records()).isEqualTo(12);
    assertThat(status().parked()).isZero();
    assertThat(status().events()).as("one flow").isEqualTo(1);
  }

  @Test
  void goesOnInTheSecondOfTwoEntriesOfOneName() throws Exception {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tarEntry(tar, "dns.log", lines(0, 300));
    tarEntry(tar, "dns.log", lines(300, 30_000));
    tar.writeBytes(new byte[1024]);
    Path archive = data.resolve("inbox/logs.tar");
    Files.write(data.resolve("inbox/.logs.tar"), tar.toByteArray());
    Files.move(data.resolve("inbox/.logs.tar"), archive);
    await(() -> status().records() > 1000, "the second entry");
    sources.close();
    assertThat(status().records()).as("stopped within the second entry").isLessThan(30_000);
    restart();
    await(() -> log.document("item/inbox", "logs.tar") != null, "the end");
    assertThat(status().records()).isEqualTo(30_000);
    assertThat(status().events()).isEqualTo(30_000);
  }

  private static void tarEntry(ByteArrayOutputStream out, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 124, String.format(Locale.ROOT, "%011o", bytes.length));
    block[156] = '0';
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o", sum));
    out.writeBytes(block);
    out.writeBytes(bytes);
    out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  @Test
  void forgetsAFileThatIsLongGoneAndReadsNoneAgainThatIsThere() throws Exception {
    Path writing = Files.writeString(data.resolve("inbox/.app.log"), lines(0, 20));
    Files.setLastModifiedTime(writing, FileTime.from(CLOCK.instant().minus(Duration.ofDays(40))));
    Files.move(writing, file);
    awaitRecords(20);
    awaitMarker("stays.log", 20);

    Files.delete(file);
    await(
        () -> {
          ahead.updateAndGet(by -> by.plus(Duration.ofHours(2)));
          return log.document("item/inbox", "app.log") == null;
        },
        "app.log is forgotten");

    assertThat(log.document("item/inbox", "stays.log")).isNotNull();
    stop();
    restart();
    awaitMarker("zz.log", 21);
  }
}
