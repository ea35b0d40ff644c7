package io.testudo.telemetry.nfdump;

import io.testudo.telemetry.flow.IcmpTypes;
import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the records of nfdump's binary files. Layout 1 names the parts that follow a flow's
 * common part in maps, which stand before it in the file; in layout 2 every part names itself.
 *
 * <p>What nfdump counts as <i>out</i> is the other direction: that is how it stores firewalls'
 * events and flows that it joined itself.
 */
public final class NfdumpDecoder implements RecordDecoder {

  private static final int FLOW_BEFORE_16 = 1;
  private static final int MAP = 2;
  private static final int EXPORTER = 7;
  private static final int FLOW1 = 10;
  private static final int FLOW2 = 11;

  private static final int EXPORTER_BYTES = 32;
  private static final int MOST_MAPS = 65_536;
  private static final int MOST_EXPORTERS = 65_536;
  private static final int IPV4_FAMILY = 2;
  private static final long MILLI = 1_000_000L;
  private static final long LAST_MILLI = 7_258_118_400_000L;

  private record Exporter(String address, long domain) {}

  private static final Exporter UNKNOWN = new Exporter("", 0);

  private final StoredReports reports;
  private final Map<Integer, int[]> maps = new HashMap<>();
  private final Map<Integer, Exporter> exporters = new HashMap<>();
  private final ReportedFlow flow = new ReportedFlow();
  private String router = "";

