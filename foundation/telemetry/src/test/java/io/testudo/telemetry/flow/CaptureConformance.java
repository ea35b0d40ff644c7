package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.CaptureCounts;
import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.vocabulary.event.Flow;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the capture decoder and the flow assembler make of every capture below a folder
 * with what {@code capinfos} and {@code tshark} make of it: the number of packets, and the TCP and
 * UDP conversations with their packets and bytes in both directions and their Community IDs,
 * time-outs off.
 *
 * <p>Fragments are not reassembled on either side, and fragments other than the first are left out:
 * tshark gives them to no conversation. Of tunnelled packets only the outermost conversation is
 * compared, and the capture is named. SNMP and HART-IP are not dissected: their dissectors move an
 * answer to a conversation of its own. Run with the folder as the only argument; needs Wireshark's
 * tools on the path.
 */
final class CaptureConformance {

  private static final int LONGEST_NAME = 78;

  private int files;
  private int samePackets;
  private int sameTcp;
  private int sameUdp;
  private long packets;
  private long conversations;
  private long equalConversations;
  private final List<String> tunnelled = new ArrayList<>();

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: CaptureConformance FOLDER");
      System.exit(2);
    }
    new CaptureConformance().compareAll(Path.of(arguments[0]));
  }

  private void compareAll(Path folder) throws IOException {
    List<Path> captures;
    try (Stream<Path> all = Files.walk(folder)) {
      captures = all.filter(CaptureConformance::isCapture).sorted().toList();
    }
    for (Path capture : captures) {
      String line = compare(capture);
      String name = folder.relativize(capture).toString();
      if (!line.isEmpty()) {
        System.out.printf(
            "%-" + LONGEST_NAME + "s %s%n",
            name.substring(Math.max(0, name.length() - LONGEST_NAME)),
            line);
      }
    }
    System.out.printf(
        "%d captures: packets equal in %d, TCP conversations in %d, UDP conversations in %d%n",
        files, samePackets, sameTcp, sameUdp);
    System.out.printf(
        "%d packets; %d of %d conversations equal; %d captures hold tunnels:%n",
        packets, equalConversations, conversations, tunnelled.size());
    tunnelled.forEach(line -> System.out.println("  " + line));
  }

  private static boolean isCapture(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path)
        && (name.endsWith(".pcap") || name.endsWith(".pcapng") || name.endsWith(".cap"));
  }

  /** One line that says what differs, empty if nothing does. */
  private String compare(Path capture) throws IOException {
    files++;
    Map<String, Integer> oursTcp = new TreeMap<>();
    Map<String, Integer> oursUdp = new TreeMap<>();
    CaptureCounts counts = assemble(capture, oursTcp, oursUdp);
    Dissection theirs = new Dissection(capture);
    StringBuilder line = new StringBuilder();
    packets += counts.packets();
    if (counts.packets() == theirs.packets) {
      samePackets++;
    } else {
      line.append("packets %d, capinfos %d; ".formatted(counts.packets(), theirs.packets));
    }
    sameTcp += same("tcp", oursTcp, theirs.tcp, line);
    sameUdp += same("udp", oursUdp, theirs.udp, line);
    if (!theirs.tunnel.isEmpty()) {
      tunnelled.add(capture.getFileName() + ": " + theirs.tunnel);
    }
    return line.toString();
  }

  private int same(
      String what, Map<String, Integer> ours, Map<String, Integer> theirs, StringBuilder line) {
    int equal = 0;
    int all = 0;
    for (Map.Entry<String, Integer> entry : theirs.entrySet()) {
      all += entry.getValue();
      equal += Math.min(entry.getValue(), ours.getOrDefault(entry.getKey(), 0));
    }
    conversations += all;
    equalConversations += equal;
    if (ours.equals(theirs)) {
      return 1;
    }
    int have = ours.values().stream().mapToInt(Integer::intValue).sum();
    line.append("%s %d of %d equal, ours %d".formatted(what, equal, all, have));
    Map<String, Integer> only = new TreeMap<>(ours);
    only.keySet().removeAll(theirs.keySet());
    Map<String, Integer> missing = new TreeMap<>(theirs);
    missing.keySet().removeAll(ours.keySet());
    only.keySet().stream().limit(2).forEach(c -> line.append("\n    ours   ").append(c));
    missing.keySet().stream().limit(2).forEach(c -> line.append("\n    theirs ").append(c));
    line.append(' ');
    return 0;
  }

  private static CaptureCounts assemble(
      Path capture, Map<String, Integer> tcp, Map<String, Integer> udp) throws IOException {
    FlowAssembler assembler =
        new FlowAssembler(
            FlowAssemblerConfig.withoutTimeouts(),
            flow -> {
              if (flow.protocol() == Flow.TCP) {
                tcp.merge(line(flow), 1, Integer::sum);
              } else if (flow.protocol() == Flow.UDP) {
                udp.merge(line(flow), 1, Integer::sum);
              }
            });
    CaptureDecoder decoder =
        new CaptureDecoder(
            "conformance",
            capture.toString(),
            packet -> {
              if (!packet.isLaterFragment()) {
                assembler.packet(packet);
              }
            },
            parked -> {});
    CaptureCounts counts;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(capture))) {
      counts = decoder.decode(in, 0);
    }
    assembler.flush();
    return counts;
  }

  private static String line(Flow flow) {
    return line(
            flow.originator().address() + " " + flow.originator().port(),
            flow.responder().address() + " " + flow.responder().port(),
            new long[] {
              flow.forward().packets(),
              flow.forward().frameBytes(),
              flow.backward().packets(),
              flow.backward().frameBytes()
            })
        + " "
        + flow.communityId();
  }

  private static String line(String a, String b, long[] counts) {
    boolean order = a.compareTo(b) <= 0;
    return (order ? a + " - " + b : b + " - " + a)
        + " > "
        + counts[order ? 0 : 2]
        + "/"
        + counts[order ? 1 : 3]
        + " < "
        + counts[order ? 2 : 0]
        + "/"
        + counts[order ? 3 : 1];
  }

  /** A conversation by its first packet's ends, with packets and bytes of either direction. */
  private record Conversation(String from, String to, long[] counts, String communityId) {}

  /** What Wireshark's tools say of a capture. */
  private static final class Dissection {

    private static final String[] FIELDS = {
      "frame.len", "frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst",
      "tcp.stream", "tcp.srcport", "tcp.dstport", "udp.stream", "udp.srcport", "udp.dstport",
      "communityid"
    };

    long packets;
    final Map<String, Integer> tcp = new TreeMap<>();
    final Map<String, Integer> udp = new TreeMap<>();
    String tunnel = "";
    private final Map<String, Conversation> streams = new HashMap<>();

    Dissection(Path capture) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "tshark", "-n", "-r", capture.toString(), "-T", "fields", "-E", "occurrence=f"));
      command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
      command.addAll(
          List.of(
              "--enable-protocol",
              "communityid",
              "--disable-protocol",
              "snmp",
              "--disable-protocol",
              "hart_ip"));
      for (String field : FIELDS) {
        command.addAll(List.of("-e", field));
      }
      try (BufferedReader lines = run(command)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          frame(line.split("\t", -1));
        }
      }
      streams.forEach(
          (name, stream) ->
              (name.startsWith("tcp") ? tcp : udp)
                  .merge(
                      line(stream.from, stream.to, stream.counts) + " " + stream.communityId,
                      1,
                      Integer::sum));
      packets = countPackets(capture);
    }

    private static long countPackets(Path capture) throws IOException {
      long found = -1;
      try (BufferedReader lines =
          run(List.of("capinfos", "-c", "-M", "-r", "-T", capture.toString()))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] cells = line.split("\t", -1);
          if (cells.length >= 2 && cells[1].matches("\\d+")) {
            found = Long.parseLong(cells[1]);
          }
        }
      }
      return found;
    }

    private void frame(String[] cells) {
      if (cells.length < FIELDS.length) {
        return;
      }
      String transport = transport(cells[1]);
      if (transport == null) {
        return;
      }
      int at = transport.equals("tcp") ? 6 : 9;
      String address = cells[2].isEmpty() ? cells[4] : cells[2];
      String other = cells[2].isEmpty() ? cells[5] : cells[3];
      if (cells[at].isEmpty()) {
        return;
      }
      String from = normal(address) + " " + cells[at + 1];
      String to = normal(other) + " " + cells[at + 2];
      String stream = transport + cells[at];
      Conversation known =
          streams.computeIfAbsent(stream, s -> new Conversation(from, to, new long[4], cells[12]));
      int direction = known.from.equals(from) ? 0 : 2;
      known.counts[direction]++;
      known.counts[direction + 1] += Long.parseLong(cells[0]);
    }

    private static String normal(String address) {
      return io.testudo.vocabulary.entity.IpAddress.parse(address).toString();
    }

    /** The outermost transport protocol if it is TCP or UDP; notes tunnels. */
    private @Nullable String transport(String protocols) {
      String[] layers = protocols.split(":", -1);
      int ip = 0;
      while (ip < layers.length && !layers[ip].equals("ip") && !layers[ip].equals("ipv6")) {
        ip++;
      }
      int next = ip + 1;
      while (next < layers.length
          && (layers[next].startsWith("ipv6.") || layers[next].equals("ah"))) {
        next++;
      }
      String found = next < layers.length ? layers[next] : "";
      for (int i = next; i < layers.length && tunnel.isEmpty(); i++) {
        if ((layers[i].equals("ip") || layers[i].equals("ipv6")) && !found.startsWith("icmp")) {
          tunnel = protocols;
        }
      }
      return found.equals("tcp") || found.equals("udp") ? found : null;
    }
  }

  private static BufferedReader run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return process.inputReader(StandardCharsets.UTF_8);
  }
}
