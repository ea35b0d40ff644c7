package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a record, which notes those that found an attribute. */
final class RecordFields {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LogRecord record;
  private final Set<String> mapped = new HashSet<>();

  RecordFields(LogRecord record) {
    this.record = record;
  }

  LogRecord record() {
    return record;
  }

  /** The text of a field, or null where it is not there, empty, or {@code -}. */
  @Nullable String text(String name) {
    Value value = record.fields().find(name);
    if (value == null || value instanceof Fields || value instanceof Value.Many) {
      return null;
    }
    String text = value.toString();
    if (text.isEmpty() || text.equals("-")) {
      return null;
    }
    mapped.add(name);
    return text;
  }

  /** The number of a field, also one in hexadecimal after {@code 0x}; null where there is none. */
  @Nullable Long whole(String name) {
    Value value = record.fields().find(name);
    Long number = null;
    if (value instanceof Value.Whole whole) {
      number = whole.number();
    } else if (value instanceof Value.Text text) {
      number = parsed(text.text());
    }
    if (number != null) {
      mapped.add(name);
    }
    return number;
  }

  private static @Nullable Long parsed(String text) {
    if (text.matches("[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    return text.matches("0x[0-9A-Fa-f]{1,15}") ? Long.valueOf(text.substring(2), 16) : null;
  }

  /** The number of a field if it is at least 0 and at most {@code most}. */
  @Nullable Long whole(String name, long most) {
    Long number = whole(name);
    if (number != null && number >= 0 && number <= most) {
      return number;
    }
    mapped.remove(name);
    return null;
  }

  /** An endpoint with what is there of an address, a host name and a port. */
  OcsfObject endpoint(String address, String host, String port) {
    OcsfObject endpoint = OcsfObject.empty();
    String text = address.isEmpty() ? null : text(address);
    if (text != null) {
      IpAddress ip = IpAddress.parseOrNull(text);
      if (ip == null) {
        endpoint.set("name", text);
      } else {
        endpoint.set("ip", ip.toString());
      }
    }
    endpoint.setIfKnown("hostname", host.isEmpty() ? null : text(host));
    if (!endpoint.isEmpty() && !port.isEmpty()) {
      endpoint.setIfKnown("port", whole(port, 65535));
    }
    return endpoint;
  }

  /** Says that a field found an attribute by other means. */
  void map(String name) {
    mapped.add(name);
  }

  /** Keeps under {@code unmapped} what found no attribute. */
  void putUnmapped(OcsfEvent event) {
    record
        .fields()
        .asMap()
        .forEach(
            (name, value) -> {
              JsonNode rest = rest(name, value);
              if (!mapped.contains(name) && !(rest.isObject() && rest.isEmpty())) {
                event.unmapped(name, rest);
              }
            });
  }

  private JsonNode rest(String path, Value value) {
    return switch (value) {
      case Value.Text text -> JSON.stringNode(text.text());
      case Value.Whole whole -> JSON.numberNode(whole.number());
      case Value.Real real -> JSON.numberNode(real.number());
      case Value.Truth truth -> JSON.booleanNode(truth.holds());
      case Value.Nothing nothing -> JSON.nullNode();
      case Value.Many many -> {
        ArrayNode array = JSON.arrayNode();
        many.values().forEach(member -> array.add(rest(path + "[]", member)));
        yield array;
      }
      case Fields fields -> {
        ObjectNode object = JSON.objectNode();
        fields
            .asMap()
            .forEach(
                (name, member) -> {
                  if (!mapped.contains(path + "." + name)) {
                    object.set(name, rest(path + "." + name, member));
                  }
                });
        yield object;
      }
    };
  }
}
