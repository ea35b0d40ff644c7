package io.testudo.sigma.pipeline;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.RuleHead;
import io.testudo.sigma.SigmaRule;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which rules a step of a pipeline is taken for. */
public sealed interface RuleCondition {

  /** Whether it holds for a rule as it is now, after these steps. */
  boolean holds(SigmaRule rule, Set<String> taken);

  /** All of them hold; also where there is none. */
  record All(List<RuleCondition> parts) implements RuleCondition {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return parts.stream().allMatch(part -> part.holds(rule, taken));
    }
  }

  /** Any of them holds. */
  record Any(List<RuleCondition> parts) implements RuleCondition {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return parts.stream().anyMatch(part -> part.holds(rule, taken));
    }
  }

  /** It does not hold. */
  record Not(RuleCondition part) implements RuleCondition {
    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return !part.holds(rule, taken);
    }
  }

  /** The rule's log source is covered by this one. */
  record OfLogSource(LogSource logSource) implements RuleCondition {
    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return logSource.covers(rule.logSource());
    }
  }

  /** The rule asks for a field. */
  record HasField(String field) implements RuleCondition {
    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return rule.detection().fields().contains(field);
    }
  }

  /** The rule has a tag. */
  record HasTag(String tag) implements RuleCondition {
    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return rule.tags().contains(tag.toLowerCase(Locale.ROOT));
    }
  }

  /** The rule says this about itself. */
  record HasAttribute(Attribute attribute, String value) implements RuleCondition {
    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      RuleHead head = rule.head();
      String own =
          switch (attribute) {
            case ID -> head.id();
            case NAME -> head.name();
            case TITLE -> head.title();
            case AUTHOR -> head.author();
            case LEVEL -> head.level().name();
            case STATUS -> head.status().name();
          };
      return own.equalsIgnoreCase(value);
    }
  }

  /** What a rule says about itself. */
  enum Attribute {
    ID,
    NAME,
    TITLE,
    AUTHOR,
    LEVEL,
    STATUS
  }

  /** An earlier step was taken for the rule. */
  record WasTaken(String step) implements RuleCondition {
    @Override
    public boolean holds(SigmaRule rule, Set<String> taken) {
      return taken.contains(step);
    }
  }
}
