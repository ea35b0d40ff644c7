package io.testudo.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.spool.SpooledMessage.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on disk, and their way to the reader. */
class SpoolTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T10:00:00.123456Z"));

  private static final SpoolConfig SMALL =
      new SpoolConfig(4096, Duration.ofMinutes(1), 4096, 20_000, Duration.ZERO);

  private static void append(Spool spool, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    spool.append(Transport.TCP, "10.1.0.9:514", bytes, 0, bytes.length);
  }

  private static List<String> rest(SpoolCursor cursor) throws IOException {
    List<String> texts = new ArrayList<>();
    for (SpooledMessage message = cursor.next(Duration.ZERO);
        message != null;
        message = cursor.next(Duration.ZERO)) {
      texts.add(new String(message.bytes(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Test
  void showsOnlyWhatIsForcedToDisk(@TempDir Path folder) throws IOException {
    try (Spool spool = Spool.open(folder, SMALL, CLOCK);
        SpoolCursor cursor = spool.cursor()) {
      append(spool, "one");
      assertThat(cursor.next(Duration.ZERO)).isNull();
      spool.sync();

      SpooledMessage message = cursor.next(Duration.ZERO);

      assertThat(message).isNotNull();
      assertThat(message.received()).isEqualTo(CLOCK.instant());
      assertThat(message.peer()).isEqualTo("10.1.0.9:514");
      assertThat(message.transport()).isEqualTo(Transport.TCP);
      assertThat(cursor.record()).isEqualTo(1);
    }
  }

  @Test
  void goesOnOnceTheDiskTakesSegmentsAgainAndKeepsWhatWasSynced(@TempDir Path folder)
      throws Exception {
    try (Spool spool = Spool.open(folder, SMALL, CLOCK);
        SpoolCursor cursor = spool.cursor()) {
      append(spool, "kept");
      spool.sync();
      Path inTheWay = Files.createDirectory(spool.file(2));
      assertThatIOException().isThrownBy(() -> append(spool, "x".repeat(4090)));
      assertThat(spool.trouble()).isNotEmpty();
      SpoolCursor waiting = spool.cursorAfter("segment-0000000000000000001.spool", 1);
      assertThatIOException().isThrownBy(() -> append(spool, "refused meanwhile"));

      Files.delete(inTheWay);
      Instant limit = Instant.now().plusSeconds(60);
      while (!spool.trouble().isEmpty()) {
        assertThat(Instant.now()).isBefore(limit);
        assertThat(waiting.next(Duration.ofMillis(10))).isNull();
      }
      append(spool, "after");
      spool.sync();

      assertThat(rest(cursor)).containsExactly("kept", "after");
    }
  }

  @Test
  void wakesAReaderThatWaits(@TempDir Path folder) throws IOException, InterruptedException {
    SpoolConfig quick = new SpoolConfig(4096, Duration.ofMillis(5), 4096, 20_000, Duration.ZERO);
    try (Spool spool = Spool.open(folder, quick, CLOCK);
        SpoolCursor cursor = spool.cursor()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      append(spool, "late");
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });

      assertThat(cursor.next(Duration.ofSeconds(20))).isNotNull();
      writer.join();
    }
  }

  @Test
  void readsOnThroughSegmentsAndAfterOpeningAgain(@TempDir Path folder) throws IOException {
    List<String> written = new ArrayList<>();
    String item;
    long record;
    try (Spool spool = Spool.open(folder, SMALL, CLOCK)) {
      for (int i = 0; i < 100; i++) {
        written.add("message " + i + " " + "x".repeat(50));
        append(spool, written.getLast());
      }
      spool.sync();
      try (SpoolCursor cursor = spool.cursor()) {
        for (int i = 0; i < 60; i++) {
          cursor.next(Duration.ZERO);
        }
        item = cursor.item();
        record = cursor.record();
        assertThat(rest(cursor)).isEqualTo(written.subList(60, 100));
      }
      assertThat(spool.statistics().segments()).isGreaterThan(1);
    }
    try (Spool spool = Spool.open(folder, SMALL, CLOCK);
        SpoolCursor cursor = spool.cursorAfter(item, record)) {
      append(spool, "after");
      spool.sync();
      written.add("after");
      assertThat(rest(cursor)).isEqualTo(written.subList(60, 101));
    }
  }

  @Test
  void cutsATailThatAKillTore(@TempDir Path folder) throws IOException {
    try (Spool spool = Spool.open(folder, SMALL, CLOCK)) {
      append(spool, "one");
      append(spool, "two");
    }
    Path segment = folder.resolve(SpoolSegments.name(1));
    byte[] whole = Files.readAllBytes(segment);
    for (int cut = whole.length - 1; cut > 16; cut--) {
      Files.write(segment, java.util.Arrays.copyOf(whole, cut));
      try (Spool spool = Spool.open(folder, SMALL, CLOCK);
          SpoolCursor cursor = spool.cursor()) {
        assertThat(rest(cursor)).isEqualTo(cut >= firstEnd(whole) ? List.of("one") : List.of());
        append(spool, "new");
        spool.sync();
        assertThat(rest(cursor)).containsExactly("new");
      }
      Files.list(folder).filter(file -> !file.equals(segment)).forEach(SpoolTest::delete);
    }
  }

  private static int firstEnd(byte[] segment) {
    return 16 + 8 + ByteBuffer.wrap(segment).getInt(16);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shedsWhenFullAndDeletesWhatWasRead(@TempDir Path folder) throws IOException {
    try (Spool spool = Spool.open(folder, SMALL, CLOCK)) {
      String text = "x".repeat(1000);
      for (int i = 0; i < 30; i++) {
        append(spool, text);
      }
      assertThat(spool.statistics().shed()).isPositive();
      assertThat(spool.statistics().bytes()).isLessThanOrEqualTo(SMALL.mostBytes());
      long shed = spool.statistics().shed();
      SpoolCursor cursor = spool.cursor();
      spool.sync();
      assertThat(rest(cursor)).hasSize((int) (30 - shed));

      spool.readBefore(cursor.item());
      append(spool, text);

      assertThat(spool.statistics().shed()).isEqualTo(shed);
      assertThat(spool.cursor().item()).isEqualTo(cursor.item());
      cursor.close();
    }
  }

  @Test
  void namesTheSegmentAndPlaceOfDamage(@TempDir Path folder) throws IOException {
    try (Spool spool = Spool.open(folder, SMALL, CLOCK)) {
      append(spool, "one");
      append(spool, "two");
      spool.sync();
      Path segment = folder.resolve(SpoolSegments.name(1));
      byte[] bytes = Files.readAllBytes(segment);
      bytes[bytes.length - 1] ^= 1;
      Files.write(segment, bytes);
      SpoolCursor cursor = spool.cursor();
      assertThat(cursor.next(Duration.ZERO)).isNotNull();

      org.assertj.core.api.Assertions.assertThatThrownBy(() -> cursor.next(Duration.ZERO))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("segment-0000000000000000001.spool is damaged at byte")
          .hasMessageContaining("record 2");
      cursor.close();
    }
  }

  @Test
  void isReadAsAFileAsItIsReadByItsCursor(@TempDir Path folder) throws IOException {
    Gathered byCursor = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, byCursor, CLOCK);
    try (Spool spool = Spool.open(folder, SMALL, CLOCK);
        SpoolCursor cursor = spool.cursor()) {
      append(
          spool,
          "<38>Mar  1 09:59:59 web1 sshd[1]: Accepted password for a from 10.1.0.9 port 5 ssh2");
      append(spool, "<38>sshd[1]: no date");
      append(spool, "<999>nothing");
      spool.sync();
      assertThat(reader.read(cursor, Duration.ZERO)).isEqualTo(3);
      assertThat(reader.read(cursor, Duration.ZERO)).isZero();
    }
    Gathered byFile = new Gathered();
    new SourceReader("s", TelemetryConfig.DEFAULT, byFile, CLOCK)
        .read(SpoolSegments.name(1), Files.newInputStream(folder.resolve(SpoolSegments.name(1))));

    assertThat(byCursor.events).hasSize(2).isEqualTo(byFile.events);
    assertThat(byCursor.consumed).hasSize(3).isEqualTo(byFile.consumed);
    assertThat(byCursor.parked).hasSize(1);
    assertThat(byFile.parked.getFirst().reason()).isEqualTo(byCursor.parked.getFirst().reason());
    assertThat(byCursor.logs().get(1).time()).isEqualTo(CLOCK.instant());
    assertThat(byCursor.logs().get(1).host()).isEqualTo("10.1.0.9");
    assertThat(reader.statistics().total().events()).isEqualTo(2);
  }

  private static byte[] golden() throws IOException {
    try (var in = SpoolTest.class.getResourceAsStream("/golden/spool-v1.hex")) {
      assertThat(in).isNotNull();
      return HexFormat.of()
          .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
  }

  @Test
  void readsTheGoldenSegmentOfVersionOne() throws IOException {
    Gathered read = Gathered.of("x", golden());

    assertThat(read.parked).isEmpty();
    assertThat(read.logs().getFirst().time()).isEqualTo(CLOCK.instant());
    assertThat(read.logs().getFirst().host()).isEqualTo("10.1.0.9");
    assertThat(read.logs().getFirst().fields().text("message")).isEqualTo("hello");
  }

  @Test
  void writesTheGoldenSegmentOfVersionOne(@TempDir Path folder) throws IOException {
    try (Spool spool = Spool.open(folder, SMALL, CLOCK)) {
      append(spool, "<13>hello");
    }

    assertThat(Files.readAllBytes(folder.resolve(SpoolSegments.name(1)))).isEqualTo(golden());
  }

  @Test
  void survivesDamageEverywhere(@TempDir Path folder) throws IOException {
    long seed = Long.getLong("seed", 7);
    Random chance = new Random(seed);
    try (Spool spool = Spool.open(folder, SMALL, CLOCK)) {
      for (int i = 0; i < 10; i++) {
        append(spool, "<13>Mar  1 10:00:00 h app[1]: text " + i);
      }
    }
    byte[] whole = Files.readAllBytes(folder.resolve(SpoolSegments.name(1)));
    for (int round = 0; round < 1000; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i <= chance.nextInt(3); i++) {
        damaged[16 + chance.nextInt(damaged.length - 16)] = (byte) chance.nextInt(256);
      }
      Gathered read = Gathered.of("x", damaged);
      assertThat(read.events.size() + read.parked.size()).as("seed " + seed).isBetween(1, 11);
    }
  }
}
