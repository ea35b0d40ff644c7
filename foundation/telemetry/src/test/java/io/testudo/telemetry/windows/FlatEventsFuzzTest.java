package io.testudo.telemetry.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.json.FlatObject;
import io.testudo.telemetry.json.JsonFields;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects whose values are decoded late say what those say that are decoded at once. */
class FlatEventsFuzzTest {

  private static final long SEED = Long.getLong("seed", 20_261_125L);
  private static final Origin ORIGIN = new Origin("s", "i", 1);

  private static final List<String> NAMES =
      List.of(
          "EventID",
          "EventId",
          "event_id",
          "Channel",
          "LogName",
          "SourceName",
          "Provider",
          "Hostname",
          "Computer",
          "UtcTime",
          "EventTime",
          "@timestamp",
          "Message",
          "Data",
          "EventData",
          "CommandLine",
          "tags",
          "Straße");

  private static final List<String> VALUES =
      List.of(
          "4688",
          "\"4688\"",
          "-0",
          "0",
          "007",
          "1.50",
          "1e3",
          "1e999",
          "12345678901234567890",
          "-9223372036854775808",
          "true",
          "false",
          "null",
          "nul",
          "\"\"",
          "\"Security\"",
          "\"Windows PowerShell\"",
          "\"Linux-Sysmon\"",
          "\"C:\\\\Windows\\\\cmd.exe \\\"x\\\" \\/ \\b\\f\\n\\r\\t\"",
          "\"\\u0041\\uD83D\\uDE00\\uD83D\"",
          "\"\\u00zz\"",
          "\"\\x\"",
          "\"é☺\uD83D\uDE00 eight bytes and more\"",
          "\"a\tb\"",
          "\"2024-05-01 10:00:00.123\"",
          "\"2024-05-01T10:00:05Z\"",
          "[\"a\", \"b\\\\\", 1, null, true ]",
          "[]",
          "[[1]]",
          "{}",
          "{\"#text\": 1}",
          "[1,]",
          "+1",
          ".5",
          "1.",
          "-");

  @Test
  void saysTheSameAsWhenAllIsDecoded() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var reader = new JsonFields(64, 1 << 20);
    var windows = new WindowsJson(reader, ZoneOffset.ofHours(2));
    int flat = 0;
    int events = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = object(random);
      reader.readFlat(bytes, 0, bytes.length);
      FlatObject object = reader.readFlat(bytes, 0, bytes.length);
      Map<String, Value> decoded = decoded(reader, bytes);
      if (object == null) {
        continue;
      }
      flat++;
      assertThat(decoded).as(new String(bytes, StandardCharsets.UTF_8)).isNotNull();
      assertThat(new ArrayList<>(object.fields().asMap().entrySet()))
          .isEqualTo(new ArrayList<>(decoded.entrySet()));
      assertThat(object.fields().asMap()).hasSameHashCodeAs(decoded).hasToString("" + decoded);
      events += sameEvent(windows, object, decoded) ? 1 : 0;
    }
    assertThat(flat).isGreaterThan(8_000);
    assertThat(events).isGreaterThan(800);
  }

  private static @Nullable Map<String, Value> decoded(JsonFields reader, byte[] bytes) {
    try {
      return reader.read(bytes, 0, bytes.length);
    } catch (MalformedRecordException e) {
      return null;
    }
  }

  private static boolean sameEvent(
      WindowsJson windows, FlatObject object, Map<String, Value> decoded) {
    Event expected = null;
    String reason = "";
    try {
      expected = windows.event(ORIGIN, new LinkedHashMap<>(decoded));
    } catch (MalformedRecordException e) {
      reason = e.reason();
    }
    try {
      Event event = windows.event(ORIGIN, object);
      assertThat(event).isEqualTo(expected);
      if (event instanceof LogRecord log && expected instanceof LogRecord other) {
        assertThat(List.copyOf(log.fields().asMap().keySet()))
            .isEqualTo(List.copyOf(other.fields().asMap().keySet()));
      }
      return true;
    } catch (MalformedRecordException e) {
      assertThat(e.reason()).isEqualTo(reason);
      return false;
    }
  }

  private static byte[] object(RandomGenerator random) {
    var json = new StringBuilder("{");
    boolean windows = random.nextInt(3) > 0;
    if (windows) {
      json.append("\"EventID\":1,\"Channel\":").append(VALUES.get(14 + random.nextInt(4)));
      json.append(",\"UtcTime\":\"2024-05-01 10:00:00.123\"");
    }
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      json.append(i > 0 || windows ? "," : "").append(random.nextInt(4) == 0 ? " " : "");
      json.append('"').append(NAMES.get((windows ? 4 : 0) + random.nextInt(windows ? 13 : 18)));
      json.append("\":").append(random.nextInt(4) == 0 ? "\n" : "");
      int kind = random.nextInt(3);
      json.append(
          kind == 0
              ? VALUES.get(random.nextInt(VALUES.size()))
              : VALUES.get(14 + random.nextInt(13)));
    }
    json.append("} ");
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
