package io.testudo.telemetry.netflow;

import io.testudo.telemetry.flow.IcmpTypes;
import io.testudo.telemetry.pairing.ReportedFlow;

/** The record of NetFlow 5, which is laid out the same in every datagram. */
final class Version5 {

  static final int RECORD_BYTES = 48;

  private Version5() {}

  static void read(byte[] bytes, int at, ExportTime time, ReportedFlow f) {
    f.ipVersion = 4;
    f.sourceLow = Octets.u32(bytes, at);
    f.destinationLow = Octets.u32(bytes, at + 4);
    f.input = Octets.u16(bytes, at + 12);
    f.output = Octets.u16(bytes, at + 14);
    f.packets = Octets.u32(bytes, at + 16);
    f.bytes = Octets.u32(bytes, at + 20);
    f.startNanos = Math.max(0, time.ofUptime(Octets.i32(bytes, at + 24)));
    f.endNanos = Math.max(f.startNanos, time.ofUptime(Octets.i32(bytes, at + 28)));
    f.sourcePort = Octets.u16(bytes, at + 32);
    f.destinationPort = Octets.u16(bytes, at + 34);
    f.flags = bytes[at + 37] & 0xFF;
    f.protocol = bytes[at + 38] & 0xFF;
    if (IcmpTypes.isIcmp(f.protocol)) {
      f.sourcePort = f.destinationPort >>> 8;
      f.destinationPort = f.destinationPort & 0xFF;
    }
  }
}
