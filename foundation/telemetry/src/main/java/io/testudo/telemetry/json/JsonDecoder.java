package io.testudo.telemetry.json;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes JSON objects, each by the first dialect that it speaks; the dialect of the last object is
 * asked first. An object that a search engine exported within {@code _source} is taken out.
 */
public final class JsonDecoder implements RecordDecoder {

  private final JsonFields reader;
  private final List<Dialect> dialects;
  private Dialect last;

  /** Decodes by these dialects, of which the last must speak everything. */
  public JsonDecoder(JsonFields reader, List<Dialect> dialects) {
    this.reader = reader;
    this.dialects = List.copyOf(dialects);
    this.last = dialects.getFirst();
  }

  @Override
  public Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    FlatObject flat = reader.readFlat(bytes, from, length);
    if (flat != null) {
      return dialect(flat.fields().asMap()).event(origin, flat);
    }
    Map<String, Value> fields = reader.read(bytes, from, length);
    if (fields.get("_source") instanceof Fields source) {
      fields = new LinkedHashMap<>(source.asMap());
    }
    return dialect(fields).event(origin, fields);
  }

  private Dialect dialect(Map<String, Value> fields) {
    if (last != dialects.getLast() && last.speaks(fields)) {
      return last;
    }
    for (Dialect dialect : dialects) {
      if (dialect.speaks(fields)) {
        last = dialect;
        return dialect;
      }
    }
    throw new IllegalStateException("the last dialect must speak everything");
  }

  @Override
  public long replaced() {
    return reader.replaced();
  }
}
