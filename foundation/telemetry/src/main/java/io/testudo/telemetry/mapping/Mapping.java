package io.testudo.telemetry.mapping;

import io.testudo.vocabulary.event.LogSource;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator declares of a log that no format of ours knows: where its columns go.
 *
 * @param shape how its records are written
 * @param items which items it is about, a pattern like {@code fw-*.csv} over the last part of their
 *     names; empty if the content tells
 * @param source what wrote the log
 * @param time when a record happened
 * @param host the column that names the machine; empty if none does
 * @param fields our field for each column; a column of JSON may be a dotted path
 * @param others what happens to columns that {@code fields} does not name
 */
public record Mapping(
    Shape shape,
    String items,
    LogSource source,
    MappedTime time,
    String host,
    Map<String, String> fields,
    Others others) {

  public Mapping {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("fields (" + fields + ") of Mapping must not be empty");
    }
  }

  /** How records are written. */
  public sealed interface Shape {}

  /** JSON objects. */
  public record Json() implements Shape {}

  /**
   * Lines of separated values, quoted where need be (RFC 4180).
   *
   * @param separator what separates them
   * @param columns the names of the columns; empty if the first line names them
   */
  public record Csv(char separator, List<String> columns) implements Shape {
    public Csv {
      columns = List.copyOf(columns);
      if (separator == '"' || separator == '\n' || separator == '\r' || separator > 127) {
        throw new IllegalArgumentException(
            "separator (" + separator + ") of Csv must be an ASCII character and no quote");
      }
    }
  }

  /** What happens to columns that have no field of ours. */
  public enum Others {
    /** They stay under their own names. */
    KEPT,
    /** They are left out. */
    DROPPED
  }

  /** Whether an item of this name may be of this mapping. */
  boolean isAbout(String item) {
    if (items.isEmpty()) {
      return true;
    }
    String name = item.substring(Math.max(item.lastIndexOf('/'), item.lastIndexOf('!')) + 1);
    return FileSystems.getDefault()
        .getPathMatcher("glob:" + items)
        .matches(Path.of(name.replace('\0', '?')));
  }
}
