package io.testudo.sigma.matching;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.source.EventSource;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event while rules are tested against it. For one thread. */
final class EventView {
  private final SigmaEvent event;
  private final LogSource declared;
  private final @Nullable Reading[] readings;
  private @Nullable Reading everything;
  private FieldSource[] fields;
  private int cutShort;

  EventView(SigmaEvent event, FieldSource[] fields) {
    this.event = event;
    this.declared = event.declaredSource();
    this.fields = fields;
    this.readings = new Reading[fields.length];
  }

  /** From now on reads the fields as an event source names them; the array is its own name. */
  @SuppressWarnings("ReferenceEquality")
  void readAs(FieldSource[] named) {
    if (named != fields) {
      fields = named;
      Arrays.fill(readings, null);
    }
  }

  Reading read(int slot) {
    Reading reading = readings[slot];
    if (reading == null) {
      List<FieldValue> values = fields[slot].read(event);
      reading = values.isEmpty() ? Reading.ABSENT : new Reading(values);
      readings[slot] = reading;
    }
    return reading;
  }

  /** The texts of all fields. */
  Reading everything() {
    Reading reading = everything;
    if (reading == null) {
      var texts = new ArrayList<FieldValue>();
      for (String text : event.texts()) {
        texts.add(new FieldValue.Text(text));
      }
      reading = new Reading(texts);
      everything = reading;
    }
    return reading;
  }

  /** What the event declares under one of the names of {@link EventSource}. */
  String declared(String coordinate) {
    return switch (coordinate) {
      case EventSource.DECLARED_PRODUCT -> declared.product();
      case EventSource.DECLARED_CATEGORY -> declared.category();
      default -> declared.service();
    };
  }

  void countCutShort() {
    cutShort++;
  }

  /** How many searches for regular expressions have been cut short so far. */
  int cutShort() {
    return cutShort;
  }
}
