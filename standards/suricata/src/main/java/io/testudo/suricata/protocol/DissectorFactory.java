package io.testudo.suricata.protocol;

import org.jspecify.annotations.Nullable;

/** Makes what takes a conversation apart. */
@FunctionalInterface
public interface DissectorFactory {

  /** A dissector for one conversation, or null if the protocol is only recognised. */
  @Nullable Dissector dissector(String protocol, Ports ports, boolean isStream);
}
