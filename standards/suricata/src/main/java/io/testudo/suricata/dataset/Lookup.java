package io.testudo.suricata.dataset;

/** A question to a data set about octets that a rule has selected. */
@FunctionalInterface
public interface Lookup {

  /** Whether the set answers as the rule wants; a rule that adds or removes does so here. */
  boolean test(byte[] octets, SetMemory memory);
}
