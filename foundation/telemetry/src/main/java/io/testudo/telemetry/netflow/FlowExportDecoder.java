package io.testudo.telemetry.netflow;

import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes datagrams of NetFlow 5, NetFlow 9 and IPFIX, of any number of exporters.
 *
 * <p>Templates belong to an exporter, its protocol version and its observation domain; a definition
 * of the same number replaces the one before. Data that come before their template wait for it, a
 * bounded amount of them. An exporter that was started anew defines its templates anew. Fields of
 * unknown elements and enterprises are passed over by their length; structured data too.
 *
 * <p>Guarantees: memory is bounded by {@link FlowExportConfig}; time is linear in a datagram's
 * length; every record that is whole is delivered, also of a datagram that ends wrongly. Used by
 * one thread.
 */
public final class FlowExportDecoder {

  /** Takes what exporters report. */
  public interface Sink {

    /**
     * A record told of a flow.
     *
     * @param origin the datagram it came in
     * @param flow valid during this call only; the next record overwrites it
     */
    void flow(Origin origin, Source source, ReportedFlow flow);

    /** A set of data, which came in this datagram, can never be decoded. */
    void undecodable(Origin origin, String reason);
  }

  /**
   * Who reports.
   *
   * @param exporter address, or folder of the datagrams
   * @param domain observation domain, source id or engine
   * @param clockNanos when the report came in, in nanoseconds since 1970
   */
  public record Source(String exporter, long domain, long clockNanos) {}

  /** For datagrams of which it is not known when they came in: when they were sent counts. */
  public static final long UNKNOWN_ARRIVAL = Long.MIN_VALUE;

  private static final int HEADER5 = 24;
  private static final int HEADER9 = 20;
  private static final int HEADER_IPFIX = 16;

  private final Sink sink;
  private final Exporters exporters;
  private final RecordValues values = new RecordValues();
  private final ExportTime time = new ExportTime();

  /** A decoder that knows no exporter. */
  public FlowExportDecoder(FlowExportConfig config, Sink sink) {
    this.sink = sink;
    this.exporters = new Exporters(config, this::forget);
  }

  /**
   * Decodes {@code bytes[from .. from + length)}, one datagram.
   *
   * @param exporter who sent it, see {@link Source#exporter}
   * @param arrivedNanos when it came in, or {@link #UNKNOWN_ARRIVAL}
   * @throws MalformedRecordException if it is none, or ends wrongly; what was whole is delivered
   */
  public void datagram(
      Origin origin, String exporter, long arrivedNanos, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    int version = length < 2 ? 0 : Octets.u16(bytes, from);
    int header = version == 5 ? HEADER5 : version == 9 ? HEADER9 : HEADER_IPFIX;
    if (version != 5 && version != 9 && version != 10) {
      throw new MalformedRecordException("is of no version that is read: " + version);
    }
    if (length < header) {
      throw new MalformedRecordException("ends within its header");
    }
    Reading reading = new Reading(origin, bytes, from, from + length);
    switch (version) {
      case 5 -> reading.version5(exporter, arrivedNanos);
      case 9 -> reading.version9(exporter, arrivedNanos);
      default -> reading.ipfix(exporter, arrivedNanos);
    }
  }

  /** Gives up what waits for templates: the source has ended. */
  public void finish() {
    for (Exporter exporter : exporters.byKey.values()) {
      while (!exporter.pending.isEmpty()) {
        Exporter.Pending set = exporter.pending.removeFirst();
        exporters.pendingBytes -= set.size();
        lost(exporter, set);
      }
      exporter.pendingBytes = 0;
    }
  }

  private void forget(Exporter exporter) {
    exporter.pending.forEach(set -> lost(exporter, set));
  }

  private void lost(Exporter exporter, Exporter.Pending set) {
    exporter.undecodable++;
    sink.undecodable(
        set.origin(),
        "has data whose template never came: template "
            + set.template()
            + " of exporter "
            + exporter.key.name()
            + ", domain "
            + exporter.key.domain());
  }

  /** What every exporter sent so far. */
  public FlowExportCounts counts() {
    return exporters.counts();
  }

  /** Writes templates and counts, in the form of {@code docs/formats/flow-export-state.md}. */
  public void save(DataOutput out) throws IOException {
    ExporterState.write(exporters, out);
  }

