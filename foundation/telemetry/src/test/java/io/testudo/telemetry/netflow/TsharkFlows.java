package io.testudo.telemetry.netflow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What tshark makes of a capture of flow exports, record by record. */
final class TsharkFlows {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm:ss.nnnnnnnnn 'UTC'", Locale.ROOT);

  private TsharkFlows() {}

  /** Whether there is a tshark to ask. */
  static boolean isThere() {
    try {
      return new ProcessBuilder("tshark", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The records that name both ends, each with the number of its packet before it. */
  static List<String> of(Path capture) throws IOException, XMLStreamException {
    Process tshark =
        new ProcessBuilder(
                "tshark", "-r", capture.toString(), "-d", "udp.port==2055,cflow", "-T", "pdml")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = tshark.getInputStream()) {
      return read(out);
    } finally {
      tshark.destroy();
    }
  }

  private static List<String> read(InputStream pdml) throws XMLStreamException {
    List<String> flows = new ArrayList<>();
    XMLStreamReader in = XMLInputFactory.newInstance().createXMLStreamReader(pdml);
    Deque<Map<String, String>> levels = new ArrayDeque<>();
    Map<String, String> packet = new HashMap<>();
    Map<String, String> record = packet;
    while (in.hasNext()) {
      int what = in.next();
      if (what == XMLStreamConstants.START_ELEMENT && in.getLocalName().equals("packet")) {
        packet = new HashMap<>();
        record = packet;
      } else if (what == XMLStreamConstants.START_ELEMENT && in.getLocalName().equals("field")) {
        levels.push(record);
        String name = in.getAttributeValue(null, "name");
        String show = in.getAttributeValue(null, "show");
        if (name != null && name.isEmpty() && show != null && show.matches("(Flow|pdu) [0-9]+.*")) {
          record = new HashMap<>();
        } else if (name != null && show != null) {
          record.putIfAbsent(name, show);
        }
      } else if (what == XMLStreamConstants.END_ELEMENT && in.getLocalName().equals("field")) {
        Map<String, String> ended = record;
        record = levels.pop();
        if (ended != record) {
          add(ended, packet, flows);
        }
      }
    }
    return flows;
  }

  private static void add(
      Map<String, String> record, Map<String, String> packet, List<String> flows) {
    String source = first(record, "cflow.srcaddr", "cflow.srcaddrv6");
    String destination = first(record, "cflow.dstaddr", "cflow.dstaddrv6");
    boolean isOnlyBegun =
        number(record, "cflow.firewall_event") == 1
            && number(record, "cflow.octets", "cflow.permanent_octets") == 0;
    if (source.isEmpty() || destination.isEmpty() || isOnlyBegun) {
      return;
    }
    long protocol = number(record, "cflow.protocol");
    boolean isIcmp = protocol == 1 || protocol == 58;
    long to = number(record, "cflow.dstport", "cflow.udp_dstport", "cflow.tcp_dstport");
    flows.add(
        packet.get("num")
            + " "
            + source
            + " "
            + destination
            + " "
            + protocol
            + " "
            + (isIcmp
                ? icmp(record, to)
                : number(record, "cflow.srcport", "cflow.udp_srcport", "cflow.tcp_srcport")
                    + " "
                    + to)
            + " packets "
            + number(
                record,
                "cflow.packets",
                "cflow.initiator_packets",
                "cflow.permanent_packets",
                "cflow.post_packets")
            + " bytes "
            + number(
                record,
                "cflow.octets",
                "cflow.initiator_octets",
                "cflow.permanent_octets",
                "cflow.post_octets")
            + " flags "
            + number(record, "cflow.tcpflags", "cflow.tcpflags16")
            + " from "
            + millis(record, packet, "start")
            + " to "
            + millis(record, packet, "end"));
  }

  /** Type and code, from fields of their own or else from the port. */
  private static String icmp(Map<String, String> record, long port) {
    long typeCode = number(record, "cflow.icmp_type_code_ipv4", "cflow.icmp_type_code_ipv6");
    boolean isApart = record.containsKey("cflow.icmp_ipv4_type");
    long both =
        isApart
            ? number(record, "cflow.icmp_ipv4_type") << 8 | number(record, "cflow.icmp_ipv4_code")
            : typeCode == 0 ? port : typeCode;
    return (both >> 8) + " " + (both & 0xFF);
  }

  private static String first(Map<String, String> record, String... names) {
    String found = "";
    for (String name : names) {
      String value = record.getOrDefault(name, "");
      if (found.isEmpty() || found.equals("0.0.0.0") || found.equals("::")) {
        found = value.isEmpty() ? found : value;
      }
    }
    return found;
  }

  private static long number(Map<String, String> record, String... names) {
    for (String name : names) {
      String value = record.get(name);
      if (value != null) {
        long number = value.startsWith("0x") ? Long.decode(value) : Long.parseUnsignedLong(value);
        if (number != 0) {
          return number;
        }
      }
    }
    return 0;
  }

  /** In milliseconds since 1970; −1 where tshark shows no such time. */
  private static long millis(Map<String, String> record, Map<String, String> packet, String end) {
    String absolute = record.get("cflow.abstime" + end);
    if (absolute != null) {
      return LocalDateTime.parse(absolute.replaceAll(" +", " "), TIME)
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    }
    String uptime = record.get("cflow.time" + end);
    String now = packet.get("cflow.sysuptime");
    if (uptime == null || now == null) {
      return -1;
    }
    long nanos = Long.parseLong(packet.getOrDefault("cflow.unix_nsecs", "0"));
    return Long.parseLong(packet.getOrDefault("cflow.unix_secs", "0")) * 1000
        + nanos / 1_000_000
        + (int) (thousandths(uptime) - thousandths(now));
  }

  private static long thousandths(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1000);
  }
}
