package io.testudo.suricata.option;

import io.testudo.suricata.draft.ContentDraft;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.RuleOption;
import java.util.Locale;
import java.util.Map;

/** The option {@code dcerpc.iface}: the interface that a call is made to. */
final class InterfaceOption {
  private InterfaceOption() {}

  static void read(Draft draft, MessageKeywords.Part part, RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    String[] parts = option.value().split(",");
    String uuid = parts[0].strip().toLowerCase(Locale.ROOT);
    if (!uuid.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw new MalformedRuleException("dcerpc.iface (" + uuid + ") must be an UUID");
    }
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].strip().equals("any_frag")) {
        throw new UnsupportedKeywordException(
            "dcerpc.iface", "dcerpc.iface with a version is not honoured");
      }
    }
    GroupDraft group = draft.select(GroupDraft.Target.MESSAGE, part.name(), part, part.sides());
    ContentDraft content =
        new ContentDraft(uuid.getBytes(java.nio.charset.StandardCharsets.US_ASCII), false);
    content.apply(new RuleOption("startswith", ""), Map.of());
    group.add(content);
  }
}
