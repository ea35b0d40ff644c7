package io.testudo.telemetry.windows;

import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.json.FlatObject;
import io.testudo.telemetry.json.JsonFields;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Windows events as JSON in four forms: that of evtx_dump ({@code Event}), of Winlogbeat 7 and
 * later ({@code winlog}), of Winlogbeat before ({@code event_id}, {@code log_name}), and flat
 * ({@code EventID}, {@code Channel}), as NXLog, Logstash and Azure write it.
 *
 * <p>All give the same names: {@code EventID} as a whole number, {@code Channel}, {@code Computer},
 * {@code Provider_Name} and the other parts of the event's system section as {@link SystemNames}
 * lists them, and the event's own data at the top level under their original names ({@code Image},
 * {@code TargetUserName} …), data without names as {@code Data}. Event data whose name a system
 * field has is kept as {@code EventData.NAME}. What else a collector wrote stays as it was.
 */
public final class WindowsJson implements Dialect {

  private final JsonFields reader;
  private final ZoneId zone;
  private final FlatForms forms = new FlatForms();

  /**
   * Reads events.
   *
   * @param reader reads event data that is JSON within a string
   * @param zone the zone of times that name none and cannot be told otherwise
   */
  public WindowsJson(JsonFields reader, ZoneId zone) {
    this.reader = reader;
    this.zone = zone;
  }

  @Override
  public boolean speaks(Map<String, Value> fields) {
    if (fields.get("Event") instanceof Fields event && event.get("System") instanceof Fields) {
      return true;
    }
    if (fields.get("winlog") instanceof Fields || fields.containsKey("winlog.event_id")) {
      return true;
    }
    if (fields.containsKey("event_id")) {
      return fields.containsKey("log_name") || fields.containsKey("event_data");
    }
    return (fields.containsKey("EventID") || fields.containsKey("EventId"))
        && (fields.containsKey("Channel")
            || fields.containsKey("SourceName")
            || fields.containsKey("ProviderName")
            || fields.containsKey("Provider_Name")
            || fields.containsKey("Provider")
            || fields.containsKey("LogName"));
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    Map<String, Value> flat = new LinkedHashMap<>();
    if (fields.get("Event") instanceof Fields event && event.get("System") instanceof Fields) {
      flattenDump(event, flat);
    } else if (fields.get("winlog") instanceof Fields || fields.containsKey("winlog.event_id")) {
      flattenWinlog(fields, flat);
    } else if (fields.containsKey("event_id")) {
      flattenBeat(fields, flat);
    } else {
      flattenFlat(fields, flat);
    }
    return record(origin, flat);
  }

  @Override
  public Event event(Origin origin, FlatObject object) throws MalformedRecordException {
    FlatEvents form = forms.of(object.layout());
    return form == null
        ? event(origin, new LinkedHashMap<>(object.fields().asMap()))
        : form.event(origin, object, zone);
  }

  /** The event whose XML is {@code xml}. */
  public Event ofXml(Origin origin, String xml) throws MalformedRecordException {
    if (!(EventXml.read(xml).get("Event") instanceof Fields event)
        || !(event.get("System") instanceof Fields)) {
      throw new MalformedRecordException("is not the XML of an event");
    }
    return ofDump(origin, event);
  }

  /** The event with these sections, in the form that evtx_dump gives them. */
  public Event ofDump(Origin origin, Fields event) throws MalformedRecordException {
    Map<String, Value> flat = new LinkedHashMap<>();
    flattenDump(event, flat);
    return record(origin, flat);
  }

  private LogRecord record(Origin origin, Map<String, Value> flat) throws MalformedRecordException {
    Value id = whole(flat.get("EventID"));
    if (id == null) {
      throw new MalformedRecordException("has no whole number as EventID");
    }
    flat.put("EventID", id);
    Instant time = WindowsTime.of(flat, zone);
    if (time == null) {
      throw new MalformedRecordException("has no valid time");
    }
    String channel = text(flat.get("Channel"));
    if (!flat.containsKey("Data") && isClassic(channel)) {
      Value message = flat.get("Message");
      if (message != null) {
        flat.put("Data", message);
      }
    }
    LogSource source = source(channel, text(flat.get("Provider_Name")));
    return new LogRecord(origin, time, source, text(flat.get("Computer")), Fields.of(flat));
  }

  /** What wrote an event of this channel and provider. */
  static LogSource source(String channel, String provider) {
    return provider.equals("Linux-Sysmon")
        ? new LogSource("linux", "", "sysmon")
        : new LogSource("windows", "", channel.toLowerCase(Locale.ROOT));
  }

  /** Channels whose events have data without names, which their message spells out. */
  static boolean isClassic(String channel) {
    return channel.equalsIgnoreCase("Windows PowerShell")
        || channel.equalsIgnoreCase("Application");
  }

  private void flattenDump(Fields event, Map<String, Value> flat) throws MalformedRecordException {
    if (event.get("System") instanceof Fields system) {
      system
          .asMap()
          .forEach(
              (name, value) -> {
                if (value instanceof Fields parts) {
                  SystemNames.putParts(name, parts, flat);
                } else if (value != Value.Nothing.NOTHING) {
                  flat.put(name, value);
                }
              });
    }
    for (Map.Entry<String, Value> section : event.asMap().entrySet()) {
      switch (section.getKey()) {
        case "System", "#attributes" -> {}
        case "EventData" -> putData(section.getValue(), flat);
        case "UserData" -> putUserData(section.getValue(), flat);
        default -> flat.putIfAbsent(section.getKey(), section.getValue());
      }
    }
  }

