package io.testudo.telemetry.netflow;

import io.testudo.telemetry.flow.IcmpTypes;
import io.testudo.telemetry.pairing.ReportedFlow;

/** The values of one record, gathered in the order of its template and then made one report. */
final class RecordValues {

  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  /** Instead of a time or number that the record does not tell. */
  static final long NONE = Long.MIN_VALUE;

  /** Seconds from 1900, where NTP begins to count, to 1970. */
  private static final long NTP_EPOCH = 2_208_988_800L;

  /** The end of 2199; what lies beyond is no time. */
  private static final long LAST_SECOND = 7_258_118_400L;

  private static final long DAY = 86_400;

  /** A firewall's flow began; most firewalls count it when it ends. */
  private static final int FLOW_CREATED = 1;

  private static final int FLOW_DENIED = 3;

  final ReportedFlow flow = new ReportedFlow();

  private ExportTime time = new ExportTime();
  private long start;
  private long end;
  private long duration;
  private long boot;
  private long startUptime;
  private long endUptime;
  private int icmpType;
  private int icmpCode;
  private int icmpTypeCode;
  private long totalPackets;
  private long totalBytes;
  private long postPackets;
  private long postBytes;
  private int firewallEvent;
  private int sourceVersion;
  private int destinationVersion;

  long sampler;
  long sampling;
  private long sampledPackets;
  private long passedPackets;
  private long sampleSize;
  private long samplePopulation;

  /** Forgets the last record; the next one is of a datagram of this time. */
  void clear(ExportTime exported) {
    flow.clear();
    time = exported;
    start = NONE;
    end = NONE;
    duration = 0;
    boot = NONE;
    startUptime = NONE;
    endUptime = NONE;
    icmpType = -1;
    icmpCode = -1;
    icmpTypeCode = -1;
    totalPackets = 0;
    totalBytes = 0;
    postPackets = 0;
    postBytes = 0;
    firewallEvent = -1;
    sourceVersion = 0;
    destinationVersion = 0;
    sampler = NONE;
    sampling = 0;
    sampledPackets = 0;
    passedPackets = 0;
    sampleSize = 0;
    samplePopulation = 0;
  }

  boolean namesSampler() {
    return sampler != NONE;
  }

  /** One packet in so many, as an options record tells it; 0 if it does not. */
  long statedSampling() {
    if (sampling > 0) {
      return sampling;
    }
    if (sampleSize > 0 && samplePopulation >= sampleSize) {
      return samplePopulation / sampleSize;
    }
    if (sampledPackets > 0 && passedPackets > 0) {
      return (sampledPackets + passedPackets) / sampledPackets;
    }
    return sampledPackets;
  }

  void take(int use, byte[] bytes, int at, int length) {
    ReportedFlow f = flow;
    switch (use) {
      case Element.SOURCE4 -> source(4, 0, Octets.u32(bytes, at));
      case Element.DESTINATION4 -> destination(4, 0, Octets.u32(bytes, at));
      case Element.SOURCE6 -> source(6, Octets.i64(bytes, at), Octets.i64(bytes, at + 8));
      case Element.DESTINATION6 -> destination(6, Octets.i64(bytes, at), Octets.i64(bytes, at + 8));
      default -> number(use, Octets.number(bytes, at, length), f);
    }
  }

  /** An IPv4 address beside an IPv6 address of zeros, as some exporters send both, is the one. */
  private void source(int version, long high, long low) {
    if (sourceVersion == 0 || (high | low) != 0) {
      sourceVersion = version;
      flow.ipVersion = version;
      flow.sourceHigh = high;
      flow.sourceLow = low;
    }
  }

  private void destination(int version, long high, long low) {
    if (destinationVersion == 0 || (high | low) != 0) {
      destinationVersion = version;
      flow.destinationHigh = high;
      flow.destinationLow = low;
    }
  }

  private void number(int use, long value, ReportedFlow f) {
    switch (use) {
      case Element.PACKETS -> f.packets = value;
      case Element.BYTES -> f.bytes = value;
      case Element.REVERSE_PACKETS -> {
        f.reversePackets = value;
        f.countsBothWays = true;
      }
      case Element.REVERSE_BYTES -> {
        f.reverseBytes = value;
        f.countsBothWays = true;
      }
      case Element.TOTAL_PACKETS -> totalPackets = value;
      case Element.TOTAL_BYTES -> totalBytes = value;
      case Element.POST_PACKETS -> postPackets = value;
      case Element.POST_BYTES -> postBytes = value;
      case Element.PROTOCOL -> f.protocol = (int) value & 0xFF;
      case Element.SOURCE_PORT -> f.sourcePort = value == 0 ? f.sourcePort : (int) value & 0xFFFF;
      case Element.DESTINATION_PORT ->
          f.destinationPort = value == 0 ? f.destinationPort : (int) value & 0xFFFF;
      case Element.FLAGS -> f.flags = (int) value & 0xFF;
      case Element.REVERSE_FLAGS -> f.reverseFlags = (int) value & 0xFF;
      case Element.INPUT -> f.input = value;
      case Element.OUTPUT -> f.output = value;
      case Element.ICMP_TYPE_CODE -> icmpTypeCode = (int) value & 0xFFFF;
      case Element.ICMP_TYPE -> icmpType = (int) value & 0xFF;
      case Element.ICMP_CODE -> icmpCode = (int) value & 0xFF;
      case Element.FIREWALL_EVENT -> firewallEvent = (int) value & 0xFF;
      case Element.BIFLOW_DIRECTION -> f.fromResponder = value == 2;
      default -> timeOrSampling(use, value);
    }
  }