  /** Hands the flows to {@code reports}. */
  public NfdumpDecoder(StoredReports reports) {
    this.reports = reports;
  }

  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    ByteBuffer record = view(bytes, from, length);
    int type = record.getShort(0) & 0xFFFF;
    try {
      switch (type) {
        case FLOW_BEFORE_16, FLOW1 -> flow1(origin, record, type == FLOW1);
        case FLOW2 -> flow2(origin, record);
        default -> definition(record, type);
      }
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedRecordException("ends before what its parts need");
    }
    return null;
  }

  @Override
  public void pass(byte[] bytes, int from, int length) {
    ByteBuffer record = view(bytes, from, length);
    try {
      definition(record, record.getShort(0) & 0xFFFF);
    } catch (IndexOutOfBoundsException e) {
      // It defines nothing, then as now.
    }
  }

  /** A record states its own length, which tells the byte order. */
  private static ByteBuffer view(byte[] bytes, int from, int length) {
    ByteBuffer record = ByteBuffer.wrap(bytes, from, length).slice();
    boolean little = (record.order(ByteOrder.LITTLE_ENDIAN).getShort(2) & 0xFFFF) == length;
    return record.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  private void definition(ByteBuffer record, int type) {
    if (type == MAP && maps.size() < MOST_MAPS) {
      int[] parts = new int[(record.limit() - 8) / 2];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = record.getShort(8 + 2 * i) & 0xFFFF;
      }
      maps.put(record.getShort(4) & 0xFFFF, parts);
    } else if (type == EXPORTER
        && record.limit() >= EXPORTER_BYTES
        && exporters.size() < MOST_EXPORTERS) {
      int family = record.getShort(24) & 0xFFFF;
      IpAddress address =
          family == IPV4_FAMILY
              ? IpAddress.v4((int) record.getLong(16))
              : IpAddress.v6(record.getLong(8), record.getLong(16));
      exporters.put(
          record.getShort(26) & 0xFFFF,
          new Exporter(address.toString(), record.getInt(28) & 0xFFFF_FFFFL));
    }
  }

  private void flow1(Origin origin, ByteBuffer r, boolean isWide) throws MalformedRecordException {
    int[] parts = maps.get(r.getShort(6) & 0xFFFF);
    if (parts == null) {
      throw new MalformedRecordException("stands before the map that describes it");
    }
    ReportedFlow f = flow;
    f.clear();
    router = "";
    // The older form has an octet each for flags and exporter, and ends four octets earlier.
    int flags = isWide ? r.getShort(4) & 0xFFFF : r.get(4) & 0xFF;
    int at = 8;
    f.startNanos = nanos(r.getInt(at + 4) & 0xFFFF_FFFFL, r.getShort(at) & 0xFFFF);
    f.endNanos =
        Math.max(f.startNanos, nanos(r.getInt(at + 8) & 0xFFFF_FFFFL, r.getShort(at + 2) & 0xFFFF));
    f.flags = r.get(at + 13) & 0xFF;
    f.protocol = r.get(at + 14) & 0xFF;
    f.sourcePort = r.getShort(at + 16) & 0xFFFF;
    f.destinationPort = r.getShort(at + 18) & 0xFFFF;
    int exporter = isWide ? r.getShort(at + 20) & 0xFFFF : r.get(5) & 0xFF;
    at = isWide ? 32 : 28;
    at = addresses(r, at, (flags & 1) != 0);
    f.packets = (flags & 2) != 0 ? r.getLong(at) : r.getInt(at) & 0xFFFF_FFFFL;
    at += (flags & 2) != 0 ? 8 : 4;
    f.bytes = (flags & 4) != 0 ? r.getLong(at) : r.getInt(at) & 0xFFFF_FFFFL;
    at += (flags & 4) != 0 ? 8 : 4;
    for (int part : parts) {
      at = part1(r, part, at);
      if (at < 0) {
        break;
      }
    }
    deliver(origin, exporters.getOrDefault(exporter, UNKNOWN));
  }

  private int addresses(ByteBuffer r, int at, boolean isSix) {
    ReportedFlow f = flow;
    f.ipVersion = isSix ? 6 : 4;
    if (isSix) {
      f.sourceHigh = r.getLong(at);
      f.sourceLow = r.getLong(at + 8);
      f.destinationHigh = r.getLong(at + 16);
      f.destinationLow = r.getLong(at + 24);
      return at + 32;
    }
    f.sourceLow = r.getInt(at) & 0xFFFF_FFFFL;
    f.destinationLow = r.getInt(at + 4) & 0xFFFF_FFFFL;
    return at + 8;
  }

  /** Reads a further part of layout 1; where it ends, or −1 behind the last that is known. */
  private int part1(ByteBuffer r, int part, int at) {
    ReportedFlow f = flow;
    switch (part) {
      case 4 -> {
        f.input = r.getShort(at) & 0xFFFF;
        f.output = r.getShort(at + 2) & 0xFFFF;
      }
      case 5 -> {
        f.input = r.getInt(at) & 0xFFFF_FFFFL;
        f.output = r.getInt(at + 4) & 0xFFFF_FFFFL;
      }
      case 14 -> otherWay(r.getInt(at) & 0xFFFF_FFFFL, f.reverseBytes);
      case 15 -> otherWay(r.getLong(at), f.reverseBytes);
      case 16 -> otherWay(f.reversePackets, r.getInt(at) & 0xFFFF_FFFFL);
      case 17 -> otherWay(f.reversePackets, r.getLong(at));
      case 23 -> router = IpAddress.v4(r.getInt(at)).toString();
      case 24 -> router = IpAddress.v6(r.getLong(at), r.getLong(at + 8)).toString();
      default -> {}
    }
    return switch (part) {
      case 4, 6, 8, 9, 11, 13, 14, 16, 18, 23, 25 -> at + 4;
      case 5, 7, 15, 17, 19, 26, 27 -> at + 8;
      case 10, 12, 20, 21, 24 -> at + 16;
      case 22 -> at + 40;
      case 1, 2, 3 -> at;
      default -> -1;
    };
  }

  private void otherWay(long packets, long bytes) {
    flow.reversePackets = packets;
    flow.reverseBytes = bytes;
    flow.countsBothWays = packets != 0 || bytes != 0;
  }

  private void flow2(Origin origin, ByteBuffer r) throws MalformedRecordException {
    flow.clear();
    router = "";
    int parts = r.getShort(4) & 0xFFFF;
    int exporter = r.getShort(8) & 0xFFFF;
    int at = 12;
    for (int i = 0; i < parts; i++) {
      int length = r.getShort(at + 2) & 0xFFFF;
      if (length < 4 || length > r.limit() - at) {
        throw new MalformedRecordException("has a part of an impossible length: " + length);
      }
      part2(r, r.getShort(at) & 0xFFFF, at + 4);
      at += length;
    }
    if (flow.ipVersion == 0) {
      return;
    }
    deliver(origin, exporters.getOrDefault(exporter, UNKNOWN));
  }

  private void part2(ByteBuffer r, int part, int at) throws MalformedRecordException {
    ReportedFlow f = flow;
    switch (part) {
      case 1 -> {
        f.startNanos = millis(r.getLong(at));
        f.endNanos = Math.max(f.startNanos, millis(r.getLong(at + 8)));
        f.packets = r.getLong(at + 24);
        f.bytes = r.getLong(at + 32);
        f.sourcePort = r.getShort(at + 40) & 0xFFFF;
        f.destinationPort = r.getShort(at + 42) & 0xFFFF;
        f.protocol = r.get(at + 44) & 0xFF;
        f.flags = r.get(at + 45) & 0xFF;
      }
      case 2 -> {
        int unused = addresses(r, at, false);
      }
      case 3 -> {
        int unused = addresses(r, at, true);
      }
      case 4 -> {
        f.input = r.getInt(at) & 0xFFFF_FFFFL;
        f.output = r.getInt(at + 4) & 0xFFFF_FFFFL;
        f.fromResponder = r.get(at + 12) == 2;
      }
      case 5 -> otherWay(r.getLong(at + 8), r.getLong(at + 16));
      case 12 -> router = IpAddress.v4(r.getInt(at)).toString();
      case 13 -> router = IpAddress.v6(r.getLong(at), r.getLong(at + 8)).toString();
      default -> {}
    }
  }

  private void deliver(Origin origin, Exporter exporter) {
    ReportedFlow f = flow;
    if (IcmpTypes.isIcmp(f.protocol)) {
      f.sourcePort = f.destinationPort >>> 8;
      f.destinationPort = f.destinationPort & 0xFF;
    }
    reports.report(origin, router.isEmpty() ? exporter.address() : router, exporter.domain(), f);
  }

  private static long nanos(long seconds, int millis) {
    return (seconds * 1000 + millis) * MILLI;
  }

  private static long millis(long value) throws MalformedRecordException {
    if (value < 0 || value > LAST_MILLI) {
      throw new MalformedRecordException("has a time that is none");
    }
    return value * MILLI;
  }
}
