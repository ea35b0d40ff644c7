package io.testudo.telemetry;

import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.capture.PacketSink;
import io.testudo.telemetry.container.PeekableBytes;
import io.testudo.telemetry.container.UnpackLimitException;
import io.testudo.telemetry.container.UnpackLimits;
import io.testudo.telemetry.container.Unpacking;
import io.testudo.telemetry.container.Utf8Bytes;
import io.testudo.telemetry.flow.FlowAssembler;
import io.testudo.telemetry.flow.FlowCounts;
import io.testudo.telemetry.netflow.FlowExportCounts;
import io.testudo.telemetry.recognition.Recognition;
import io.testudo.telemetry.spool.SpoolCursor;
import io.testudo.telemetry.stream.ConversationCounts;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads one source: its files, archives and streams, in the order in which they are given, into
 * events. Formats and containers are recognised by content; what cannot be understood is set aside
 * and the rest goes on.
 *
 * <p>Guarantees: the same bytes give the same events in the same order; memory is bounded whatever
 * the input says of itself; a record longer, an object deeper, an archive larger than {@link
 * TelemetryConfig} allows is set aside, not read. An exception of the sink's passes through.
 *
 * <p>For one thread at a time.
 */
public final class SourceReader {

  /** The most messages of a spool that one call reads. */
  public static final int MOST_SPOOLED = 10_000;

  private static final byte STATE_VERSION = 2;

  /** Without what spans items of flow exporters. */
  private static final byte STATE_WITHOUT_EXPORTS = 1;

  private final String source;
  private final TelemetryConfig config;
  private final TelemetrySink sink;
  private final InstantSource clock;
  private final Tally tally = new Tally();
  private FlowAssembler assembler;
  private final FlowExports exports;
  private final FormatReading formats;
  private final SpoolReading spool;
  private @Nullable ItemReading current;

  /**
   * A reader of the source of this name.
   *
   * @param clock dates records of streams that neither themselves nor the stream say when they are
   *     of
   */
  public SourceReader(
      String source, TelemetryConfig config, TelemetrySink sink, InstantSource clock) {
    this.source = source;
    this.config = config;
    this.sink = sink;
    this.clock = clock;
    this.exports = new FlowExports(this::flow, this::parked);
    this.formats = new FormatReading(config, exports);
    this.spool = new SpoolReading(source, config, sink, tally, formats.spooled(Instant.EPOCH));
    this.assembler = new FlowAssembler(config.flows(), this::flow, this::message);
  }

  /** Reads a file, or a folder with all that is in it, from its beginning. */
  public void read(Path fileOrFolder) throws IOException {
    read(fileOrFolder, Resume.NOTHING);
  }

  /**
   * Reads a file, or a folder with all that is in it in the order of the paths; delivers nothing of
   * what was read before. Links out of a folder are not followed. A file that cannot be read is set
   * aside.
   *
   * @throws NoSuchFileException if there is no such file or folder
   */
  public void read(Path fileOrFolder, Resume resume) throws IOException {
    new FileWalk(
            new FileWalk.Visitor() {
              @Override
              public boolean isRead(String item) {
                return resume.recordsRead(item) == Resume.ALL;
              }

              @Override
              public void file(String item, InputStream bytes, Instant modified) {
                read(item, bytes, modified, resume);
              }

              @Override
              public void obstacle(String item, String reason) {
                ItemReading reading = reading(item, "unknown", resume);
                reading.obstacle(0, reason);
                tally.item(item, "unknown", reading.counter());
              }
            })
        .visit(fileOrFolder);
  }

  /** Reads a stream to its end: standard input, a segment of a spool, the bytes of an archive. */
  public void read(String item, InputStream bytes) throws IOException {
    read(item, bytes, clock.instant(), Resume.NOTHING);
  }

  /**
   * Reads a stream to its end and delivers nothing of what was read before.
   *
   * @param time about when it was recorded, for dates without a year and records without a date
   */
  public void read(String item, InputStream bytes, Instant time, Resume resume) {
    new Unpacking(
            new UnpackLimits(
                config.mostUnpackedBytes(),
                config.mostUnpackRatio(),
                config.mostEntries(),
                config.mostContainerDepth()),
            config.homeZone(),
            new Items(time, resume))
        .unpack(item, bytes, null);
  }

  /**
   * Reads what a spool holds behind a cursor, at most {@value #MOST_SPOOLED} messages, as items
   * that are called as its segments.
   *
   * @param wait how long to wait for the first message
   * @return how many messages were read; 0 if none came
   * @throws IOException if the spool cannot be read
   */
  public int read(SpoolCursor cursor, Duration wait) throws IOException {
    return spool.read(cursor, MOST_SPOOLED, wait);
  }

  /** Ends the flows that are still open, for nothing has come for a while. */
  public void settle() {
    spool.end();
    assembler.flush();
    exports.flush();
  }

  /** Ends what is still open, for nothing will come any more. */
  public void finish() {
    settle();
    exports.finish();
  }

  /** What exporters of flows sent, one by one. */
  public FlowExportCounts exporters() {
    return exports.counts();
  }

  /** What was done with packets so far. */
  public FlowCounts flows() {
    return assembler.counts();
  }

