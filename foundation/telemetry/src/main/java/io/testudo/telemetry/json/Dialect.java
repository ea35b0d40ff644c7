package io.testudo.telemetry.json;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the fields of a JSON object mean when a certain program wrote it. */
public interface Dialect {

  /** Whether this object speaks it, told by its field names. */
  boolean speaks(Map<String, Value> fields);

  /**
   * The event that the object tells of.
   *
   * @param fields the object's fields; becomes the dialect's to change
   */
  Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException;

  /** The event that an object tells of whose values are not decoded yet. */
  default Event event(Origin origin, FlatObject object) throws MalformedRecordException {
    return event(origin, new LinkedHashMap<>(object.fields().asMap()));
  }
}
