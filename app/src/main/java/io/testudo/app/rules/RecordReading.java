package io.testudo.app.rules;

import io.testudo.intrusion.Rules;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the log records of files and folders that Sigma rules see, numbered from 1 in the order of
 * reading.
 */
public final class RecordReading {
  private static final String SOURCE = "rules";

  private final TelemetryConfig config;
  private final InstantSource clock;

  /**
   * @param config how bytes are read
   * @param clock dates records that do not say when they are of
   */
  public RecordReading(TelemetryConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * A log record and its number.
   *
   * @param number from 1
   * @param log the record
   */
  public record Numbered(long number, LogRecord log) {}

  /**
   * How a reading ended.
   *
   * @param records how many log records were taken
   * @param parked how many records could not be understood
   */
  public record Outcome(long records, long parked) {}

  /**
   * Reads until the end or until the taker wants no more.
   *
   * @param taker takes each record; whether it wants more
   * @throws IOException if a path cannot be read
   */
  public Outcome read(List<Path> paths, Predicate<Numbered> taker) throws IOException {
    var sink = new Sink(taker);
    try {
      var reader = new SourceReader(SOURCE, config, sink, clock);
      for (Path path : paths) {
        reader.read(path);
      }
      reader.finish();
    } catch (Enough e) {
      // What was asked for has been read.
    }
    return new Outcome(sink.records, sink.parked);
  }

  private static final class Sink implements TelemetrySink {
    private final Predicate<Numbered> taker;
    private long records;
    private long parked;

    Sink(Predicate<Numbered> taker) {
      this.taker = taker;
    }

    @Override
    public void event(Event event) {
      LogRecord log = Rules.recordOf(event);
      if (log != null && !taker.test(new Numbered(++records, log))) {
        throw new Enough();
      }
    }

    @Override
    public void parked(ParkedRecord record) {
      parked++;
    }

    @Override
    public void consumed(String item, long record) {}
  }

  /** The taker wants no more. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough was read", null, false, false);
    }
  }
}
