package io.testudo.suricata.option;

import io.testudo.suricata.draft.ContentDraft;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Octets;
import io.testudo.suricata.text.RuleOption;
import java.util.Map;

/** The options {@code filename} and {@code fileext}, which take their content with them. */
final class FileOptions {
  private FileOptions() {}

  /** {@code filename:"x"}: the name holds x. */
  static void name(Draft draft, RuleOption option) throws MalformedRuleException {
    content(draft, option, RuleOption.unquoted(option.plainValue()), false);
  }

  /** {@code fileext:"x"}: the name ends with a dot and x. */
  static void extension(Draft draft, RuleOption option) throws MalformedRuleException {
    MessageKeywords.Part part = MessageKeywords.of("file.name");
    if (part == null) {
      throw new IllegalStateException("file.name must be known");
    }
    draft.select(GroupDraft.Target.MESSAGE, part.name(), part, Sides.BOTH);
    content(draft, option, "." + RuleOption.unquoted(option.plainValue()), true);
  }

  private static void content(Draft draft, RuleOption option, String text, boolean atEnd)
      throws MalformedRuleException {
    ContentDraft content = new ContentDraft(Octets.pattern(text), option.isNegated());
    content.apply(new RuleOption("nocase", ""), Map.of());
    if (atEnd) {
      content.apply(new RuleOption("endswith", ""), Map.of());
    }
    draft.content(content);
  }
}
