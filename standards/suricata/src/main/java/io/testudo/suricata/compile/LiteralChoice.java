package io.testudo.suricata.compile;

import io.testudo.suricata.draft.ContentDraft;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.rule.CompiledRule.Kind;
import io.testudo.suricata.rule.CompiledRule.Literal;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the octets by which the index finds a rule: the ones that its author prefers, else the
 * longest that must be there.
 */
final class LiteralChoice {
  private LiteralChoice() {}

  static @Nullable Literal of(Draft draft, Kind kind) {
    Literal best = null;
    for (GroupDraft group : draft.groups) {
      boolean fits =
          kind == Kind.MESSAGE
              ? group.target == GroupDraft.Target.MESSAGE
              : group.target == GroupDraft.Target.PAYLOAD;
      if (!fits) {
        continue;
      }
      for (ContentDraft content : group.literals()) {
        if (content.isPreferred) {
          return new Literal(group.name, content.pattern);
        }
        if (best == null || content.pattern.length > best.octets().length) {
          best = new Literal(group.name, content.pattern);
        }
      }
    }
    return best;
  }
}
