package io.testudo.suricata.compile;

import java.util.Map;

/** How urgent the classes of rules are; 1 is the most urgent. */
final class Classification {
  private static final int USUAL = 3;

  private static final Map<String, Integer> KNOWN =
      Map.ofEntries(
          Map.entry("attempted-admin", 1),
          Map.entry("attempted-user", 1),
          Map.entry("successful-admin", 1),
          Map.entry("successful-user", 1),
          Map.entry("unsuccessful-user", 1),
          Map.entry("shellcode-detect", 1),
          Map.entry("trojan-activity", 1),
          Map.entry("web-application-attack", 1),
          Map.entry("policy-violation", 1),
          Map.entry("command-and-control", 1),
          Map.entry("exploit-kit", 1),
          Map.entry("domain-c2", 1),
          Map.entry("targeted-activity", 1),
          Map.entry("credential-theft", 1),
          Map.entry("malware-cnc", 1),
          Map.entry("attempted-dos", 2),
          Map.entry("attempted-recon", 2),
          Map.entry("bad-unknown", 2),
          Map.entry("denial-of-service", 2),
          Map.entry("misc-attack", 2),
          Map.entry("suspicious-login", 2),
          Map.entry("suspicious-filename-detect", 2),
          Map.entry("system-call-detect", 2),
          Map.entry("successful-recon-limited", 2),
          Map.entry("successful-recon-largescale", 2),
          Map.entry("social-engineering", 2),
          Map.entry("web-application-activity", 2));

  private final Map<String, Integer> declared;

  Classification(Map<String, Integer> declared) {
    this.declared = Map.copyOf(declared);
  }

  int priority(String classType) {
    return declared.getOrDefault(classType, KNOWN.getOrDefault(classType, USUAL));
  }
}
