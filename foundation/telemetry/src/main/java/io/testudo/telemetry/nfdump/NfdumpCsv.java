package io.testudo.telemetry.nfdump;

import io.testudo.telemetry.flow.IcmpTypes;
import io.testudo.telemetry.flow.Protocols;
import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.Columns;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what {@code nfdump -o csv} prints, with the short names of columns up to 1.7.2 and the
 * long ones since, in any order. Its times name no zone: they are in that of the machine that
 * printed them.
 */
public final class NfdumpCsv implements RecordDecoder {

  private static final String[] FIRST = {"ts", "firstseen"};
  private static final String[] LAST = {"te", "lastseen"};
  private static final String[] DURATION = {"td", "duration"};
  private static final String[] PROTOCOL = {"pr", "proto"};
  private static final String[] SOURCE = {"sa", "srcaddr"};
  private static final String[] DESTINATION = {"da", "dstaddr"};
  private static final String[] SOURCE_PORT = {"sp", "srcport"};
  private static final String[] DESTINATION_PORT = {"dp", "dstport"};
  private static final String[] FLAGS = {"flg", "flags"};
  private static final String[] PACKETS = {"ipkt", "inpackets", "packets", "pkt"};
  private static final String[] BYTES = {"ibyt", "inbytes", "bytes", "byt"};
  private static final String[] OUT_PACKETS = {"opkt", "outpackets"};
  private static final String[] OUT_BYTES = {"obyt", "outbytes"};
  private static final String FLAG_LETTERS = "FSRPAUEC";
  private static final double MOST_SECONDS = 100 * 86_400.0;

  private final ZoneId zone;
  private final StoredReports reports;
  private final ReportedFlow flow = new ReportedFlow();
  private @Nullable Columns columns;
  private boolean isOver;

  /**
   * Hands the flows to {@code reports}.
   *
   * @param zone the zone of the times
   */
  public NfdumpCsv(ZoneId zone, StoredReports reports) {
    this.zone = zone;
    this.reports = reports;
  }

  /** Whether text that begins so is such lines. */
  public static boolean recognises(String head) {
    // Lines of flows begin with a time: most need no closer look.
    if (head.isEmpty() || !Character.isLetter(head.charAt(0))) {
      return false;
    }
    String line = head.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    if (line.indexOf(',') < 0) {
      return false;
    }
    Columns names = new Columns(line);
    return (names.has("ts") && names.has("sa") && names.has("da") && names.has("pr"))
        || (names.has("firstseen") && names.has("srcaddr") && names.has("dstaddr"));
  }

  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    String line = new String(bytes, from, length, StandardCharsets.UTF_8);
    Columns names = columns;
    if (isHeaderOrBehind(line) || names == null) {
      return null;
    }
    names.line(line);
    ReportedFlow f = flow;
    f.clear();
    ends(f, names);
    times(f, names);
    f.packets = names.count(PACKETS);
    f.bytes = names.count(BYTES);
    f.reversePackets = names.count(OUT_PACKETS);
    f.reverseBytes = names.count(OUT_BYTES);
    f.countsBothWays = f.reversePackets > 0 || f.reverseBytes > 0;
    f.flags = flags(names.text(FLAGS));
    f.input = names.count("in", "input");
    f.output = names.count("out", "output");
    reports.report(origin, names.text("ra", "routerip"), 0, f);
    return null;
  }

  @Override
  public void pass(byte[] bytes, int from, int length) {
    boolean unused = isHeaderOrBehind(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  /** Takes note of the line of names, and of the summary that follows the flows. */
  private boolean isHeaderOrBehind(String line) {
    if (recognises(line)) {
      columns = new Columns(line);
      isOver = false;
      return true;
    }
    isOver |= line.strip().equals("Summary");
    return isOver;
  }

  private static void ends(ReportedFlow f, Columns names) throws MalformedRecordException {
    IpAddress source = IpAddress.parseOrNull(names.text(SOURCE));
    IpAddress destination = IpAddress.parseOrNull(names.text(DESTINATION));
    if (source == null || destination == null || source.version() != destination.version()) {
      throw new MalformedRecordException("has no two addresses of one version");
    }
    f.ipVersion = source.version();
    f.sourceHigh = source.high();
    f.sourceLow = source.low();
    f.destinationHigh = destination.high();
    f.destinationLow = destination.low();
    f.protocol = Protocols.number(names.text(PROTOCOL));
    if (f.protocol == Protocols.UNKNOWN) {
      throw new MalformedRecordException("has no known protocol");
    }
    String to = names.text(DESTINATION_PORT);
    if (IcmpTypes.isIcmp(f.protocol)) {
      int dot = to.indexOf('.');
      int typeCode =
          dot < 0 ? port(to) : port(to.substring(0, dot)) << 8 | port(to.substring(dot + 1));
      f.sourcePort = typeCode >>> 8 & 0xFF;
      f.destinationPort = typeCode & 0xFF;
    } else {
      f.sourcePort = port(names.text(SOURCE_PORT));
      f.destinationPort = port(to);
    }
  }

  private static int port(String text) throws MalformedRecordException {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(text);
      if (number <= 65_535) {
        return number;
      }
    }
    throw new MalformedRecordException("has no valid port");
  }

  private void times(ReportedFlow f, Columns names) throws MalformedRecordException {
    Instant first = time(names.text(FIRST));
    Instant last = time(names.text(LAST));
    double seconds = seconds(names.text(DURATION));
    if (first == null) {
      throw new MalformedRecordException("has no valid time");
    }
    f.startNanos = nanos(first);
    long byDuration = f.startNanos + (long) (seconds * 1e9);
    // Older versions print whole seconds, and the duration to the millisecond.
    boolean isClose = last != null && Math.abs(nanos(last) - byDuration) < 1_000_000_000L;
    f.endNanos = Math.max(f.startNanos, last == null || isClose ? byDuration : nanos(last));
  }

  private @Nullable Instant time(String text) {
    Instant time = TimeText.parse(text, zone);
    return time == null ? TimeText.parseEpochSeconds(text) : time;
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static double seconds(String text) {
    try {
      double seconds = text.isEmpty() ? 0 : Double.parseDouble(text);
      return seconds >= 0 && seconds <= MOST_SECONDS ? seconds : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static int flags(String text) {
    int flags = 0;
    for (int i = 0; i < text.length(); i++) {
      int bit = FLAG_LETTERS.indexOf(text.charAt(i));
      flags |= bit < 0 ? 0 : 1 << bit;
    }
    return flags;
  }
}
