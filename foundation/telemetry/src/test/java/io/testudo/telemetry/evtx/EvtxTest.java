package io.testudo.telemetry.evtx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.evtx.EvtxWriter.Datum;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows event logs in binary form. */
class EvtxTest {

  private static final long SEED = Long.getLong("seed", 20260729L);
  private static final int FILE_HEADER = 4096;
  private static final int CHUNK = 1 << 16;
  private static final long SECOND = 1772359200;

  private static EvtxWriter withEvents(EvtxWriter log, int first, int count) {
    for (int i = first; i < first + count; i++) {
      log.event(
          i, "Security", SECOND + i, Map.of("CommandLine", Datum.text("program number " + i)));
    }
    return log;
  }

  private static List<String> ids(Gathered read) {
    return read.logs().stream().map(log -> log.fields().text("EventID")).toList();
  }

  private static List<String> reasons(Gathered read) {
    return read.parked.stream().map(ParkedRecord::reason).toList();
  }

  private static Map<String, Value> data(Map<String, Datum> data) {
    Gathered read = Gathered.of("x", new EvtxWriter().event(1, "Security", SECOND, data).bytes());
    assertThat(reasons(read)).isEmpty();
    return read.logs().getFirst().fields().asMap();
  }

  @Test
  void givesTheSystemSectionTheNamesOfOurOtherWindowsEvents() {
    Gathered read = Gathered.of("x", withEvents(new EvtxWriter(), 4688, 1).bytes());

    LogRecord log = read.logs().getFirst();
    assertThat(log.source()).isEqualTo(new LogSource("windows", "", "security"));
    assertThat(log.time()).isEqualTo(Instant.ofEpochSecond(SECOND + 4688, 123_456_700));
    assertThat(log.fields().asMap())
        .containsEntry("EventID", new Value.Whole(4688))
        .containsEntry("EventRecordID", new Value.Whole(1))
        .containsEntry("Provider_Name", new Value.Text("Some-Provider"))
        .containsEntry("CommandLine", new Value.Text("program number 4688"));
  }

