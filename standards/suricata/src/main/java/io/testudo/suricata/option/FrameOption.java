package io.testudo.suricata.option;

import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.Protocols;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.RuleOption;
import java.util.Map;
import java.util.Set;

/** The option {@code frame}: a record of a protocol as it is on the wire. */
final class FrameOption {
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "sip",
          Set.of(
              "pdu",
              "request.line",
              "request.headers",
              "request.body",
              "response.line",
              "response.headers",
              "response.body"),
          "smb",
          Set.of("smb2.pdu", "smb2.hdr", "smb2.data"),
          "websocket",
          Set.of("header", "pdu", "data"),
          "enip",
          Set.of("hdr", "data", "pdu", "cip", "enip.item"));

  private FrameOption() {}

  static void read(Draft draft, RuleOption option) throws UnsupportedKeywordException {
    for (Map.Entry<String, Set<String>> known : KNOWN.entrySet()) {
      String protocol = known.getKey();
      String name = option.value();
      boolean spoken = draft.applications.contains(protocol);
      if (name.startsWith(protocol + ".")
          && known.getValue().contains(name.substring(protocol.length() + 1))) {
        select(draft, protocol, name.substring(protocol.length() + 1));
        return;
      }
      if (spoken && known.getValue().contains(name)) {
        select(draft, protocol, name);
        return;
      }
    }
    throw new UnsupportedKeywordException("frame", "frame " + option.value() + " is not honoured");
  }

  private static void select(Draft draft, String protocol, String name)
      throws UnsupportedKeywordException {
    draft.imply("frame", Protocols.applications(protocol));
    String buffer = "frame." + protocol + "." + name;
    var part = new MessageKeywords.Part(buffer, Set.of(protocol), Sides.BOTH, 2, true, false);
    draft.select(GroupDraft.Target.MESSAGE, buffer, part, Sides.BOTH);
  }
}
