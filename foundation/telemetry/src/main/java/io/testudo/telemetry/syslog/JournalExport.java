package io.testudo.telemetry.syslog;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes the entries that {@link JournalRecords} cuts. */
public final class JournalExport implements RecordDecoder {

  private static final int MOST_VALUES = 1000;

  private final JournalEntry entries;
  private long replaced;
  private boolean isReplaced;

  /** Decodes entries, once their fields are known, as {@code entries} does. */
  public JournalExport(JournalEntry entries) {
    this.entries = entries;
  }

  @Override
  public Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    isReplaced = false;
    Map<String, Value> fields = new LinkedHashMap<>();
    int to = from + length;
    int at = from;
    while (at < to) {
      at = field(bytes, at, to, fields);
    }
    replaced += isReplaced ? 1 : 0;
    return entries.event(origin, fields);
  }

  private int field(byte[] bytes, int from, int to, Map<String, Value> fields)
      throws MalformedRecordException {
    int equals = -1;
    int end = from;
    while (end < to && bytes[end] != '\n') {
      equals = equals < 0 && bytes[end] == '=' ? end : equals;
      end++;
    }
    if (end == to && equals < 0) {
      throw new MalformedRecordException("ends within a field");
    }
    if (equals >= 0) {
      put(fields, text(bytes, from, equals), text(bytes, equals + 1, end));
      return end + 1;
    }
    int data = end + 1 + JournalRecords.LENGTH_BYTES;
    long length = data > to ? -1 : JournalRecords.fieldLength(bytes, end + 1);
    if (length < 0 || data + length >= to || bytes[data + (int) length] != '\n') {
      throw new MalformedRecordException(
          "holds a field whose length does not fit: "
              + text(bytes, from, Math.min(end, from + 64)));
    }
    put(fields, text(bytes, from, end), text(bytes, data, data + (int) length));
    return data + (int) length + 1;
  }

  private static void put(Map<String, Value> fields, String name, String text)
      throws MalformedRecordException {
    if (name.isEmpty()) {
      throw new MalformedRecordException("holds a field without a name");
    }
    Value before = fields.putIfAbsent(name, new Value.Text(text));
    if (before == null) {
      return;
    }
    List<Value> all =
        new ArrayList<>(before instanceof Value.Many many ? many.values() : List.of(before));
    if (all.size() == MOST_VALUES) {
      throw new MalformedRecordException("holds too many fields of one name");
    }
    all.add(new Value.Text(text));
    fields.put(name, new Value.Many(all));
  }

  private String text(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      isReplaced = true;
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
  }

  @Override
  public long replaced() {
    return replaced;
  }
}
