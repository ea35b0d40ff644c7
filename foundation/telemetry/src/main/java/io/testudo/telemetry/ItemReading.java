package io.testudo.telemetry;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.spool.SpoolDecoder;
import io.testudo.telemetry.spool.SpooledMessage;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The reading of one item: numbers its records, passes over those that were delivered before,
 * delivers what the others tell of, and sets aside what is malformed.
 */
final class ItemReading {

  private final String source;
  private final String item;
  private final String format;
  private final TelemetryConfig config;
  private final TelemetrySink sink;
  private final Tally tally;
  private final long skip;
  private final Tally.Counter counter = new Tally.Counter();
  private long record;

  /**
   * Begins to read.
   *
   * @param skip how many of the first records were delivered before
   */
  ItemReading(Origin item, String format, TelemetryConfig config, TelemetrySink sink, Tally tally) {
    this.source = item.source();
    this.item = item.item();
    this.skip = item.record();
    this.format = format;
    this.config = config;
    this.sink = sink;
    this.tally = tally;
  }

  String item() {
    return item;
  }

  /** The ordinal of the last record. */
  long record() {
    return record;
  }

  /** Goes on behind this record, which another reading of the item ended with. */
  void startBehind(long last) {
    record = last;
  }

  Tally.Counter counter() {
    return counter;
  }

  /** Goes to the next record; false if it was delivered before. */
  boolean nextRecord() {
    record++;
    if (record <= skip) {
      return false;
    }
    counter.records++;
    return true;
  }

  /** The current record's place. */
  Origin origin() {
    return new Origin(source, item, record);
  }

  /** Delivers an event. */
  void event(Event event) {
    counter.event(event.time());
    sink.event(event);
  }

  /** Sets the current record aside. */
  void parked(long byteOffset, String reason, String excerpt) {
    parked(new ParkedRecord(origin(), byteOffset, format, reason, excerpt));
  }

  /** Sets aside a record, or only counts it if there were many. */
  void parked(ParkedRecord parked) {
    counter.parked++;
    tally.parked(parked.reason());
    if (counter.parked <= config.mostParkedPerItem()) {
      sink.parked(parked);
    } else if (counter.parked == config.mostParkedPerItem() + 1L) {
      sink.parked(
          new ParkedRecord(
              parked.origin(),
              parked.byteOffset(),
              format,
              "and all further malformed records of this item are only counted",
              ""));
    }
  }

  /** Says that all that the current record gave was delivered. */
  void consumed() {
    sink.consumed(item, record);
  }

  /** Record {@code number}, which a decoder with its own positions read, gave all it had to. */
  void consumed(long number) {
    record = number;
    counter.records++;
    consumed();
  }

  /** Sets aside, as one more record, that the item cannot be read further. */
  void obstacle(long byteOffset, String reason) {
    if (nextRecord()) {
      counter.records--;
      parked(byteOffset, reason, "");
      consumed();
    }
  }

  /** Reads all records. */
  void readAll(Records records, RecordDecoder decoder) throws IOException {
    try {
      while (records.next()) {
        if (!nextRecord()) {
          decoder.pass(records.buffer(), records.from(), records.length());
          continue;
        }
        read(records, decoder);
        consumed();
      }
    } finally {
      counter.replaced += decoder.replaced();
    }
  }

  private void read(Records records, RecordDecoder decoder) {
    if (records.excess() > 0) {
      long length = records.length() + records.excess();
      park(records, "is longer than " + config.mostRecordBytes() + " bytes: " + length);
      return;
    }
    if (isBlank(records)) {
      counter.records--;
      return;
    }
    Event event;
    try {
      event = decoder.decode(origin(), records.buffer(), records.from(), records.length());
    } catch (MalformedRecordException e) {
      park(records, e.reason());
      return;
    }
    if (event != null) {
      event(event);
    }
  }

  /** Reads message {@code number} of a spool's segment. */
  void spooled(long number, SpoolDecoder decoder, SpooledMessage message) {
    record = number;
    counter.records++;
    counter.bytes += message.bytes().length;
    try {
      Event event = decoder.decode(origin(), message);
      if (event != null) {
        event(event);
      }
    } catch (MalformedRecordException e) {
      byte[] bytes = message.bytes();
      int shown = Math.min(bytes.length, ParkedRecord.MOST_CHARACTERS);
      parked(-1, e.reason(), new String(bytes, 0, shown, StandardCharsets.UTF_8));
    }
    consumed();
  }

  private static boolean isBlank(Records records) {
    byte[] bytes = records.buffer();
    for (int i = records.from(); i < records.from() + records.length(); i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private void park(Records records, String reason) {
    String excerpt =
        new String(
            records.buffer(),
            records.from(),
            Math.min(records.length(), ParkedRecord.MOST_CHARACTERS),
            StandardCharsets.UTF_8);
    parked(records.offset(), reason, excerpt);
  }
}