  @Test
  void keepsEveryTypeOfValue() {
    Map<String, Datum> data = new LinkedHashMap<>();
    data.put("signed", Datum.number(7, 4, -5));
    data.put("unsigned", Datum.number(8, 4, -5));
    data.put("huge", Datum.number(0x0A, 8, -1));
    data.put("real", Datum.number(0x0C, 8, Double.doubleToLongBits(0.5)));
    data.put("notANumber", Datum.number(0x0C, 8, Double.doubleToLongBits(Double.NaN)));
    data.put("truth", Datum.number(0x0D, 4, 1));
    data.put("hex", Datum.number(0x14, 4, 0xFFFFFFFEL));
    data.put("hex64", Datum.number(0x15, 8, 0x1EBA8));
    data.put("pointer", Datum.number(0x10, 8, 0x7FF0));
    data.put("binary", new Datum(0x0E, new byte[] {1, (byte) 0xAB}));
    data.put(
        "guid",
        new Datum(0x0F, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
    data.put(
        "account", new Datum(0x13, new byte[] {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0}));
    data.put("ansi", new Datum(2, "caf\u00e9\0".getBytes(StandardCharsets.ISO_8859_1)));
    data.put("nothing", new Datum(0, new byte[0]));
    data.put("empty", Datum.text(""));
    data.put("texts", new Datum(0x81, Datum.text("a\0b\0").bytes()));
    data.put("numbers", new Datum(0x86, new byte[] {1, 0, 2, 0}));

    Map<String, Value> read = data(data);

    assertThat(read)
        .containsEntry("signed", new Value.Whole(-5))
        .containsEntry("unsigned", new Value.Whole(4294967291L))
        .containsEntry("huge", new Value.Text("18446744073709551615"))
        .containsEntry("real", new Value.Real(0.5))
        .containsEntry("notANumber", new Value.Text("NaN"))
        .containsEntry("truth", new Value.Truth(true))
        .containsEntry("hex", new Value.Text("0xfffffffe"))
        .containsEntry("hex64", new Value.Text("0x1eba8"))
        .containsEntry("pointer", new Value.Text("0x7ff0"))
        .containsEntry("binary", new Value.Text("01AB"))
        .containsEntry("guid", new Value.Text("04030201-0605-0807-090A-0B0C0D0E0F10"))
        .containsEntry("account", new Value.Text("S-1-5-32-544"))
        .containsEntry("ansi", new Value.Text("caf\u00e9"))
        .containsEntry("nothing", Value.Nothing.NOTHING)
        .containsEntry("empty", new Value.Text(""))
        .containsEntry("texts", new Value.Many(List.of(new Value.Text("a"), new Value.Text("b"))))
        .containsEntry("numbers", new Value.Many(List.of(new Value.Whole(1), new Value.Whole(2))));
  }

  @Test
  void readsOverTheChunksAndPassesOverUnusedOnes() {
    EvtxWriter log = withEvents(withEvents(new EvtxWriter(), 1, 3).endChunk(), 4, 2).endChunk();
    byte[] bytes = Arrays.copyOf(log.bytes(), FILE_HEADER + 3 * CHUNK);

    Gathered read = Gathered.of("x", bytes);

    assertThat(reasons(read)).isEmpty();
    assertThat(ids(read)).containsExactly("1", "2", "3", "4", "5");
    assertThat(read.consumed).last().isEqualTo("x#5");
  }

  @Test
  void tellsOfAChunkThatDoesNotMatchItsChecksumAndStillReadsIt() {
    byte[] bytes = withEvents(withEvents(new EvtxWriter(), 1, 3).endChunk(), 4, 2).bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("n\0u\0m\0b\0e\0r\0 \0003")] = 'N';

    Gathered read = Gathered.of("x", bytes);

    assertThat(ids(read)).containsExactly("1", "2", "3", "4", "5");
    assertThat(reasons(read))
        .containsExactly(
            "is a chunk whose records do not match their checksum; they are still read");
    assertThat(read.parked.getFirst().byteOffset()).isEqualTo(FILE_HEADER);
  }

  @Test
  void findsTheNextRecordBehindOneThatIsSpoilt() {
    byte[] bytes = withEvents(new EvtxWriter(), 1, 4).bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int second = text.indexOf("**\0\0", text.indexOf("**\0\0") + 1);
    bytes[second + 4]++;

    Gathered read = Gathered.of("x", bytes);

    assertThat(ids(read)).containsExactly("1", "3", "4");
    assertThat(reasons(read)).hasSize(2).last().asString().startsWith("is no whole record");
    assertThat(read.parked.getLast().byteOffset()).isEqualTo(second);
  }

  @Test
  void readsOnBehindTheEndThatAnUntrueHeaderNames() {
    byte[] bytes = withEvents(new EvtxWriter(), 1, 4).bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int third = text.lastIndexOf("**\0\0", text.lastIndexOf("**\0\0") - 1);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(FILE_HEADER + 48, third - FILE_HEADER);

    Gathered read = Gathered.of("x", bytes);

    assertThat(ids(read)).containsExactly("1", "2", "3", "4");
    assertThat(reasons(read)).hasSize(1).first().asString().startsWith("is a chunk whose header");
  }

  @Test
  void tellsOfAChunkThatIsCutOrIsNone() {
    byte[] whole = withEvents(withEvents(new EvtxWriter(), 1, 3).endChunk(), 4, 2).bytes();
    byte[] cut = Arrays.copyOf(whole, whole.length - 40);
    cut[FILE_HEADER] = 'X';

    Gathered read = Gathered.of("x", cut);

    assertThat(ids(read)).containsExactly("4");
    assertThat(reasons(read))
        .startsWith(
            "is no chunk of an event log, and is passed over",
            "is a chunk that is cut; its records are read as far as they are whole")
        .hasSize(3);
  }

  /** A template that names its one value a thousand times, filled with itself, six times over. */
  private static byte[] unfolding() {
    int definition = EvtxChunk.HEADER + EvtxChunk.RECORD_HEADER + 4 + 10;
    ByteBuffer xml = ByteBuffer.allocate(20_000).order(ByteOrder.LITTLE_ENDIAN);
    xml.put((byte) 0x0C).put((byte) 1).putInt(7).putInt(definition);
    xml.putInt(0).put(new byte[16]).putInt(0);
    int body = xml.position();
    xml.put((byte) 1).putShort((short) -1).putInt(0).putInt(definition + 24 + 11);
    xml.putInt(0).putShort((short) 0).putShort((short) 1).putShort((short) 'E').putShort((short) 0);
    xml.put((byte) 2);
    for (int i = 0; i < 1000; i++) {
      xml.put((byte) 0x0E).putShort((short) 0).put((byte) 0x21);
    }
    xml.put((byte) 4).put((byte) 0);
    xml.putInt(body - 4, xml.position() - body);
    byte[] value = new byte[0];
    for (int level = 0; level < 6; level++) {
      ByteBuffer nested = ByteBuffer.allocate(22 + value.length).order(ByteOrder.LITTLE_ENDIAN);
      nested.put((byte) 0x0F).put(new byte[3]);
      nested.put((byte) 0x0C).put((byte) 1).putInt(7).putInt(definition);
      nested.putInt(1).putShort((short) value.length);
      nested.put((byte) (level == 0 ? 1 : 0x21)).put((byte) 0).put(value);
      value = Arrays.copyOf(nested.array(), nested.position());
    }
    xml.putInt(1).putShort((short) value.length).put((byte) 0x21).put((byte) 0).put(value);
    return Arrays.copyOf(xml.array(), xml.position());
  }

  @Test
  void boundsWhatOneRecordUnfoldsTo() {
    byte[] bytes = new EvtxWriter().raw(unfolding()).bytes();

    Gathered read = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Gathered.of("x", bytes));

    assertThat(read.events).isEmpty();
    assertThat(reasons(read)).containsExactly("unfolds to more than 1048576 parts");
  }