  /** What could not be read of the payload of packets. */
  public ConversationCounts conversations() {
    return assembler.conversationCounts();
  }

  /** Writes what spans items, so that {@link #restore} can go on from here. */
  public void save(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    assembler.save(out);
    exports.save(out);
  }

  /**
   * Takes over what {@link #save} wrote.
   *
   * @throws IOException if it cannot be read or is not that; the reader is then as it was before
   */
  public void restore(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != STATE_VERSION && version != STATE_WITHOUT_EXPORTS) {
      throw new IOException(
          "version (" + version + ") of saved source reader must be at most " + STATE_VERSION);
    }
    FlowAssembler restored = FlowAssembler.restore(in, config.flows(), this::flow, this::message);
    if (version == STATE_VERSION) {
      exports.restore(in);
    }
    assembler = restored;
  }

  /** What was read so far. */
  public SourceStatistics statistics() {
    ItemReading reading = current;
    return tally.statistics(reading == null ? spool.counter() : reading.counter());
  }

  private void flow(Flow flow) {
    assembled(flow);
  }

  private void message(Message message) {
    assembled(message);
  }

  private void assembled(Event event) {
    ItemReading reading = current;
    if (reading == null) {
      tally.eventAtEnd(event.time());
      sink.event(event);
    } else {
      reading.event(event);
    }
  }

  private void parked(ParkedRecord record) {
    ItemReading reading = current;
    if (reading == null) {
      tally.parkedAtEnd(record.reason());
      sink.parked(record);
    } else {
      reading.parked(record);
    }
  }

  private ItemReading reading(String item, String format, Resume resume) {
    return new ItemReading(
        new Origin(source, item, resume.recordsRead(item)), format, config, sink, tally);
  }

  /** Reads the files that unpacking finds. */
  private final class Items implements Unpacking.Files {

    private final Instant time;
    private final Resume resume;
    private @Nullable ItemReading last;

    Items(Instant time, Resume resume) {
      this.time = time;
      this.resume = resume;
    }

    @Override
    public boolean file(String item, PeekableBytes bytes, @Nullable Instant modified)
        throws UnpackLimitException {
      if (resume.recordsRead(item) == Resume.ALL) {
        return true;
      }
      String format = "unknown";
      ItemReading reading = null;
      try {
        PeekableBytes text = Utf8Bytes.withoutMark(bytes);
        Recognition recognised = formats.recognise(item, head(text));
        format = recognised.format().word();
        reading = reading(item, format, resume);
        current = reading;
        last = reading;
        read(reading, recognised, item, text, modified == null ? time : modified);
        return true;
      } catch (IOException e) {
        if (reading == null) {
          reading = reading(item, format, resume);
        }
        reading.obstacle(bytes.position(), Unpacking.reason(e));
        if (e instanceof UnpackLimitException limit && limit.stopsWholeFile()) {
          throw limit;
        }
        return false;
      } finally {
        current = null;
        if (reading != null) {
          reading.counter().bytes = bytes.position();
          tally.item(item, format, reading.counter());
        }
      }
    }

    @Override
    public void obstacle(String item, long byteOffset, String reason) {
      ItemReading reading = reading(item, "container", resume);
      if (last != null && last.item().equals(item)) {
        reading.startBehind(last.record());
      }
      reading.obstacle(byteOffset, reason);
      tally.item(item, "container", reading.counter());
    }

    private void read(
        ItemReading reading,
        Recognition recognised,
        String item,
        PeekableBytes bytes,
        Instant itemTime)
        throws IOException {
      switch (recognised.format()) {
        case EMPTY -> {}
        case UNREAD -> reading.obstacle(0, recognised.obstacle());
        case PCAP, PCAPNG -> readPackets(reading, item, bytes);
        case JSON_LINES,
            JSON_DOCUMENTS,
            ZEEK_TSV,
            SYSLOG,
            SYSLOG_COUNTED,
            AUDITD,
            SPOOL,
            NETFLOW,
            NFDUMP,
            NFDUMP_CSV,
            ARGUS,
            EVTX,
            CSV,
            JOURNAL ->
            reading.readAll(
                formats.records(recognised.format(), bytes),
                formats.decoder(recognised.format(), item, itemTime));
      }
    }

    /** As much as tells the format: of a capture, which may come packet by packet, no more. */
    private static byte[] head(PeekableBytes bytes) throws IOException {
      byte[] magic = bytes.peek(Recognition.MAGIC_BYTES);
      return Recognition.isCapture(magic) ? magic : bytes.peek(Recognition.HEAD_BYTES);
    }

    private void readPackets(ItemReading reading, String item, PeekableBytes bytes)
        throws IOException {
      PacketSink packets =
          new PacketSink() {
            @Override
            public void packet(Packet packet) {
              sink.packet(packet);
              assembler.packet(packet);
              exports.packet(packet, reading);
              reading.consumed(packet.number());
            }

            @Override
            public void carried(Packet packet) {
              assembler.carried(packet);
            }
          };
      new CaptureDecoder(source, item, packets, reading::parked)
          .decode(bytes, resume.recordsRead(item));
    }
  }
}
