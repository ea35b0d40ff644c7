package io.testudo.telemetry.pairing;

import io.testudo.telemetry.record.StoredText;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Held reports as they are stored. */
final class HeldReports {

  private HeldReports() {}

  static void write(HeldReport report, DataOutput out) throws IOException {
    PairKey key = report.key;
    StoredText.write(key.exporter, out);
    out.writeLong(key.domain);
    out.writeByte(key.ipVersion);
    out.writeByte(key.protocol);
    out.writeLong(report.sourceFirst ? key.firstHigh : key.secondHigh);
    out.writeLong(report.sourceFirst ? key.firstLow : key.secondLow);
    out.writeShort(report.sourcePort);
    out.writeLong(report.sourceFirst ? key.secondHigh : key.firstHigh);
    out.writeLong(report.sourceFirst ? key.secondLow : key.firstLow);
    out.writeShort(report.destinationPort);
    StoredText.write(report.origin.source(), out);
    StoredText.write(report.origin.item(), out);
    out.writeLong(report.origin.record());
    out.writeLong(report.startNanos);
    out.writeLong(report.endNanos);
    out.writeLong(report.packets);
    out.writeLong(report.bytes);
    out.writeShort(report.flags);
    out.writeLong(report.input);
    out.writeLong(report.output);
    out.writeLong(report.sampling);
    out.writeBoolean(report.isDenied);
    out.writeBoolean(report.isOngoing);
    out.writeLong(report.arrivedNanos);
  }

  static HeldReport read(DataInput in) throws IOException {
    ReportedFlow r = new ReportedFlow();
    r.clear();
    String exporter = StoredText.read(in);
    long domain = in.readLong();
    r.ipVersion = in.readByte();
    r.protocol = in.readUnsignedByte();
    r.sourceHigh = in.readLong();
    r.sourceLow = in.readLong();
    r.sourcePort = in.readUnsignedShort();
    r.destinationHigh = in.readLong();
    r.destinationLow = in.readLong();
    r.destinationPort = in.readUnsignedShort();
    Origin origin = new Origin(StoredText.read(in), StoredText.read(in), in.readLong());
    r.startNanos = in.readLong();
    r.endNanos = in.readLong();
    r.packets = in.readLong();
    r.bytes = in.readLong();
    r.flags = in.readShort();
    r.input = in.readLong();
    r.output = in.readLong();
    r.sampling = in.readLong();
    r.isDenied = in.readBoolean();
    r.isOngoing = in.readBoolean();
    boolean fits =
        r.ipVersion == 6
            || (r.ipVersion == 4
                && (r.sourceHigh | r.destinationHigh) == 0
                && (r.sourceLow >>> 32 | r.destinationLow >>> 32) == 0);
    if (!fits || r.sampling < 1 || r.endNanos < r.startNanos) {
      throw new IOException("a held report must name addresses, times in order and a sampling");
    }
    PairKey key = new PairKey();
    boolean sourceFirst = key.set(exporter, domain, r);
    return new HeldReport(key, sourceFirst, origin, in.readLong(), r);
  }
}
