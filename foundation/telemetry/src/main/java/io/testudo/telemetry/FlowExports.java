package io.testudo.telemetry;

import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.netflow.Datagrams;
import io.testudo.telemetry.netflow.FlowExportConfig;
import io.testudo.telemetry.netflow.FlowExportCounts;
import io.testudo.telemetry.netflow.FlowExportDecoder;
import io.testudo.telemetry.pairing.FlowPairing;
import io.testudo.telemetry.pairing.PairingConfig;
import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.spool.SpoolDecoder;
import io.testudo.telemetry.spool.SpooledMessage;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What exporters of flows sent to a source, whichever way it came in: datagrams in files, in
 * captures and in the spool, and reports that others stored. Spans the source's items.
 */
final class FlowExports implements FlowExportDecoder.Sink, RecordDecoder, SpoolDecoder.FlowExports {

  /** Where collectors listen by custom: three of NetFlow's, and IPFIX's own. */
  private static final Set<Integer> COLLECTOR_PORTS = Set.of(2055, 9995, 9996, 4739);

  private static final int EXCERPT_BYTES = 32;
  private static final byte STATE_VERSION = 1;

  private final Consumer<Flow> flows;
  private final Consumer<ParkedRecord> parked;
  private FlowExportDecoder decoder;
  private FlowPairing pairing;
  private byte[] payload = new byte[2048];

  /**
   * Begins without exporters.
   *
   * @param flows takes the flows
   * @param parked takes what can never be decoded, also of earlier items
   */
  FlowExports(Consumer<Flow> flows, Consumer<ParkedRecord> parked) {
    this.flows = flows;
    this.parked = parked;
    this.decoder = new FlowExportDecoder(FlowExportConfig.DEFAULT, this);
    this.pairing = new FlowPairing(PairingConfig.DEFAULT, flows);
  }

  /** The datagrams of a file; whoever sent them is called by the folder that the file lies in. */
  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    String item = origin.item();
    int folder = Math.max(item.lastIndexOf('/'), item.lastIndexOf('!'));
    decoder.datagram(
        origin,
        folder < 0 ? "" : item.substring(0, folder),
        FlowExportDecoder.UNKNOWN_ARRIVAL,
        bytes,
        from,
        length);
    return null;
  }

  /** A packet of a capture; datagrams to the ports of collectors are read if they are such. */
  void packet(Packet packet, ItemReading reading) {
    if (packet.protocol() != Flow.UDP
        || packet.isFragment()
        || !COLLECTOR_PORTS.contains(packet.destinationPort())
        || packet.payloadCaptured() != packet.payloadBytes()) {
      return;
    }
    int length = packet.payloadCaptured();
    if (length > payload.length) {
      payload = new byte[1 << 16];
    }
    packet.copyPayload(payload);
    if (!Datagrams.recognises(payload, length)) {
      return;
    }
    IpAddress sender =
        packet.ipVersion() == 4
            ? IpAddress.v4((int) packet.sourceLow())
            : IpAddress.v6(packet.sourceHigh(), packet.sourceLow());
    Origin origin = new Origin(packet.source(), packet.item(), packet.number());
    try {
      decoder.datagram(origin, sender.toString(), packet.timeNanos(), payload, 0, length);
    } catch (MalformedRecordException e) {
      reading.parked(
          new ParkedRecord(
              origin,
              -1,
              "netflow",
              e.reason(),
              HexFormat.of().formatHex(payload, 0, Math.min(EXCERPT_BYTES, length))));
    }
  }

  @Override
  public void datagram(Origin origin, String exporter, SpooledMessage message)
      throws MalformedRecordException {
    decoder.datagram(
        origin, exporter, nanos(message.received()), message.bytes(), 0, message.bytes().length);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @Override
  public void flow(Origin origin, FlowExportDecoder.Source source, ReportedFlow flow) {
    pairing.report(origin, source.exporter(), source.domain(), source.clockNanos(), flow);
  }

  /** A report that somebody stored. */
  void stored(Origin origin, String exporter, long domain, ReportedFlow flow) {
    pairing.report(origin, exporter, domain, flow.endNanos, flow);
  }

  @Override
  public void undecodable(Origin origin, String reason) {
    parked.accept(new ParkedRecord(origin, -1, "netflow", reason, ""));
  }

  /** Lets go what waits for its other direction. */
  void flush() {
    pairing.flush();
  }

  /** The same, and gives up what waits for its template. */
  void finish() {
    decoder.finish();
    pairing.flush();
  }

  FlowExportCounts counts() {
    return decoder.counts();
  }

  /**
   * Writes all that spans items, in the form that {@code docs/formats/flow-export-state.md} gives.
   */
  void save(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    decoder.save(out);
    pairing.save(out);
  }

  void restore(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != STATE_VERSION) {
      throw new IOException(
          "version (" + version + ") of saved flow exports must be " + STATE_VERSION);
    }
    FlowExportDecoder restored = FlowExportDecoder.restore(in, FlowExportConfig.DEFAULT, this);
    pairing = FlowPairing.restore(in, PairingConfig.DEFAULT, flows);
    decoder = restored;
  }
}