  /**
   * A decoder in the state that {@link #save} wrote.
   *
   * @throws IOException if {@code in} throws it, or holds no such state
   */
  public static FlowExportDecoder restore(DataInput in, FlowExportConfig config, Sink sink)
      throws IOException {
    FlowExportDecoder decoder = new FlowExportDecoder(config, sink);
    ExporterState.read(decoder.exporters, in);
    return decoder;
  }

  /** The reading of one datagram. */
  private final class Reading {

    private final Origin origin;
    private final byte[] bytes;
    private final int from;
    private final int end;
    private int records;
    private boolean isPartly;

    Reading(Origin origin, byte[] bytes, int from, int end) {
      this.origin = origin;
      this.bytes = bytes;
      this.from = from;
      this.end = end;
    }

    private Exporter begin(Exporter.Key key, long arrivedNanos) throws MalformedRecordException {
      long now = arrivedNanos == UNKNOWN_ARRIVAL ? time.exportNanos : arrivedNanos;
      Exporter exporter = exporters.of(key, now);
      if (exporter == null) {
        throw new MalformedRecordException(
            "comes from one exporter more than are told apart: " + key.name());
      }
      exporter.lastNanos = Math.max(exporter.lastNanos, now);
      exporter.datagrams++;
      return exporter;
    }

    private void time(int at, boolean hasUptime) {
      time.hasUptime = hasUptime;
      time.uptimeMillis = hasUptime ? Octets.i32(bytes, from + 4) : 0;
      time.exportNanos = Octets.u32(bytes, from + at) * 1_000_000_000L;
    }

    void version5(String name, long arrivedNanos) throws MalformedRecordException {
      time(8, true);
      time.exportNanos += Math.min(Octets.u32(bytes, from + 12), 999_999_999L);
      int engine = Octets.u16(bytes, from + 20);
      Exporter exporter = begin(new Exporter.Key(name, 5, engine), arrivedNanos);
      int count = Octets.u16(bytes, from + 2);
      int sequence = Octets.i32(bytes, from + 16);
      if (exporter.sequence.isRestart(time, sequence)) {
        exporter.sequence.restart();
      }
      exporter.sequence.take(time, sequence, count);
      // The upper bits name the mode, which exporters that sample leave at 0 as often as not.
      int sampling = Octets.u16(bytes, from + 22) & 0x3FFF;
      Source source = source(exporter);
      int at = from + HEADER5;
      for (int i = 0; i < count; i++) {
        if (end - at < Version5.RECORD_BYTES) {
          throw new MalformedRecordException(
              "ends after " + i + " records where its header counts " + count);
        }
        values.clear(time);
        Version5.read(bytes, at, time, values.flow);
        values.flow.sampling = Math.max(1, sampling);
        exporter.flows++;
        sink.flow(origin, source, values.flow);
        at += Version5.RECORD_BYTES;
      }
      if (count > 0) {
        exporter.decodedNanos = source.clockNanos();
      }
    }

    void version9(String name, long arrivedNanos) throws MalformedRecordException {
      time(8, true);
      Exporter exporter =
          begin(new Exporter.Key(name, 9, Octets.u32(bytes, from + 16)), arrivedNanos);
      int sequence = Octets.i32(bytes, from + 12);
      if (exporter.sequence.isRestart(time, sequence)) {
        exporter.sequence.restart();
        exporters.change(
            exporter,
            () -> {
              exporter.restart();
              return true;
            });
      }
      exporter.sequence.take(time, sequence, 1);
      sets(exporter, from + HEADER9, end);
    }

    void ipfix(String name, long arrivedNanos) throws MalformedRecordException {
      time(4, false);
      int length = Octets.u16(bytes, from + 2);
      Exporter exporter =
          begin(new Exporter.Key(name, 10, Octets.u32(bytes, from + 12)), arrivedNanos);
      boolean isWhole = false;
      try {
        sets(exporter, from + HEADER_IPFIX, Math.min(end, from + Math.max(length, HEADER_IPFIX)));
        isWhole = !isPartly && length == end - from;
      } finally {
        exporter.sequence.take(time, Octets.i32(bytes, from + 8), isWhole ? records : -1);
      }
      if (length != end - from) {
        throw new MalformedRecordException(
            "is " + (end - from) + " bytes long where its header says " + length);
      }
    }

