package io.testudo.telemetry.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.SharedCaptures;
import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.vocabulary.event.Flow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Flows against the connection logs that Zeek's own tests expect of the same captures, with Zeek's
 * time-outs. Compared are TCP and UDP connections, those in tunnels too: ends, originator, state
 * and packets of either direction, and apart from that bytes. Durations are not: Zeek's end when
 * both sides have closed, ours with the last packet.
 */
class ZeekConformanceTest {

  private static final FlowAssemblerConfig LIKE_ZEEK =
      new FlowAssemblerConfig(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          FlowAssemblerConfig.NEVER,
          1_000_000);

  /**
   * Tests whose script, filter or command line changes which packets or connections are logged, so
   * that the capture alone does not lead to the log.
   */
  private static final Set<String> CHANGED_BY_SCRIPT =
      Set.of(
          // Logs no packet counts.
          "scripts.base.frameworks.analyzer.request-analyzer",
          // Load no protocol scripts, so that no port is known as a server's.
          "scripts.base.frameworks.logging.field-extension",
          "scripts.base.frameworks.logging.field-extension-complex",
          "scripts.base.frameworks.logging.field-extension-optional",
          "core.vntag-in-vlan",
          // Sets a capture filter midway.
          "core.pcap.dynamic-filter",
          // Reads tunnels as if there were none around them.
          "core.skip_analyzer",
          // Stops looking at bulk transfers.
          "scripts.base.protocols.ftp.gridftp");

  private int compared;
  private int agreed;
  private int amounts;
  private int bytesAgreed;
  private int ipBytesAgreed;
  private final List<String> differences = new ArrayList<>();

  @Test
  void agreesWithTheConnectionLogsOfZeek() throws IOException {
    try (FileSystem zip = SharedCaptures.open("pcap-zeek.zip")) {
      Path root = zip.getPath("/");
      Path map = find(root, "map.csv");
      for (String line : Files.readAllLines(map)) {
        String[] cells = line.split(",", -1);
        if (cells.length >= 4 && !CHANGED_BY_SCRIPT.contains(cells[2])) {
          compare(map.resolveSibling("oracle"), map.resolveSibling("Traces"), cells);
        }
      }
    }
    differences.forEach(System.out::println);
    System.out.printf(
        "zeek: %d connections, %d agree in ends, packets and state (%.1f %%);"
            + " of %d that state amounts, payload bytes agree in %d and IP bytes in %d%n",
        compared, agreed, 100.0 * agreed / compared, amounts, bytesAgreed, ipBytesAgreed);
    assertThat(compared).isGreaterThan(200);
    assertThat(agreed).isGreaterThanOrEqualTo(compared * 9 / 10);
  }

  private static Path find(Path root, String name) throws IOException {
    try (var all = Files.walk(root, 2)) {
      return all.filter(p -> p.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private void compare(Path oracle, Path traces, String[] cells) throws IOException {
    Path log = oracle.resolve(cells[2]).resolve("conn.log");
    Path trace = traces.resolve(cells[0]);
    if (!Files.exists(log) || !Files.exists(trace)) {
      return;
    }
    List<String> lines = Files.readAllLines(log);
    List<String> fields =
        lines.stream()
            .filter(l -> l.startsWith("#fields\t"))
            .findFirst()
            .map(l -> List.of(l.substring(8).split("\t", -1)))
            .orElse(List.of());
    if (!fields.contains("id.orig_h") || !fields.contains("conn_state")) {
      return;
    }
    List<Flow> ours = assemble(trace);
    Set<Integer> used = new HashSet<>();
    for (String line : lines) {
      String[] row = line.split("\t", -1);
      if (!line.startsWith("#") && row.length == fields.size()) {
        compareRow(cells[2], fields, row, ours, used);
      }
    }
  }

  private void compareRow(
      String test, List<String> fields, String[] row, List<Flow> ours, Set<Integer> used) {
    String protocol = row[fields.indexOf("proto")];
    if (!protocol.equals("tcp") && !protocol.equals("udp")) {
      return;
    }
    compared++;
    String ends =
        "%s %s:%s %s:%s"
            .formatted(
                protocol,
                row[fields.indexOf("id.orig_h")],
                row[fields.indexOf("id.orig_p")],
                row[fields.indexOf("id.resp_h")],
                row[fields.indexOf("id.resp_p")]);
    String theirs =
        "%s %s %s/%s"
            .formatted(
                ends,
                row[fields.indexOf("conn_state")],
                row[fields.indexOf("orig_pkts")],
                row[fields.indexOf("resp_pkts")]);
    for (int i = 0; i < ours.size(); i++) {
      Flow flow = ours.get(i);
      if (full(flow).equals(theirs) && used.add(i)) {
        agreed++;
        if (!row[fields.indexOf("duration")].equals("-")) {
          compareAmounts(test, theirs, fields, row, flow);
        }
        return;
      }
    }
    List<String> near = ours.stream().filter(f -> near(f, ends)).map(f -> full(f)).toList();
    differences.add("%s\n    zeek %s\n    ours %s".formatted(test, theirs, near));
  }

  private void compareAmounts(
      String test, String theirs, List<String> fields, String[] row, Flow flow) {
    amounts++;
    String payload = row[fields.indexOf("orig_bytes")] + "/" + row[fields.indexOf("resp_bytes")];
    String ourPayload = flow.forward().payloadBytes() + "/" + flow.backward().payloadBytes();
    boolean same = payload.equals(ourPayload);
    bytesAgreed += same ? 1 : 0;
    if (!same) {
      differences.add(
          "bytes of %s: %s zeek %s ours %s missed %s history %s"
              .formatted(
                  test,
                  theirs,
                  payload,
                  ourPayload,
                  row[fields.indexOf("missed_bytes")],
                  row[fields.indexOf("history")]));
    }
    String ip = row[fields.indexOf("orig_ip_bytes")] + "/" + row[fields.indexOf("resp_ip_bytes")];
    String ourIp = flow.forward().ipBytes() + "/" + flow.backward().ipBytes();
    ipBytesAgreed += ip.equals(ourIp) ? 1 : 0;
    if (!ip.equals(ourIp)) {
      differences.add("ip bytes of %s: %s zeek %s ours %s".formatted(test, theirs, ip, ourIp));
    }
  }

  private static List<Flow> assemble(Path trace) throws IOException {
    List<Flow> flows = new ArrayList<>();
    FlowAssembler assembler = new FlowAssembler(LIKE_ZEEK, flows::add);
    try (InputStream in = Files.newInputStream(trace)) {
      new CaptureDecoder("zeek", trace.toString(), assembler, parked -> {}).decode(in, 0);
    }
    assembler.flush();
    return flows;
  }

  private static String key(Flow flow) {
    return "%s %s:%d %s:%d"
        .formatted(
            flow.protocol() == Flow.TCP ? "tcp" : "udp",
            flow.originator().address(),
            flow.originator().port(),
            flow.responder().address(),
            flow.responder().port());
  }

  private static String full(Flow flow) {
    return "%s %s %d/%d"
        .formatted(
            key(flow), flow.state().code(), flow.forward().packets(), flow.backward().packets());
  }

  private static boolean near(Flow flow, String ends) {
    String reversed =
        "%s %s:%d %s:%d"
            .formatted(
                flow.protocol() == Flow.TCP ? "tcp" : "udp",
                flow.responder().address(),
                flow.responder().port(),
                flow.originator().address(),
                flow.originator().port());
    return key(flow).equals(ends) || reversed.equals(ends);
  }
}
