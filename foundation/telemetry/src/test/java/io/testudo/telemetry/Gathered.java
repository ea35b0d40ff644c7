package io.testudo.telemetry;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps everything. */
public final class Gathered implements TelemetrySink {

  /** A time for items that have none. */
  public static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  public final List<Event> events = new ArrayList<>();
  public final List<ParkedRecord> parked = new ArrayList<>();
  public final List<String> consumed = new ArrayList<>();

  @Override
  public void event(Event event) {
    events.add(event);
  }

  @Override
  public void parked(ParkedRecord record) {
    parked.add(record);
  }

  @Override
  public void consumed(String item, long record) {
    consumed.add(item + "#" + record);
  }

  /** The events that are log records. */
  public List<LogRecord> logs() {
    return events.stream().filter(LogRecord.class::isInstance).map(LogRecord.class::cast).toList();
  }

  /** The events that are flows. */
  public List<Flow> flows() {
    return events.stream().filter(Flow.class::isInstance).map(Flow.class::cast).toList();
  }

  /** The defaults with another longest record. */
  public static TelemetryConfig withRecordsOf(int bytes) {
    TelemetryConfig all = TelemetryConfig.DEFAULT;
    return new TelemetryConfig(
        bytes,
        all.mostJsonDepth(),
        all.mostUnpackedBytes(),
        all.mostUnpackRatio(),
        all.mostEntries(),
        all.mostContainerDepth(),
        all.mostParkedPerItem(),
        all.homeZone(),
        all.flows(),
        all.mappings());
  }

  /** What a reader makes of these bytes. */
  public static Gathered of(String item, byte[] bytes) {
    return of(item, bytes, TelemetryConfig.DEFAULT);
  }

  /** What a reader makes of these bytes. */
  public static Gathered of(String item, byte[] bytes, TelemetryConfig config) {
    Gathered sink = new Gathered();
    SourceReader reader = new SourceReader("test", config, sink, () -> TIME);
    reader.read(item, new ByteArrayInputStream(bytes), TIME, Resume.NOTHING);
    reader.finish();
    return sink;
  }

  /** What a reader makes of this text. */
  public static Gathered of(String item, String text) {
    return of(item, text.getBytes(StandardCharsets.UTF_8));
  }
}
