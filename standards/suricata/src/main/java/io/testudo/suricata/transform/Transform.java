package io.testudo.suricata.transform;

/** Makes other octets of those of a buffer before they are looked at. */
@FunctionalInterface
public interface Transform {

  /** What this makes of the octets, which it leaves as they are. */
  byte[] apply(byte[] octets);
}
