package io.testudo.telemetry.schema;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a schema calls the fields that rules of one log source ask for. */
final class SchemaNames {

  private record Name(String ours, List<String> paths) {}

  private final List<Name> names;

  private SchemaNames(List<Name> names) {
    this.names = names;
  }

  /**
   * Reads a table.
   *
   * @param lines our name, followed by paths of the schema of which the first that is there counts,
   *     separated by spaces; one field a line
   */
  static SchemaNames of(String lines) {
    return new SchemaNames(
        lines
            .lines()
            .map(line -> Arrays.asList(line.strip().split(" +")))
            .map(words -> new Name(words.getFirst(), words.subList(1, words.size())))
            .toList());
  }

  /** The fields of a document under our names. */
  Map<String, Value> read(Fields document) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Name name : names) {
      for (String path : name.paths()) {
        Value value = plain(document.find(path));
        if (value != Value.Nothing.NOTHING) {
          fields.put(name.ours(), value);
          break;
        }
      }
    }
    return fields;
  }

  /** A value that is one; of a list of one its member. */
  private static Value plain(@Nullable Value value) {
    if (value instanceof Value.Many many && many.values().size() == 1) {
      return plain(many.values().getFirst());
    }
    return value == null
            || value instanceof Fields
            || (value instanceof Value.Text text
                && (text.text().isEmpty() || text.text().equals("-")))
        ? Value.Nothing.NOTHING
        : value;
  }
}