  @Test
  void boundsHowDeepElementsLieInOneAnother() {
    ByteBuffer xml = ByteBuffer.allocate(60_000).order(ByteOrder.LITTLE_ENDIAN);
    int name = EvtxChunk.HEADER + EvtxChunk.RECORD_HEADER + 4 + 11;
    for (int i = 0; xml.remaining() > 40; i++) {
      xml.put((byte) 1).putShort((short) -1).putInt(0).putInt(name);
      if (i == 0) {
        xml.putLong(1L << 48).putShort((short) 'E').putShort((short) 0);
      }
      xml.put((byte) 2);
    }

    Gathered read = Gathered.of("x", new EvtxWriter().raw(xml.array()).bytes());

    assertThat(reasons(read)).hasSize(1).first().asString().startsWith("holds a token");
  }

  @Test
  void survivesMutationsAndLosesOnlyWhatTheySpoil() {
    System.out.println("seed " + SEED);
    var chance = new Random(SEED);
    byte[] sample = withEvents(withEvents(new EvtxWriter(), 1, 20).endChunk(), 21, 20).bytes();
    long events = 0;
    int rounds = 3000;
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = sample.clone();
      for (int i = 0; i < 1 + chance.nextInt(6); i++) {
        int used = 512 + 4000;
        int at = FILE_HEADER + (chance.nextBoolean() ? CHUNK : 0) + chance.nextInt(used);
        if (at < bytes.length) {
          bytes[at] = (byte) chance.nextInt(256);
        }
      }
      Gathered read = Gathered.of("x", bytes);
      for (Event event : read.events) {
        assertThat(event.origin().record()).isPositive();
      }
      events += read.events.size();
    }
    assertThat(events / rounds).isGreaterThan(20);
  }
}
