package io.testudo.suricata.rule;

/** A condition on a packet and its conversation. */
@FunctionalInterface
public interface SightCheck {

  /** Whether the condition holds. */
  boolean test(Sight sight);
}
