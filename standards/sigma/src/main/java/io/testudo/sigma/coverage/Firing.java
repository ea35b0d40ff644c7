package io.testudo.sigma.coverage;

import java.util.List;

/** Whether a rule can fire on events like those that were seen. */
public sealed interface Firing {

  /** It can. */
  record Possible() implements Firing {}

  /** No event of its log source was seen. */
  record SourceNeverSeen() implements Firing {}

  /**
   * Events of its log source were seen, but none with fields without which it cannot hold.
   *
   * @param fields as the rule names them
   */
  record FieldsNeverSeen(List<String> fields) implements Firing {
    public FieldsNeverSeen {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A correlation takes rules that cannot fire.
   *
   * @param rules their ids
   */
  record RulesCannotFire(List<String> rules) implements Firing {
    public RulesCannotFire {
      rules = List.copyOf(rules);
    }
  }
}
