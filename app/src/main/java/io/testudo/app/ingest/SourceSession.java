package io.testudo.app.ingest;

import io.testudo.intrusion.Intrusion;
import io.testudo.ports.EventLog;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.Resume;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.spool.SpoolCursor;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.fact.Fact;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source from bytes to facts: reader, detectors and how far they have come, which are saved in
 * one transaction with the facts they gave.
 *
 * <p>A kill at any point loses nothing: on the next start reader and detectors go back to the last
 * checkpoint and read on from there, and what they find again has the id it had. One thread at a
 * time, except {@link #stop}.
 */
final class SourceSession implements TelemetrySink {

  private static final EventLog.Effects NOTHING_MORE = transaction -> {};
  private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);
  private static final int RECORDS_BETWEEN_CLOCK_LOOKS = 64;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final String source;
  private final SourceMeter meter;
  private final InstantSource clock;
  private final Duration checkpointEvery;
  private final SourceReader reader;
  private final Intrusion intrusion;
  private final PendingFacts pending;
  private SourceCheckpoint at;
  private String file = "";
  private Fingerprint print = Fingerprint.NONE;
  private String item = "";
  private long record;
  private long recordsOfFile;
  private long looked;
  private Instant lastCheckpoint;
  private volatile String exporters = "";
  private volatile boolean stopping;

  SourceSession(String source, Sources.Setting setting, SourceMeter meter) {
    this.source = source;
    this.meter = meter;
    this.clock = setting.clock();
    this.checkpointEvery = setting.checkpointEvery();
    this.reader = new SourceReader(source, setting.telemetry(), this, clock);
    this.intrusion = new Intrusion(source, setting.detection(), setting.rules());
    this.pending = new PendingFacts(source, setting.log(), meter, clock, this::isStopping);
    this.lastCheckpoint = clock.instant();
    SourceMeter.Counts none = new SourceMeter.Counts(0, 0, 0);
    this.at = new SourceCheckpoint("", Fingerprint.NONE, "", 0, none, new byte[0], new byte[0]);
    byte[] saved = setting.log().checkpoint(checkpointName(source));
    if (saved != null) {
      restore(SourceCheckpoint.parse(saved));
      item = at.item();
      record = at.record();
    }
  }

  static String checkpointName(String source) {
    return "source/" + source;
  }

  private void restore(SourceCheckpoint checkpoint) {
    at = checkpoint;
    meter.resume(checkpoint.counts());
    try {
      reader.restore(new DataInputStream(new ByteArrayInputStream(checkpoint.readerState())));
      intrusion.restore(new DataInputStream(new ByteArrayInputStream(checkpoint.detectorState())));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "checkpoint of source " + source + " must be restorable: " + e.getMessage(), e);
    }
    meter.leftOut(LeftOut.of(reader, intrusion.counts()));
  }

  /** The file that was being read when the last checkpoint was taken; empty if none was. */
  String unfinishedFile() {
    return at.file();
  }

  /** What that file held when its reading began. */
  Fingerprint unfinishedPrint() {
    return at.print();
  }

  /** The unfinished file has this name now; an empty one if it is gone. */
  void unfinishedIsNow(String name) {
    at = at.withFile(name);
  }

  /**
   * What the reading of a file gave.
   *
   * @param records how many records it holds, those that were read before included
   * @param events how many events were made of those that were read now
   * @param parked how many of them were set aside
   */
  record Outcome(long records, long events, long parked) {}

  /**
   * Reads a file to a place.
   *
   * @param name its name within the source
   * @param path where it is
   * @param upTo what it holds up to there
   * @param alreadyRead records of a file of one item that were read before it grew, else 0
   * @throws IOException if the file cannot be opened or read
   */
  Outcome read(String name, Path path, Fingerprint upTo, long alreadyRead) throws IOException {
    file = name;
    print = upTo;
    meter.reading(name);
    SourceMeter.Counts before = meter.counts();
    recordsOfFile = alreadyRead;
    Resume resume = Resume.NOTHING;
    if (name.equals(at.file()) && !at.item().isEmpty()) {
      resume = new ResumeAt(at.item(), at.record());
      recordsOfFile = at.record();
    } else if (alreadyRead > 0) {
      resume = new ResumeAt(name, alreadyRead);
    }
    item = "";
    record = 0;
    try (InputStream in = new FirstBytes(Files.newInputStream(path), upTo.bytes())) {
      reader.read(name, in, Files.getLastModifiedTime(path).toInstant(), resume);
    }
    SourceMeter.Counts counts = meter.counts();
    return new Outcome(
        recordsOfFile, counts.events() - before.events(), counts.parked() - before.parked());
  }

  /**
   * Reads a stream to its end, which cannot be read again.
   *
   * @param name what findings call it
   */
  Outcome read(String name, InputStream stream) {
    file = "";
    print = Fingerprint.NONE;
    item = "";
    record = 0;
    recordsOfFile = 0;
    meter.reading(name);
    SourceMeter.Counts before = meter.counts();
    reader.read(name, stream, clock.instant(), Resume.NOTHING);
    SourceMeter.Counts counts = meter.counts();
    return new Outcome(
        recordsOfFile, counts.events() - before.events(), counts.parked() - before.parked());
  }

  /** Commits what was found so far, while a stream that is being read is silent. */
  void pause() {
    if (!pending.isEmpty()) {
      pending.commit(transaction -> {});
    }
  }

  /** States, with the next checkpoint, what was read of a file. */
  void tell(String name, Outcome read) {
    pending.add(
        new Fact.ItemRead(
            source, name, read.records(), read.events(), read.parked(), clock.instant()));
  }

  /** The item of the last checkpoint, for a spool its segment; empty if there is none. */
  String lastItem() {
    return at.item();
  }

  /** The record of the last checkpoint within {@link #lastItem}. */
  long lastRecord() {
    return at.record();
  }

  /**
   * Reads what a spool holds behind this place.
   *
   * @param wait the longest wait for the first message
   * @return how many messages were read
   * @throws IOException if the spool cannot be read
   */
  int read(SpoolCursor cursor, Duration wait) throws IOException {
    int read = reader.read(cursor, wait);
    exporters = reader.exporters().summary();
    return read;
  }

  /** What flow exporters sent so far, in one line. */
  String exporters() {
    return exporters;
  }

  /** Saves now what was read since the last checkpoint, if anything was. */
  void save() {
    if (!pending.isEmpty() || record != at.record() || !item.equals(at.item())) {
      checkpoint(NOTHING_MORE);
    }
  }

  /** Emits what is still open after the source fell silent, and saves. */
  void settle() {
    reader.settle();
    intrusion.settle(pending::add);
    checkpoint(NOTHING_MORE);
  }

  /** Leaves the file that was read and saves, together with these effects. */
  void leaveFile(EventLog.Effects together) {
    file = "";
    print = Fingerprint.NONE;
    item = "";
    record = 0;
    checkpoint(together);
  }

  /** Asks the reading thread to stop at the next record; it then throws {@link Stopped}. */
  void stop() {
    stopping = true;
  }

  /** Waits for a source's thread to end after {@link #stop}. */
  static void join(Thread thread) {
    try {
      if (thread.isAlive() && !thread.join(STOP_WITHIN)) {
        LOG.warn("{} does not stop; it is left behind.", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public void event(Event event) {
    meter.event(event.time());
    try {
      intrusion.observe(event, pending::add);
    } catch (RuntimeException e) {
      LOG.error("A detector failed on {}; the event is set aside.", event.origin(), e);
      parked(
          new ParkedRecord(
              event.origin(), -1, "event", "a detector failed: " + e, event.toString()));
    }
  }

  @Override
  public void packet(Packet packet) {
    try {
      intrusion.observe(packet, pending::add);
    } catch (RuntimeException e) {
      Origin origin = new Origin(packet.source(), packet.item(), packet.number());
      LOG.error("A rule failed on {}; the packet is set aside.", origin, e);
      parked(new ParkedRecord(origin, -1, "packet", "a rule failed: " + e, ""));
    }
  }

  @Override
  public void parked(ParkedRecord parked) {
    meter.parked(parked);
  }

  @Override
  public void consumed(String ofItem, long ordinal) {
    item = ofItem;
    record = ordinal;
    recordsOfFile++;
    meter.record();
    if (stopping) {
      checkpoint(NOTHING_MORE);
      throw new Stopped();
    }
    if (++looked % RECORDS_BETWEEN_CLOCK_LOOKS != 0 && !pending.areMany()) {
      return;
    }
    Instant now = clock.instant();
    if (!now.isBefore(lastCheckpoint.plus(checkpointEvery))) {
      checkpoint(NOTHING_MORE);
    } else if (pending.areDue(now)) {
      pending.commit(transaction -> {});
    }
  }

  private void checkpoint(EventLog.Effects together) {
    SourceCheckpoint now =
        new SourceCheckpoint(
            file, print, item, record, meter.counts(), state(reader::save), state(intrusion::save));
    byte[] bytes = now.bytes();
    pending.commit(
        transaction -> {
          together.apply(transaction);
          transaction.checkpoint(checkpointName(source), bytes);
        });
    at = now;
    lastCheckpoint = clock.instant();
    meter.leftOut(LeftOut.of(reader, intrusion.counts()));
  }

  private static byte[] state(Saved part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      part.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Saved {
    void save(DataOutputStream out) throws IOException;
  }

  /** The reading was stopped on request, after everything was saved. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped on request", null, false, false);
    }
  }
}
