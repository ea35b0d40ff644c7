package io.testudo.intrusion.record;

import java.util.Locale;
import java.util.Set;

/** Accounts that are on every machine and therefore connect nothing with anything. */
public final class WellKnownUsers {

  private static final Set<String> SYSTEM =
      Set.of(
          "",
          "-",
          "system",
          "local system",
          "localsystem",
          "local service",
          "localservice",
          "network service",
          "networkservice",
          "anonymous logon",
          "anonymous",
          "nobody",
          "nt authority",
          "iusr",
          "lokaler dienst",
          "netzwerkdienst");

  private WellKnownUsers() {}

  /** Whether the name without its domain is one that every machine has, or a machine's own. */
  public static boolean isSystem(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    int slash = plain.lastIndexOf('\\');
    if (slash >= 0) {
      plain = plain.substring(slash + 1);
    }
    return SYSTEM.contains(plain)
        || plain.endsWith("$")
        || plain.startsWith("dwm-")
        || plain.startsWith("umfd-")
        || plain.startsWith("s-1-5-18");
  }
}
