package io.testudo.telemetry;

import io.testudo.telemetry.spool.SpoolCursor;
import io.testudo.telemetry.spool.SpoolDecoder;
import io.testudo.telemetry.spool.SpooledMessage;
import io.testudo.vocabulary.event.Origin;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The reading of a spool, whose segments are items that go on from one call to the next. */
final class SpoolReading {

  private final String source;
  private final TelemetryConfig config;
  private final TelemetrySink sink;
  private final Tally tally;
  private final SpoolDecoder decoder;
  private @Nullable ItemReading segment;

  SpoolReading(
      String source,
      TelemetryConfig config,
      TelemetrySink sink,
      Tally tally,
      SpoolDecoder decoder) {
    this.source = source;
    this.config = config;
    this.sink = sink;
    this.tally = tally;
    this.decoder = decoder;
  }

  /**
   * Reads what is behind the cursor.
   *
   * @param most how many messages at most
   * @param wait how long to wait for the first
   * @return how many were read
   */
  int read(SpoolCursor cursor, int most, Duration wait) throws IOException {
    int read = 0;
    while (read < most) {
      SpooledMessage message = cursor.next(read == 0 ? wait : Duration.ZERO);
      if (message == null) {
        break;
      }
      read++;
      segmentOf(cursor).spooled(cursor.record(), decoder, message);
    }
    return read;
  }

  private ItemReading segmentOf(SpoolCursor cursor) {
    ItemReading reading = segment;
    if (reading == null || !reading.item().equals(cursor.item())) {
      end();
      reading = new ItemReading(new Origin(source, cursor.item(), 0), "spool", config, sink, tally);
      segment = reading;
    }
    return reading;
  }

  /** Ends the segment that is being read. */
  void end() {
    ItemReading reading = segment;
    if (reading != null) {
      tally.item(reading.item(), "spool", reading.counter());
      segment = null;
    }
  }

  /** What was counted of the segment that is being read. */
  Tally.Counter counter() {
    ItemReading reading = segment;
    return reading == null ? new Tally.Counter() : reading.counter();
  }
}
