package io.testudo.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event from JSON: flat, nested (with dots), or in the form of evtx_dump. */
final class JsonEvent implements SigmaEvent {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, List<FieldValue>> fields = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private LogSource declared = LogSource.ANY;

  private JsonEvent() {}

  /** An event with the fields of a JSON object. */
  static JsonEvent of(String json) {
    return of(JSON.readTree(json));
  }

  static JsonEvent of(JsonNode node) {
    var event = new JsonEvent();
    if (node.path("Event").isObject()) {
      event.addEvtx(node.path("Event"));
    } else {
      event.add("", node);
    }
    return event;
  }

  JsonEvent declaring(LogSource source) {
    declared = source;
    return this;
  }

  private void addEvtx(JsonNode event) {
    for (var entry : event.path("System").properties()) {
      JsonNode value = entry.getValue();
      if (value.isObject() && value.has("#text")) {
        add(entry.getKey(), value.path("#text"));
      } else if (value.isObject()) {
        for (var attribute : value.path("#attributes").properties()) {
          add(entry.getKey() + "_" + attribute.getKey(), attribute.getValue());
        }
      } else {
        add(entry.getKey(), value);
      }
    }
    addData(event.path("EventData"));
    for (var entry : event.path("UserData").properties()) {
      addData(entry.getValue());
    }
  }

  private void addData(JsonNode data) {
    for (var entry : data.properties()) {
      if (!entry.getKey().equals("#attributes")) {
        add(entry.getKey(), entry.getValue());
      }
    }
  }

  private void add(String name, JsonNode node) {
    if (node.isObject()) {
      for (var entry : node.properties()) {
        add(name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), entry.getValue());
      }
    } else if (node.isArray()) {
      node.forEach(item -> add(name, item));
    } else {
      names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value(node));
    }
  }

  private static FieldValue value(JsonNode node) {
    if (node.isNull()) {
      return new FieldValue.Nothing();
    }
    if (node.isBoolean()) {
      return new FieldValue.Flag(node.booleanValue());
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return new FieldValue.Whole(node.longValue());
    }
    return node.isNumber()
        ? new FieldValue.Decimal(node.doubleValue())
        : new FieldValue.Text(node.asString());
  }

  @Override
  public List<FieldValue> values(String field) {
    List<FieldValue> values = fields.get(field);
    if (values != null) {
      return values;
    }
    String name = names.get(field.toLowerCase(Locale.ROOT));
    return name == null ? List.of() : fields.getOrDefault(name, List.of());
  }

  @Override
  public Iterable<String> texts() {
    return fields.values().stream().flatMap(List::stream).map(FieldValue::asText).toList();
  }

  @Override
  public LogSource declaredSource() {
    return declared;
  }
}
