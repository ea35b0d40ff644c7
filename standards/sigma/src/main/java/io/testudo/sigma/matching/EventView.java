package io.testudo.sigma.matching;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.pattern.FoldedBytes;
import io.testudo.sigma.source.EventSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event while rules are tested against it. For one thread. */
final class EventView {
  private static final BitSet NONE = new BitSet(0);

  private final SigmaEvent event;
  private final LogSource declared;
  private final @Nullable Object layout;
  private FieldTable table;
  private BitSet absent;
  private @Nullable Reading[] readings;
  private @Nullable Reading everything;
  private @Nullable FoldedBytes document;
  private boolean documentAsked;
  private int cutShort;

  EventView(SigmaEvent event, FieldTable table) {
    this.event = event;
    this.declared = event.declaredSource();
    this.layout = event.layout();
    this.table = table;
    this.absent = absent(table);
    this.readings = new Reading[table.size()];
  }

  private BitSet absent(FieldTable of) {
    return layout == null ? NONE : of.absent(layout, event);
  }

  /** From now on reads the fields of this table. */
  void readAs(FieldTable other) {
    table = other;
    absent = absent(other);
    readings = new Reading[other.size()];
  }

  /** The values of a field, by its number. */
  Reading read(int slot) {
    return readAt(table.place(slot));
  }

  /** The values of a field, by its place in the table. */
  Reading readAt(int place) {
    Reading reading = readings[place];
    if (reading == null) {
      List<FieldValue> values = absent.get(place) ? List.of() : table.source(place).read(event);
      reading = values.isEmpty() ? Reading.ABSENT : new Reading(values);
      readings[place] = reading;
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

  /** The document of the event, or null. */
  @Nullable FoldedBytes document() {
    if (!documentAsked) {
      documentAsked = true;
      document = event.document();
    }
    return document;
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
