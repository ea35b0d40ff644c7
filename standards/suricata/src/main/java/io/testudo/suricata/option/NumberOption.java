package io.testudo.suricata.option;

import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.HashMap;
import java.util.Map;

/** The options that compare a number of a message. */
final class NumberOption {
  private static final Map<String, Map<String, Long>> NAMES = new HashMap<>();

  private static Map<String, Long> counted(long from, String names) {
    Map<String, Long> numbers = new HashMap<>();
    long next = from;
    for (String name : names.split(" ")) {
      numbers.put(name, next++);
    }
    return numbers;
  }

  static {
    NAMES.put("ntp.mode", counted(1, "symmetric_active symmetric_passive client server broadcast"));
    NAMES.put(
        "snmp.pdu_type",
        counted(
            0,
            "get_request get_next_request response set_request trap_v1 get_bulk_request"
                + " inform_request trap_v2 report"));
    NAMES.put(
        "websocket.opcode",
        Map.of("continuation", 0L, "text", 1L, "binary", 2L, "close", 8L, "ping", 9L, "pong", 10L));
    NAMES.put("websocket.flags", Map.of("fin", 0x80L, "comp", 0x40L));
    NAMES.put("krb5_msg_type", counted(10, "as_req as_rep tgs_req tgs_rep ap_req ap_rep"));
    NAMES.put(
        "enip_command",
        Map.of(
            "nop",
            0L,
            "list_services",
            4L,
            "list_identity",
            0x63L,
            "list_interfaces",
            0x64L,
            "register_session",
            0x65L,
            "unregister_session",
            0x66L,
            "send_rr_data",
            0x6FL,
            "send_unit_data",
            0x70L));
    NAMES.put(
        "ldap.responses.result_code",
        counted(
            0,
            "success operations_error protocol_error time_limit_exceeded size_limit_exceeded"
                + " compare_false compare_true auth_method_not_supported"
                + " stronger_auth_required"));
    NAMES.put(
        "nfs_procedure",
        counted(
            0,
            "null getattr setattr lookup access readlink read write create mkdir symlink mknod"
                + " remove rmdir rename link readdir readdirplus fsstat fsinfo pathconf commit"));
    NAMES.put("tls.version", Map.of("1.0", 0x301L, "1.1", 0x302L, "1.2", 0x303L, "1.3", 0x304L));
  }

  private NumberOption() {}

  static void read(Draft draft, MessageKeywords.Part part, RuleOption option)
      throws MalformedRuleException {
    Sides sides = part.sides();
    String condition = RuleOption.unquoted(option.value());
    Look.Index index = Look.Index.ANY;
    String[] parts = condition.split(",");
    if (parts.length == 2 && parts[0].strip().matches("to_client|to_server")) {
      sides = parts[0].strip().equals("to_client") ? Sides.TO_CLIENT : Sides.TO_SERVER;
      condition = parts[1].strip();
    } else if (parts.length == 2) {
      condition = parts[0].strip();
      index = index(parts[1].strip());
    }
    Map<String, Long> names = NAMES.getOrDefault(part.name(), Map.of());
    Numbers wanted = Numbers.parse(condition, names, part.name().equals("nfs_procedure"));
    draft.otherLooks.add(new Look.AtNumber(part.name(), sides, part.stage(), wanted, index));
  }

  private static Look.Index index(String text) throws MalformedRuleException {
    return switch (text) {
      case "any" -> Look.Index.ANY;
      case "all" -> new Look.Index(Look.Index.Kind.ALL, 0);
      default -> new Look.Index(Look.Index.Kind.AT, (int) Numbers.number(text));
    };
  }
}
