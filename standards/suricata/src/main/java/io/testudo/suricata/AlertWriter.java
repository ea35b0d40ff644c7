package io.testudo.suricata;

import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.RuleFacts;
import io.testudo.suricata.rule.Sight;
import io.testudo.suricata.rule.Sights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes an alert of a rule that holds. */
final class AlertWriter {
  private static final int MOST_PAYLOAD = 512;
  private static final int MOST_TEXT = 256;
  private static final int MOST_BUFFERS = 24;

  private AlertWriter() {}

  static Alert alert(CompiledRule rule, Sight sight, @Nullable Transaction message) {
    RuleFacts facts = rule.facts();
    return new Alert(
        facts.action().name().toLowerCase(Locale.ROOT),
        facts.gid(),
        facts.sid(),
        facts.revision(),
        facts.message(),
        facts.classType(),
        facts.priority(),
        facts.references(),
        facts.metadata(),
        sight.timeNanos(),
        sight.packet() == null ? 0 : sight.number(),
        Sights.source(sight),
        Sights.sourcePort(sight),
        Sights.destination(sight),
        Sights.destinationPort(sight),
        sight.protocol(),
        message != null
            ? message.protocol()
            : sight.flow() == null ? "" : sight.flow().application().protocol(),
        sight.side() == Side.TO_SERVER,
        new Alert.Evidence(payload(sight), texts(message)));
  }

  private static byte[] payload(Sight sight) {
    Packet p = sight.packet();
    if (sight.stream().length > 0 || p == null) {
      return Arrays.copyOf(sight.stream(), Math.min(MOST_PAYLOAD, sight.stream().length));
    }
    int end = Math.min(p.payloadEnd(), p.payloadStart() + MOST_PAYLOAD);
    return Arrays.copyOfRange(p.bytes(), p.payloadStart(), Math.max(p.payloadStart(), end));
  }

  private static Map<String, String> texts(@Nullable Transaction message) {
    Map<String, String> texts = new TreeMap<>();
    if (message == null) {
      return texts;
    }
    for (Side side : Side.values()) {
      for (String buffer : message.buffers(side)) {
        List<byte[]> values = message.values(side, buffer);
        if (texts.size() < MOST_BUFFERS && !values.isEmpty()) {
          byte[] value = values.get(0);
          int size = Math.min(MOST_TEXT, value.length);
          texts.putIfAbsent(buffer, new String(value, 0, size, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return texts;
  }
}
