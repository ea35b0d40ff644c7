package io.testudo.suricata.option;

import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.packet.SctpChunks;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The options that look at SCTP's header and chunks. */
final class SctpOptions {
  private static final Map<String, Long> TYPES = new HashMap<>();

  static {
    String names =
        "data init init_ack sack heartbeat heartbeat_ack abort shutdown shutdown_ack error"
            + " cookie_echo cookie_ack ecne cwr shutdown_complete auth";
    long number = 0;
    for (String name : names.split(" ")) {
      TYPES.put(name, number++);
    }
  }

  private SctpOptions() {}

  static Predicate<Packet> tag(String value) throws MalformedRuleException {
    Numbers wanted = Numbers.parse(value);
    return p -> p.isSctp() && wanted.test(SctpChunks.tag(p));
  }

  static Predicate<Packet> type(String value) throws MalformedRuleException {
    Numbers wanted = Numbers.parse(value, TYPES, false);
    return p -> SctpChunks.of(p).stream().anyMatch(chunk -> wanted.test(chunk.type()));
  }

  static Predicate<Packet> count(String value) throws MalformedRuleException {
    Numbers wanted = Numbers.parse(value);
    return p -> p.isSctp() && wanted.test(SctpChunks.of(p).size());
  }
}