  private void flattenWinlog(Map<String, Value> fields, Map<String, Value> flat)
      throws MalformedRecordException {
    Map<String, Value> winlog = new LinkedHashMap<>();
    Map<String, Value> data = new LinkedHashMap<>();
    if (fields.get("winlog") instanceof Fields nested) {
      winlog.putAll(nested.asMap());
    }
    fields.forEach(
        (name, value) -> {
          if (name.startsWith("winlog.event_data.")) {
            data.put(name.substring("winlog.event_data.".length()), value);
          } else if (name.startsWith("winlog.")) {
            winlog.put(name.substring("winlog.".length()), value);
          }
        });
    Value eventData = winlog.remove("event_data");
    Value userData = winlog.remove("user_data");
    SystemNames.putBeat(winlog, flat);
    Fields kept = Fields.of(fields);
    if (!flat.containsKey("EventID") && kept.find("event.code") != null) {
      flat.put("EventID", new Value.Text(kept.text("event.code")));
    }
    if (eventData != null) {
      putData(eventData, flat);
    }
    putData(Fields.of(data), flat);
    if (userData != null) {
      putUserData(userData, flat);
    }
    fields.forEach(
        (name, value) -> {
          if (name.equals("message")) {
            flat.putIfAbsent("Message", value);
          } else if (!name.equals("winlog") && !name.startsWith("winlog.")) {
            flat.putIfAbsent(name, value);
          }
        });
    gatherParameters(flat);
  }

  private void flattenBeat(Map<String, Value> fields, Map<String, Value> flat)
      throws MalformedRecordException {
    SystemNames.putBeat(fields, flat);
    if (fields.get("event_data") instanceof Fields data) {
      putData(data, flat);
    }
    if (fields.get("user_data") instanceof Fields data) {
      putUserData(data, flat);
    }
    fields.forEach(
        (name, value) -> {
          if (name.equals("message")) {
            flat.putIfAbsent("Message", value);
          } else if (!name.equals("event_data") && !name.equals("user_data")) {
            flat.putIfAbsent(name, value);
          }
        });
    gatherParameters(flat);
  }

  /** Winlogbeat calls data without names {@code param1}, {@code param2} … */
  private static void gatherParameters(Map<String, Value> flat) {
    if (!flat.containsKey("param1") || flat.containsKey("Data")) {
      return;
    }
    List<Value> data = new ArrayList<>();
    for (int i = 1; flat.get("param" + i) instanceof Value value; i++) {
      data.add(value);
    }
    flat.put("Data", new Value.Many(data));
  }

  private void flattenFlat(Map<String, Value> fields, Map<String, Value> flat)
      throws MalformedRecordException {
    flat.putAll(fields);
    SystemNames.addMissing(flat);
    Value data = flat.get("EventData");
    if (data instanceof Fields || data instanceof Value.Text) {
      flat.remove("EventData");
      putData(data, flat);
    }
    if (flat.get("UserData") instanceof Fields userData) {
      putUserData(userData, flat);
    }
  }

  private void putData(Value data, Map<String, Value> flat) throws MalformedRecordException {
    switch (data) {
      case Fields fields -> fields.asMap().forEach((name, value) -> putDatum(name, value, flat));
      case Value.Text text when text.text().startsWith("{") ->
          reader.read(text.text()).forEach((name, value) -> putDatum(name, value, flat));
      case Value.Text text when text.text().startsWith("<EventData") -> {
        if (EventXml.read(text.text()).get("EventData") instanceof Fields fields) {
          fields.asMap().forEach((name, value) -> putDatum(name, value, flat));
        }
      }
      case Value.Nothing nothing -> {}
      default -> flat.putIfAbsent("Data", data);
    }
  }

  private static void putDatum(String name, Value value, Map<String, Value> flat) {
    if (name.equals("#attributes")) {
      return;
    }
    Value plain = value;
    if (value instanceof Fields parts) {
      Value text = parts.get("#text");
      plain = text == null ? value : text;
    }
    flat.put(flat.containsKey(name) ? "EventData." + name : name, plain);
  }

  private static void putUserData(Value data, Map<String, Value> flat) {
    if (data instanceof Fields fields) {
      fields
          .asMap()
          .forEach(
              (name, value) -> {
                if (value instanceof Fields parts) {
                  parts.asMap().forEach((part, datum) -> putDatum(part, datum, flat));
                } else {
                  putDatum(name, value, flat);
                }
              });
    }
  }

  static @Nullable Value whole(@Nullable Value value) {
    if (value instanceof Fields parts) {
      return whole(parts.get("#text"));
    }
    if (value instanceof Value.Text text && text.text().matches("[0-9]{1,9}")) {
      return new Value.Whole(Long.parseLong(text.text()));
    }
    return value instanceof Value.Whole ? value : null;
  }

  static String text(@Nullable Value value) {
    return value == null ? "" : value.toString();
  }
}
