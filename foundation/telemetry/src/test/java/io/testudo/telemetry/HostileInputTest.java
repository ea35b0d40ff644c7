package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.testudo.vocabulary.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not bring the reader down. */
class HostileInputTest {

  private static final long SEED = Long.getLong("seed", 20260301L);

  /** So many bytes of one kind, made as they are read. */
  private static InputStream repeated(char c, long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? c : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int here = (int) Math.min(left, length);
        java.util.Arrays.fill(target, offset, offset + here, (byte) c);
        left -= here;
        return here;
      }
    };
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Gathered readBounded(InputStream in) {
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> Gathered.TIME);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    reader.read("x", in, Gathered.TIME, Resume.NOTHING);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
    return sink;
  }

  @Test
  void passesOverALineOfAGigabyte() {
    InputStream in =
        new SequenceInputStream(
            new SequenceInputStream(text("{\"a\":1}\n{\"a\":\""), repeated('x', 1L << 30)),
            text("\"}\n{\"a\":2}\n"));

    Gathered read = readBounded(in);

    assertThat(read.logs()).extracting(log -> log.fields().text("a")).containsExactly("1", "2");
    assertThat(read.parked).hasSize(1);
    assertThat(read.parked.getFirst().reason()).startsWith("is longer than 1048576 bytes");
    assertThat(read.parked.getFirst().origin().record()).isEqualTo(2);
  }

  @Test
  void passesOverAnObjectOfHalfAGigabyteWithoutLines() {
    InputStream in =
        new SequenceInputStream(
            new SequenceInputStream(text("[{\"a\":1},{\"a\":\""), repeated('x', 1L << 29)),
            text("\"},{\"a\":2}]"));

    Gathered read = readBounded(in);

    assertThat(read.logs()).extracting(log -> log.fields().text("a")).containsExactly("1", "2");
    assertThat(read.parked).hasSize(1);
  }

  @Test
  void parksJsonThatIsNestedTooDeeply() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}\n";

    Gathered read = Gathered.of("x", "{\"a\":1}\n" + deep + "{\"a\":2}\n");

    assertThat(read.logs()).hasSize(2);
    assertThat(read.parked).hasSize(1);
    assertThat(read.parked.getFirst().reason()).startsWith("exceeds a bound of JSON");
  }

  @Test
  void readsXmlThatIsMadeToBeSlow() {
    String head =
        "<14>Mar  1 10:00:06 h sysmon: <Event><System><EventID>1</EventID></System><EventData>";
    String references = head + "<Data>" + "&".repeat(900_000) + "</Data></EventData></Event>\n";
    String elements = head + "<Data>x</Data>".repeat(60_000) + "</EventData></Event>\n";

    Gathered read =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> Gathered.of("x", references + elements));

    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly("has no valid time", "holds too many elements Data");
  }

  @Test
  void deliversOnlySoManyParkedRecordsPerItem() {
    Gathered read = Gathered.of("x", "{\"a\":1}\n" + "{broken\n".repeat(5000));

    assertThat(read.parked).hasSize(1001);
    assertThat(read.parked.getLast().reason()).contains("only counted");
    assertThat(read.consumed).hasSize(5001);
  }

  @Test
  void stopsABombAndReadsTheOtherEntries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.json", Samples.EVE.getBytes(StandardCharsets.UTF_8));
    entries.put("b.json", bomb());
    entries.put("c.json", Samples.EVE.getBytes(StandardCharsets.UTF_8));

    Gathered read = Gathered.of("x.zip", Samples.zip(entries));

    assertThat(read.events).hasSize(6);
    assertThat(read.parked)
        .extracting(parked -> parked.origin().item() + " " + parked.reason())
        .containsExactly("x.zip!b.json unpacks to more than 500 times its size");
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
    byte[] fill = new byte[1 << 20];
    java.util.Arrays.fill(fill, (byte) 'x');
    for (int i = 0; i < 80; i++) {
      out.write(fill);
    }
    return out.toByteArray();
  }

  @Test
  void stopsContainersThatAreNestedTooDeeply() {
    byte[] nested = Samples.EVE.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 12; i++) {
      nested = Samples.gzip(nested);
    }

    Gathered read = Gathered.of("x", nested);

    assertThat(read.events).isEmpty();
    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly("is nested more than 8 containers deep");
  }

  @Test
  void stopsAnArchiveOfTooManyEntries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      entries.put("e" + i, "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
    }
    TelemetryConfig few =
        new TelemetryConfig(
            1 << 20,
            64,
            1L << 40,
            500,
            20,
            8,
            1000,
            java.time.ZoneOffset.UTC,
            TelemetryConfig.DEFAULT.flows(),
            java.util.List.of());

    Gathered read = Gathered.of("x", Samples.zip(entries), few);

    assertThat(read.events).hasSize(20);
    assertThat(read.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly("holds more than 20 entries");
  }

  @Test
  void usesTheNamesOfEntriesAsLabelsOnly(@TempDir Path folder) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("../../escaped.json", "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
    entries.put("/etc/\u0007absolute.json", "{\"a\":2}\n".getBytes(StandardCharsets.UTF_8));
    Path zip = folder.resolve("in").resolve("x.zip");
    Files.createDirectories(zip.getParent());
    Files.write(zip, Samples.zip(entries));
    Gathered sink = new Gathered();

    new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> Gathered.TIME).read(zip);

    assertThat(sink.events)
        .extracting(event -> event.origin().item().substring(zip.toString().length()))
        .containsExactly("!../../escaped.json", "!/etc/\uFFFDabsolute.json");
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(zip);
    }
  }

  @Test
  void doesNotFollowLinksOutOfAFolder(@TempDir Path folder) throws IOException {
    Path outside = Files.writeString(folder.resolve("outside.json"), "{\"a\":1}\n");
    Path inside = Files.createDirectories(folder.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("link.json"), outside);
    Files.createSymbolicLink(inside.resolve("loop"), inside);
    Files.writeString(inside.resolve("own.json"), "{\"a\":2}\n");
    Gathered sink = new Gathered();

    new SourceReader("s", TelemetryConfig.DEFAULT, sink, () -> Gathered.TIME).read(inside);

    assertThat(sink.logs()).extracting(log -> log.fields().text("a")).containsExactly("2");
    assertThat(sink.parked)
        .extracting(ParkedRecord::reason)
        .containsOnly("is a link, which is not followed");
  }

  @Test
  void readsWhatIsThereOfEverySampleCutAtEveryByte() {
    Samples.all()
        .forEach(
            (name, bytes) -> {
              List<Event> whole = Gathered.of("x", bytes).events;
              int step = bytes.length > 1500 ? 5 : 1;
              for (int cut = 0; cut < bytes.length; cut += step) {
                Gathered read = Gathered.of("x", java.util.Arrays.copyOf(bytes, cut));
                assertThat(read.events.size())
                    .as(name + " cut at " + cut)
                    .isLessThanOrEqualTo(whole.size() + 1);
              }
            });
  }

  @Test
  void survivesMutationsOfEverySample() {
    Random chance = new Random(SEED);
    List<byte[]> samples = List.copyOf(Samples.all().values());
    for (int round = 0; round < 2500; round++) {
      byte[] mutated = mutated(samples.get(chance.nextInt(samples.size())), samples, chance);
      try {
        Gathered.of("x", mutated);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed "
                + SEED
                + " round "
                + round
                + ": "
                + new String(mutated, StandardCharsets.ISO_8859_1),
            e);
      }
    }
  }

  private static byte[] mutated(byte[] sample, List<byte[]> samples, Random chance) {
    byte[] bytes = sample.clone();
    int changes = 1 + chance.nextInt(8);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = chance.nextInt(bytes.length);
      switch (chance.nextInt(5)) {
        case 0 -> bytes[at] = (byte) chance.nextInt(256);
        case 1 -> bytes[at] = (byte) "\n\t\"{}[]:,<>-=0".charAt(chance.nextInt(14));
        case 2 -> bytes[at] ^= (byte) (1 << chance.nextInt(8));
        case 3 -> {
          int count = Math.min(chance.nextInt(16), bytes.length - at);
          byte[] shorter = new byte[bytes.length - count];
          System.arraycopy(bytes, 0, shorter, 0, at);
          System.arraycopy(bytes, at + count, shorter, at, shorter.length - at);
          bytes = shorter;
        }
        default -> {
          byte[] other = samples.get(chance.nextInt(samples.size()));
          int count = Math.min(1 + chance.nextInt(40), other.length);
          int from = chance.nextInt(other.length - count + 1);
          byte[] longer = new byte[bytes.length + count];
          System.arraycopy(bytes, 0, longer, 0, at);
          System.arraycopy(other, from, longer, at, count);
          System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  @Test
  void survivesRandomBytes() {
    Random chance = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[chance.nextInt(5000)];
      chance.nextBytes(bytes);
      Gathered.of("x", bytes);
    }
  }
}
