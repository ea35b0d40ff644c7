package io.testudo.benchmarks;

import io.testudo.suricata.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a test expects of alerts, and how many of them. Of its conditions those are compared that
 * speak of the rule, the packet and the two ends; those that describe another program's log lines
 * are left out and named.
 */
final class SuricataFilter {
  private final List<Predicate<Alert>> conditions = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final Map<?, ?> match;
  private final long count;

  private SuricataFilter(Map<?, ?> match, long count) {
    this.match = match;
    this.count = count;
    match.forEach((key, value) -> add(String.valueOf(key), value));
  }

  static SuricataFilter of(Map<?, ?> match, @Nullable Object count) {
    return new SuricataFilter(match, Long.parseLong(String.valueOf(count)));
  }

  long count() {
    return count;
  }

  List<String> ignored() {
    return ignored;
  }

  boolean holds(Alert alert) {
    return conditions.stream().allMatch(condition -> condition.test(alert));
  }

  private void add(String key, Object value) {
    String text = String.valueOf(value);
    switch (key) {
      case "event_type" -> {}
      case "alert.signature_id" -> is(a -> a.sid(), text);
      case "alert.gid" -> is(a -> a.gid(), text);
      case "alert.rev" -> is(a -> a.revision(), text);
      case "alert.severity" -> is(a -> a.priority(), text);
      case "alert.signature" -> is(a -> a.message(), text);
      case "src_ip" -> is(a -> a.source(), spelled(text));
      case "dest_ip" -> is(a -> a.destination(), spelled(text));
      case "src_port" -> is(a -> a.sourcePort(), text);
      case "dest_port" -> is(a -> a.destinationPort(), text);
      case "pcap_cnt" -> is(a -> a.packet(), text);
      case "proto" -> is(a -> protocol(a.protocol()), text.toUpperCase(Locale.ROOT));
      case "app_proto" -> is(a -> a.application().replace("http1", "http"), text);
      case "direction" -> is(a -> a.isToServer() ? "to_server" : "to_client", text);
      case "pkt_src" -> conditions.add(a -> (a.packet() == 0) == text.startsWith("stream"));
      case "dns.queries[0].rrname" ->
          is(a -> a.evidence().message().getOrDefault("dns.queries.rrname", ""), text);
      case "not-has-key" -> {
        if (text.equals("pcap_cnt")) {
          conditions.add(a -> a.packet() == 0);
        }
      }
      default -> ignored.add(key);
    }
  }

  private void is(java.util.function.Function<Alert, Object> field, String wanted) {
    conditions.add(alert -> String.valueOf(field.apply(alert)).equals(wanted));
  }

  /** IPv6 in the long form. */
  private static String spelled(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    StringBuilder text = new StringBuilder();
    for (String group : address.split(":")) {
      text.append(text.isEmpty() ? "" : ":").append("0".repeat(4 - group.length())).append(group);
    }
    return text.toString();
  }

  private static String protocol(int number) {
    return switch (number) {
      case 1 -> "ICMP";
      case 4 -> "IP-IN-IP";
      case 6 -> "TCP";
      case 17 -> "UDP";
      case 41 -> "IPV6";
      case 47 -> "GRE";
      case 58 -> "IPV6-ICMP";
      case 132 -> "SCTP";
      default -> String.valueOf(number);
    };
  }

  @Override
  public String toString() {
    return "sid " + match.get("alert.signature_id") + (match.size() > 2 ? " …" : "");
  }
}