  private void timeOrSampling(int use, long value) {
    switch (use) {
      case Element.START_UPTIME -> startUptime = value;
      case Element.END_UPTIME -> endUptime = value;
      case Element.START_SECONDS -> start = value * SECOND;
      case Element.END_SECONDS -> end = value * SECOND;
      case Element.START_MILLIS -> start = millis(value);
      case Element.END_MILLIS -> end = millis(value);
      case Element.START_NTP -> start = ntp(value);
      case Element.END_NTP -> end = ntp(value);
      case Element.START_DELTA -> start = time.exportNanos - value * 1000;
      case Element.END_DELTA -> end = time.exportNanos - value * 1000;
      case Element.DURATION_MILLIS ->
          duration = Math.min(value & Long.MAX_VALUE, DAY * 1000) * MILLI;
      case Element.DURATION_MICROS ->
          duration = Math.min(value & Long.MAX_VALUE, DAY * 1_000_000) * 1000;
      case Element.BOOT_MILLIS -> boot = millis(value);
      case Element.OBSERVED_MILLIS -> end = end == NONE ? millis(value) : end;
      case Element.SAMPLER -> sampler = value;
      case Element.SAMPLING -> sampling = bounded(value);
      case Element.SAMPLED_PACKETS -> sampledPackets = bounded(value);
      case Element.PASSED_PACKETS -> passedPackets = bounded(value);
      case Element.SAMPLE_SIZE -> sampleSize = bounded(value);
      case Element.SAMPLE_POPULATION -> samplePopulation = bounded(value);
      default -> {}
    }
  }

  private static long bounded(long value) {
    return value < 0 ? 0 : Math.min(value, 0xFFFF_FFFFL);
  }

  private static long millis(long value) {
    return value < 0 || value > LAST_SECOND * 1000 ? NONE : value * MILLI;
  }

  /**
   * A time as RFC 7011 asks, seconds since 1900 and their fraction; exporters that send
   * microseconds since 1970 instead are told by the time of their datagram.
   */
  private long ntp(long value) {
    long seconds = (value >>> 32) - NTP_EPOCH;
    long plain = value / 1_000_000;
    boolean isPlain =
        Math.abs(seconds - time.exportSeconds()) > 365 * DAY
            && Math.abs(plain - time.exportSeconds()) < 30 * DAY;
    if (isPlain) {
      return value * 1000;
    }
    return seconds < 0 ? NONE : seconds * SECOND + (((value & 0xFFFF_FFFFL) * SECOND) >>> 32);
  }

  /** Whether the record tells of a flow: it names both ends, and more than its beginning. */
  boolean isFlow() {
    boolean countsNothing = (flow.packets | flow.bytes | totalPackets | totalBytes) == 0;
    return sourceVersion != 0
        && sourceVersion == destinationVersion
        && !(firewallEvent == FLOW_CREATED && countsNothing);
  }

  /** Since when the exporter is up, if an options record says so; else {@link #NONE}. */
  long statedBoot() {
    return boot;
  }

  /**
   * Makes the values one report.
   *
   * @param knownBoot since when the exporter is up, in nanoseconds since 1970, or {@link #NONE}
   */
  void complete(long knownBoot) {
    if (boot == NONE && !time.hasUptime) {
      boot = knownBoot;
    }
    ReportedFlow f = flow;
    f.packets = f.packets != 0 ? f.packets : totalPackets != 0 ? totalPackets : postPackets;
    f.bytes = f.bytes != 0 ? f.bytes : totalBytes != 0 ? totalBytes : postBytes;
    f.isDenied = firewallEvent == FLOW_DENIED;
    f.isOngoing = firewallEvent == FLOW_CREATED;
    if (IcmpTypes.isIcmp(f.protocol)) {
      icmp(f);
    }
    if (boot == NONE && time.hasUptime) {
      start = start == NONE && startUptime != NONE ? time.ofUptime((int) startUptime) : start;
      end = end == NONE && endUptime != NONE ? time.ofUptime((int) endUptime) : end;
    } else if (boot != NONE) {
      start = start == NONE && startUptime != NONE ? boot + startUptime * MILLI : start;
      end = end == NONE && endUptime != NONE ? boot + endUptime * MILLI : end;
    }
    if (end == NONE) {
      end = start == NONE ? time.exportNanos : start + duration;
    }
    if (start == NONE) {
      start = end - duration;
    }
    f.startNanos = Math.max(0, start);
    f.endNanos = Math.max(f.startNanos, end);
  }

  private void icmp(ReportedFlow f) {
    int typeCode = icmpTypeCode;
    if (icmpType >= 0 || icmpCode >= 0) {
      typeCode = Math.max(0, icmpType) << 8 | Math.max(0, icmpCode);
    } else if (typeCode <= 0) {
      // Where ICMP has no field of its own, or a template for all protocols leaves it empty.
      typeCode = f.destinationPort;
    }
    f.sourcePort = typeCode >>> 8;
    f.destinationPort = typeCode & 0xFF;
  }
}
