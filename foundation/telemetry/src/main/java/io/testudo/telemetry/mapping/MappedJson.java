package io.testudo.telemetry.mapping;

import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.util.List;
import java.util.Map;

/**
 * JSON objects by a mapping: those that have what tells the time and at least one of the columns
 * that are mapped.
 */
public final class MappedJson implements Dialect {

  private final Mapping mapping;
  private final MappedRecord record;

  private MappedJson(Mapping mapping) {
    this.mapping = mapping;
    this.record = new MappedRecord(mapping);
  }

  /** The dialects that an item of this name may speak by these mappings. */
  public static List<Dialect> of(List<Mapping> mappings, String item) {
    return mappings.stream()
        .filter(mapping -> mapping.shape() instanceof Mapping.Json && mapping.isAbout(item))
        .<Dialect>map(MappedJson::new)
        .toList();
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    Fields all = Fields.of(fields);
    return mapping.time().columns().stream().allMatch(column -> all.find(column) != null)
        && mapping.fields().keySet().stream().anyMatch(column -> all.find(column) != null);
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    return record.event(origin, fields);
  }
}
