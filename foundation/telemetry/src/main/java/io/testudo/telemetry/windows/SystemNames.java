package io.testudo.telemetry.windows;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Layout;
import io.testudo.vocabulary.event.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the parts of an event's system section are called, here and by each collector. */
final class SystemNames {

  /** Our name, followed by what collectors call it. */
  private static final List<List<String>> FLAT =
      List.of(
          List.of("EventID", "EventId"),
          List.of("Channel", "LogName", "log_name"),
          List.of("Provider_Name", "SourceName", "ProviderName", "Provider", "EventSourceName"),
          List.of("Provider_Guid", "ProviderGuid"),
          List.of("Computer", "Hostname", "MachineName", "HostName"),
          List.of("EventRecordID", "RecordNumber", "RecordId"),
          List.of("Execution_ProcessID", "ExecutionProcessID"),
          List.of("Execution_ThreadID", "ThreadID"));

  /** Winlogbeat's name, followed by ours. */
  private static final List<List<String>> BEAT =
      List.of(
          List.of("event_id", "EventID"),
          List.of("channel", "Channel"),
          List.of("log_name", "Channel"),
          List.of("provider_name", "Provider_Name"),
          List.of("source_name", "Provider_Name"),
          List.of("provider_guid", "Provider_Guid"),
          List.of("computer_name", "Computer"),
          List.of("record_id", "EventRecordID"),
          List.of("record_number", "EventRecordID"),
          List.of("version", "Version"),
          List.of("level", "Level"),
          List.of("task", "Task"),
          List.of("opcode", "Opcode"),
          List.of("keywords", "Keywords"),
          List.of("process_id", "Execution_ProcessID"),
          List.of("thread_id", "Execution_ThreadID"),
          List.of("activity_id", "Correlation_ActivityID"));

  private SystemNames() {}

  /** Adds our names to a flat event where it has only a collector's. */
  static void addMissing(Map<String, Value> flat) {
    for (List<String> names : FLAT) {
      String ours = names.getFirst();
      for (int i = 1; i < names.size() && !flat.containsKey(ours); i++) {
        if (flat.get(names.get(i)) instanceof Value value && !(value instanceof Fields)) {
          flat.put(ours, value);
        }
      }
    }
  }

  /** Our names that a flat event lacks where it has a collector's, each with that. */
  static Map<String, String> missing(Layout layout) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (List<String> names : FLAT) {
      String ours = names.getFirst();
      for (int i = 1; i < names.size(); i++) {
        boolean known = layout.position(ours) >= 0 || missing.containsKey(ours);
        if (!known && layout.position(names.get(i)) >= 0) {
          missing.put(ours, names.get(i));
        }
      }
    }
    return missing;
  }

  /** Puts what Winlogbeat says of the system section under our names. */
  static void putBeat(Map<String, Value> winlog, Map<String, Value> flat) {
    for (List<String> names : BEAT) {
      Value value = winlog.get(names.getFirst());
      if (value != null && !(value instanceof Fields)) {
        flat.putIfAbsent(names.getLast(), value);
      }
    }
    winlog.forEach(
        (name, value) -> {
          if (BEAT.stream().noneMatch(names -> names.getFirst().equals(name))) {
            flat.putIfAbsent("winlog." + name, value);
          }
        });
  }

  /**
   * Puts the attributes of a system element as {@code ELEMENT_ATTRIBUTE} ({@code Provider_Name},
   * {@code Execution_ProcessID}, {@code Security_UserID}, {@code TimeCreated_SystemTime}) and its
   * text under its own name.
   */
  static void putParts(String element, Fields parts, Map<String, Value> flat) {
    parts
        .asMap()
        .forEach(
            (name, value) -> {
              if (name.equals("#attributes") && value instanceof Fields attributes) {
                attributes
                    .asMap()
                    .forEach((attribute, text) -> flat.put(element + "_" + attribute, text));
              } else if (name.equals("#text")) {
                flat.put(element, value);
              } else {
                flat.put(element + "_" + name, value);
              }
            });
  }
}
