package io.testudo.intrusion.record;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Value;
import java.util.List;

/**
 * The fields of a Windows event by their plain names, wherever the collector put them: flat, as
 * {@code evtx_dump} nests them, or as winlogbeat does.
 */
public final class WindowsFields {

  private static final List<String> PLACES =
      List.of(
          "", "Event.EventData.", "Event.System.", "winlog.event_data.", "EventData.", "winlog.");

  private final Fields fields;

  public WindowsFields(LogRecord log) {
    this.fields = log.fields();
  }

  /** The text of this field, or the empty string. */
  public String text(String name) {
    for (String place : PLACES) {
      Value value = fields.find(place + name);
      if (value instanceof Fields nested) {
        Value text = nested.get("#text");
        if (text != null) {
          return text.toString();
        }
      } else if (value != null) {
        return value.toString();
      }
    }
    return "";
  }

  /** The event's number, or −1. */
  public int eventId() {
    for (String name : List.of("EventID", "event_id", "EventCode")) {
      String text = text(name);
      if (!text.isEmpty() && text.length() <= 6 && text.chars().allMatch(Character::isDigit)) {
        return Integer.parseInt(text);
      }
    }
    String coded = fields.text("event.code");
    return !coded.isEmpty() && coded.length() <= 6 && coded.chars().allMatch(Character::isDigit)
        ? Integer.parseInt(coded)
        : -1;
  }

  /** The channel, in its own spelling; empty if unknown. */
  public String channel() {
    return text("Channel").isEmpty() ? text("channel") : text("Channel");
  }
}
