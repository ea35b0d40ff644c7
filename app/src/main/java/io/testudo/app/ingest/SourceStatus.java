package io.testudo.app.ingest;

import io.testudo.telemetry.ParkedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source is doing.
 *
 * @param name the source's name
 * @param door where its bytes come in, for a person, for instance {@code folder inbox}
 * @param state what it is doing
 * @param item what is being read or was read last; empty before the first
 * @param records records read since the source was first seen
 * @param events events made of them
 * @param parked records set aside
 * @param leftOut what could not be done with what came
 * @param findings findings raised from it since this start
 * @param eventsPerSecond mean over the last minute
 * @param rates events per second of the last minutes, one figure for each ten seconds, oldest first
 * @param lag how far behind the door the reading is, or null where it is not known
 * @param lastEvent time of the latest event, or null before the first
 * @param lastRead when a record was last read, or null before the first
 * @param lastError the latest failure in one line; empty if there was none
 * @param recentlyParked the latest records that were set aside, newest first
 */
public record SourceStatus(
    String name,
    String door,
    State state,
    String item,
    long records,
    long events,
    long parked,
    LeftOut leftOut,
    long findings,
    double eventsPerSecond,
    List<Double> rates,
    @Nullable Duration lag,
    @Nullable Instant lastEvent,
    @Nullable Instant lastRead,
    String lastError,
    List<ParkedRecord> recentlyParked) {

  /** What a source is doing. */
  public enum State {
    /** Nothing has come in yet, or all of it is read. */
    WAITING,
    /** Something is being read. */
    READING,
    /** The door or the store failed; it is tried again. */
    FAILING,
    /** It was closed. */
    STOPPED
  }

  public SourceStatus {
    rates = List.copyOf(rates);
    recentlyParked = List.copyOf(recentlyParked);
  }

  /** The same, with this told of its door. */
  SourceStatus withDoor(String told) {
    return new SourceStatus(
        name,
        told,
        state,
        item,
        records,
        events,
        parked,
        leftOut,
        findings,
        eventsPerSecond,
        rates,
        lag,
        lastEvent,
        lastRead,
        lastError,
        recentlyParked);
  }
}
