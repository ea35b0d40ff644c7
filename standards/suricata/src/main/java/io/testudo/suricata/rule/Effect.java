package io.testudo.suricata.rule;

/** What a rule that holds leaves behind for others. */
@FunctionalInterface
public interface Effect {

  /** Leaves it. */
  void apply(Sight sight);
}
