package io.testudo.telemetry.mapping;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes separated values by a mapping. Whole numbers become numbers, empty values are left out.
 */
public final class MappedCsv implements RecordDecoder {

  private final Mapping.Csv shape;
  private final MappedRecord record;
  private List<String> columns;
  private long replaced;

  /** Decodes records of this mapping, which must be one of separated values. */
  public MappedCsv(Mapping mapping) {
    if (!(mapping.shape() instanceof Mapping.Csv csv)) {
      throw new IllegalArgumentException("mapping (" + mapping + ") of MappedCsv must be of Csv");
    }
    this.shape = csv;
    this.record = new MappedRecord(mapping);
    this.columns = csv.columns();
  }

  /**
   * The mapping that an item is of: the first whose pattern its name fits, else whose columns are
   * all named in its first line; null if there is none.
   *
   * @param head the item's first characters
   */
  public static @Nullable Mapping of(List<Mapping> mappings, String item, String head) {
    for (Mapping mapping : mappings) {
      if (mapping.shape() instanceof Mapping.Csv csv && mapping.isAbout(item)) {
        boolean isTold = !mapping.items().isEmpty();
        if (isTold || isHeader(mapping, csv, head)) {
          return mapping;
        }
      }
    }
    return null;
  }

  private static boolean isHeader(Mapping mapping, Mapping.Csv csv, String head) {
    try {
      Set<String> named =
          new HashSet<>(names(head.lines().findFirst().orElse(""), csv.separator()));
      return named.containsAll(mapping.time().columns())
          && named.containsAll(mapping.fields().keySet())
          && (mapping.host().isEmpty() || named.contains(mapping.host()));
    } catch (MalformedRecordException e) {
      return false;
    }
  }

  private static List<String> names(String line, char separator) throws MalformedRecordException {
    return CsvLine.values(line, separator).stream().map(String::strip).toList();
  }

  @Override
  public void pass(byte[] bytes, int from, int length) {
    if (columns.isEmpty()) {
      try {
        columns = names(text(bytes, from, length), shape.separator());
      } catch (MalformedRecordException e) {
        // It was told when it was first read.
      }
    }
  }

  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    String text = text(bytes, from, length);
    if (columns.isEmpty()) {
      columns = names(text, shape.separator());
      return null;
    }
    List<String> values = CsvLine.values(text, shape.separator());
    if (values.size() != columns.size()) {
      throw new MalformedRecordException(
          "has a number of columns that differs: "
              + values.size()
              + " instead of "
              + columns.size());
    }
    Map<String, Value> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).isEmpty()) {
        named.putIfAbsent(columns.get(i), value(values.get(i)));
      }
    }
    return record.event(origin, named);
  }

  private static Value value(String text) {
    return text.matches("0|-?[1-9][0-9]{0,17}")
        ? new Value.Whole(Long.parseLong(text))
        : new Value.Text(text);
  }

  private String text(byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      replaced++;
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
  }

  @Override
  public long replaced() {
    return replaced;
  }
}