    private void sets(Exporter exporter, int first, int last) throws MalformedRecordException {
      int at = first;
      while (last - at >= 4) {
        int id = Octets.u16(bytes, at);
        int length = Octets.u16(bytes, at + 2);
        if (id == 0 && length == 0) {
          // Zeros behind the last set: a fixed buffer that was sent whole.
          break;
        }
        if (length < 4 || length > last - at) {
          isPartly = true;
          throw new MalformedRecordException(
              "has a set of an impossible length: " + length + " of " + (last - at) + " bytes");
        }
        set(exporter, id, at + 4, at + length);
        at += length;
      }
      if (records > 0) {
        exporter.decodedNanos = exporter.lastNanos;
      }
    }

    private void set(Exporter exporter, int id, int at, int setEnd)
        throws MalformedRecordException {
      boolean isIpfix = exporter.key.version() == 10;
      if (id >= TemplateSets.LEAST_ID) {
        data(exporter, id, at, setEnd);
        return;
      }
      Templates taker = new Templates(exporter);
      if (isIpfix && (id == 2 || id == 3)) {
        TemplateSets.ipfix(bytes, at, setEnd, id == 3, taker);
      } else if (!isIpfix && id == 0) {
        TemplateSets.version9(bytes, at, setEnd, taker);
      } else if (!isIpfix && id == 1) {
        TemplateSets.options9(bytes, at, setEnd, taker);
      }
    }

    private void data(Exporter exporter, int id, int at, int setEnd)
        throws MalformedRecordException {
      Template template = exporter.templates.get(id);
      if (template == null) {
        isPartly = true;
        byte[] kept = new byte[setEnd - at];
        System.arraycopy(bytes, at, kept, 0, kept.length);
        exporters.keep(
            exporter,
            new Exporter.Pending(origin, time.copy(), id, kept),
            set -> lost(exporter, set));
        return;
      }
      records += records(exporter, template, origin, time, bytes, at, setEnd);
    }
  }

  private static Source source(Exporter exporter) {
    return new Source(exporter.key.name(), exporter.key.domain(), exporter.lastNanos);
  }

  /** Delivers the records of a set of data; says how many there were. */
  private int records(
      Exporter exporter,
      Template template,
      Origin origin,
      ExportTime exported,
      byte[] bytes,
      int from,
      int end)
      throws MalformedRecordException {
    Source source = source(exporter);
    int at = from;
    int count = 0;
    while (end - at >= template.leastBytes) {
      values.clear(exported);
      int next = template.read(bytes, at, end, values);
      if (next < 0) {
        throw new MalformedRecordException(
            "has data of template " + template.id + " that do not fit it");
      }
      at = next;
      count++;
      if (template.tellsOptions) {
        exporter.otherRecords++;
        exporter.learn(values);
      } else if (values.isFlow()) {
        values.complete(exporter.bootNanos);
        values.flow.sampling = exporter.samplingOf(values);
        exporter.flows++;
        sink.flow(origin, source, values.flow);
      } else {
        exporter.otherRecords++;
      }
    }
    template.isUsed = true;
    template.usedNanos = exporter.lastNanos;
    return count;
  }

  /** Takes templates, and decodes what waited for them. */
  private final class Templates implements TemplateSets.Taker {

    private final Exporter exporter;

    Templates(Exporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public void define(Template template) {
      if (!exporters.define(exporter, template, exporter.lastNanos)) {
        return;
      }
      Exporter.@Nullable Pending set = take(template.id);
      while (set != null) {
        byte[] bytes = set.bytes();
        try {
          int unused =
              records(exporter, template, set.origin(), set.time(), bytes, 0, bytes.length);
        } catch (MalformedRecordException e) {
          exporter.undecodable++;
          sink.undecodable(set.origin(), e.reason());
        }
        set = take(template.id);
      }
    }

    private Exporter.@Nullable Pending take(int template) {
      int before = exporter.pendingBytes;
      Exporter.Pending set = exporter.takePending(template);
      exporters.pendingBytes -= before - exporter.pendingBytes;
      return set;
    }

    @Override
    public void withdraw(int id) {
      exporters.change(
          exporter,
          () -> {
            exporter.withdraw(id);
            return true;
          });
    }

    @Override
    public void withdrawAll(boolean tellsOptions) {
      exporters.change(
          exporter,
          () -> {
            exporter.withdrawAll(tellsOptions);
            return true;
          });
    }
  }
}
