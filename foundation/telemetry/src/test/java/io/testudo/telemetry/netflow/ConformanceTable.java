package io.testudo.telemetry.netflow;

import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;

/**
 * Compares, exporter by exporter, every record that names both ends with what tshark shows: ends,
 * protocol, ports, packets, bytes, TCP flags, first and last time to the millisecond. As a program
 * it prints the table of {@code benchmarks/results/netflow.md}.
 */
final class ConformanceTable {

  /** Why records of an exporter differ. */
  static final Map<String, String> REASONS =
      Map.of(
          "ipfix",
          "tshark does not apply the start of the exporter, which an options record tells",
          "netflow5_test_invalid01",
          "flows that end before they begin end here when they begin",
          "netflow5_test_invalid02",
          "flows that end before they begin end here when they begin",
          "netflow9_test_invalid01",
          "the header counts two records and four follow: tshark stops after two");

  /** One exporter. */
  record Row(String exporter, int ours, int theirs, int equal, List<String> differences) {}

  final List<Row> rows = new ArrayList<>();

  private ConformanceTable() {}

  public static void main(String[] arguments) throws IOException, XMLStreamException {
    Path folder = Files.createTempDirectory("conformance");
    ConformanceTable table = of(ExportSamples.byExporter(), folder);
    System.out.println("| exporter | records | tshark | equal |\n| --- | ---: | ---: | ---: |");
    for (Row row : table.rows) {
      System.out.printf(
          "| %s | %d | %d | %d |%n", row.exporter(), row.ours(), row.theirs(), row.equal());
    }
    System.out.printf("equal: %d%n", table.equal());
    table.rows.forEach(row -> row.differences().forEach(System.out::println));
  }

  static ConformanceTable of(Map<String, List<byte[]>> exporters, Path folder)
      throws IOException, XMLStreamException {
    byte[] capture = ExportSamples.capture(exporters);
    Path file = Files.write(folder.resolve("exports.pcap"), capture);
    Map<Integer, List<String>> theirs = byPacket(TsharkFlows.of(file));
    Map<Integer, List<String>> ours = byPacket(ours(capture));
    ConformanceTable table = new ConformanceTable();
    int packet = 0;
    for (Map.Entry<String, List<byte[]>> exporter : exporters.entrySet()) {
      int first = packet + 1;
      for (byte[] each : exporter.getValue()) {
        packet += ExportSamples.datagrams(each).size();
      }
      table.rows.add(row(exporter.getKey(), first, packet, ours, theirs));
    }
    return table;
  }

  private static Row row(
      String exporter,
      int first,
      int last,
      Map<Integer, List<String>> ours,
      Map<Integer, List<String>> theirs) {
    int our = 0;
    int their = 0;
    int equal = 0;
    List<String> differences = new ArrayList<>();
    for (int packet = first; packet <= last; packet++) {
      List<String> a = ours.getOrDefault(packet, List.of());
      List<String> b = theirs.getOrDefault(packet, List.of());
      our += a.size();
      their += b.size();
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        String mine = i < a.size() ? a.get(i) : "no record";
        String other = i < b.size() ? b.get(i) : "no record";
        if (isSame(mine, other)) {
          equal++;
        } else {
          differences.add(exporter + ": " + mine + " | tshark: " + other);
        }
      }
    }
    return new Row(exporter, our, their, equal, differences);
  }

  /** Whether the two agree; a time that tshark does not show cannot be compared. */
  private static boolean isSame(String mine, String other) {
    String[] a = mine.split(" ");
    String[] b = other.split(" ");
    boolean same = a.length == b.length;
    for (int i = 0; same && i < a.length; i++) {
      same = a[i].equals(b[i]) || (i >= 13 && b[i].equals("-1"));
    }
    return same;
  }

  int equal() {
    return rows.stream().mapToInt(Row::equal).sum();
  }

  /** Differences for which no reason is known. */
  List<String> unexplained() {
    return rows.stream()
        .filter(row -> !REASONS.containsKey(row.exporter()))
        .flatMap(row -> row.differences().stream())
        .toList();
  }

  private static Map<Integer, List<String>> byPacket(List<String> flows) {
    Map<Integer, List<String>> byPacket = new TreeMap<>();
    for (String flow : flows) {
      byPacket
          .computeIfAbsent(
              Integer.valueOf(flow.substring(0, flow.indexOf(' '))), key -> new ArrayList<>())
          .add(flow);
    }
    return byPacket;
  }

  private static List<String> ours(byte[] capture) throws IOException {
    List<String> flows = new ArrayList<>();
    FlowExportDecoder decoder =
        new FlowExportDecoder(
            FlowExportConfig.DEFAULT,
            new FlowExportDecoder.Sink() {
              @Override
              public void flow(Origin origin, FlowExportDecoder.Source source, ReportedFlow f) {
                flows.add(line(origin, f));
              }

              @Override
              public void undecodable(Origin origin, String reason) {
                System.err.println(origin + " " + reason);
              }
            });
    new CaptureDecoder(
            "s",
            "i",
            packet -> {
              byte[] payload = new byte[packet.payloadCaptured()];
              packet.copyPayload(payload);
              String exporter = IpAddress.v4((int) packet.sourceLow()).toString();
              try {
                decoder.datagram(
                    new Origin("s", "i", packet.number()),
                    exporter,
                    packet.timeNanos(),
                    payload,
                    0,
                    payload.length);
              } catch (MalformedRecordException e) {
                System.err.println(packet.number() + " " + e.reason());
              }
            },
            parked -> {})
        .decode(new ByteArrayInputStream(capture), 0);
    return flows;
  }

  private static String line(Origin origin, ReportedFlow f) {
    IpAddress source =
        f.ipVersion == 4
            ? IpAddress.v4((int) f.sourceLow)
            : IpAddress.v6(f.sourceHigh, f.sourceLow);
    IpAddress destination =
        f.ipVersion == 4
            ? IpAddress.v4((int) f.destinationLow)
            : IpAddress.v6(f.destinationHigh, f.destinationLow);
    return origin.record()
        + " "
        + source
        + " "
        + destination
        + " "
        + f.protocol
        + " "
        + f.sourcePort
        + " "
        + f.destinationPort
        + " packets "
        + f.packets
        + " bytes "
        + f.bytes
        + " flags "
        + Math.max(0, f.flags)
        + " from "
        + f.startNanos / 1_000_000
        + " to "
        + f.endNanos / 1_000_000;
  }
}
