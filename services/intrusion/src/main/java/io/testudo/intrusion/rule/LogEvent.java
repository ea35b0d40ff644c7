package io.testudo.intrusion.rule;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.pattern.FoldedBytes;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Layout;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record as Sigma rules ask for it: by path, by plain name where a Windows collector nested
 * it, and without regard to case where the exact spelling is not there.
 */
public final class LogEvent implements SigmaEvent {

  private static final int MOST_VALUES = 256;
  private static final int MOST_TEXTS = 1024;
  private static final int MOST_DEPTH = 16;
  private static final List<String> WINDOWS_PLACES =
      List.of("Event.EventData", "Event.System", "Event.UserData", "winlog.event_data", "winlog");

  private final LogRecord log;
  private @Nullable Map<String, Value> folded;

  /** The record as an event. */
  public LogEvent(LogRecord log) {
    this.log = log;
  }

  @Override
  public List<FieldValue> values(String field) {
    Layout layout = log.fields().layout();
    if (layout != null) {
      return laidOut(layout, field);
    }
    Value value = log.fields().find(field);
    if (value == null && log.source().product().equals("windows")) {
      value = nestedByWindows(field);
    }
    if (value == null) {
      value = folded().get(field.toLowerCase(Locale.ROOT));
    }
    if (value == null) {
      return List.of();
    }
    List<FieldValue> values = new ArrayList<>(1);
    collect(value, values, 0);
    return values;
  }

  /** The values of a field where no field is nested. */
  private List<FieldValue> laidOut(Layout layout, String field) {
    int position = layout.position(field);
    if (position < 0) {
      position = layout.positionIgnoringCase(field);
    }
    if (position < 0) {
      return List.of();
    }
    Value value = log.fields().at(position);
    if (value instanceof Value.Text text) {
      return List.of(new FieldValue.Text(text.text()));
    }
    List<FieldValue> values = new ArrayList<>(1);
    collect(value, values, 0);
    return values;
  }

  @Override
  public @Nullable Object layout() {
    return log.fields().layout();
  }

  @Override
  public @Nullable FoldedBytes document() {
    byte[] document = log.fields().document();
    return document == null ? null : FoldedBytes.ofDocument(document);
  }

  private @Nullable Value nestedByWindows(String field) {
    for (String place : WINDOWS_PLACES) {
      if (log.fields().find(place) instanceof Fields nested) {
        Value value = nested.get(field);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private Map<String, Value> folded() {
    Map<String, Value> known = folded;
    if (known == null) {
      known = new HashMap<>();
      for (Map.Entry<String, Value> entry : log.fields().asMap().entrySet()) {
        known.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
      }
      if (log.source().product().equals("windows")) {
        for (String place : WINDOWS_PLACES) {
          if (log.fields().find(place) instanceof Fields nested) {
            for (Map.Entry<String, Value> entry : nested.asMap().entrySet()) {
              known.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
            }
          }
        }
      }
      folded = known;
    }
    return known;
  }

  private static void collect(Value value, List<FieldValue> into, int depth) {
    if (into.size() >= MOST_VALUES || depth > MOST_DEPTH) {
      return;
    }
    switch (value) {
      case Value.Text text -> into.add(new FieldValue.Text(text.text()));
      case Value.Whole whole -> into.add(new FieldValue.Whole(whole.number()));
      case Value.Real real -> into.add(new FieldValue.Decimal(real.number()));
      case Value.Truth truth -> into.add(new FieldValue.Flag(truth.holds()));
      case Value.Nothing nothing -> into.add(new FieldValue.Nothing());
      case Value.Many many -> many.values().forEach(one -> collect(one, into, depth + 1));
      case Fields fields -> {
        Value text = fields.get("#text");
        if (text != null) {
          collect(text, into, depth + 1);
        } else {
          into.add(new FieldValue.Text(fields.toString()));
        }
      }
    }
  }

  @Override
  public Iterable<String> texts() {
    List<String> texts = new ArrayList<>();
    gather(log.fields(), texts, 0);
    return texts;
  }

  private static void gather(Value value, List<String> into, int depth) {
    if (into.size() >= MOST_TEXTS || depth > MOST_DEPTH) {
      return;
    }
    switch (value) {
      case Fields fields -> fields.asMap().values().forEach(one -> gather(one, into, depth + 1));
      case Value.Many many -> many.values().forEach(one -> gather(one, into, depth + 1));
      case Value.Nothing nothing -> {}
      case Value.Text text -> into.add(text.text());
      case Value.Whole whole -> into.add(whole.toString());
      case Value.Real real -> into.add(real.toString());
      case Value.Truth truth -> into.add(truth.toString());
    }
  }

  @Override
  public LogSource declaredSource() {
    return new LogSource(log.source().product(), log.source().category(), log.source().service());
  }
}
