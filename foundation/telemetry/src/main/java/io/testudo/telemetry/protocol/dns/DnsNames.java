package io.testudo.telemetry.protocol.dns;

import java.util.Map;

/**
 * What IANA calls types, classes, operations and response codes, in the spelling of Zeek's logs.
 */
final class DnsNames {

  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(1, "A"),
          Map.entry(2, "NS"),
          Map.entry(5, "CNAME"),
          Map.entry(6, "SOA"),
          Map.entry(10, "NULL"),
          Map.entry(11, "WKS"),
          Map.entry(12, "PTR"),
          Map.entry(13, "HINFO"),
          Map.entry(15, "MX"),
          Map.entry(16, "TXT"),
          Map.entry(17, "RP"),
          Map.entry(24, "SIG"),
          Map.entry(25, "KEY"),
          Map.entry(28, "AAAA"),
          Map.entry(29, "LOC"),
          Map.entry(32, "NB"),
          Map.entry(33, "SRV"),
          Map.entry(35, "NAPTR"),
          Map.entry(37, "CERT"),
          Map.entry(39, "DNAME"),
          Map.entry(41, "EDNS"),
          Map.entry(43, "DS"),
          Map.entry(44, "SSHFP"),
          Map.entry(46, "RRSIG"),
          Map.entry(47, "NSEC"),
          Map.entry(48, "DNSKEY"),
          Map.entry(50, "NSEC3"),
          Map.entry(51, "NSEC3PARAM"),
          Map.entry(52, "TLSA"),
          Map.entry(64, "SVCB"),
          Map.entry(65, "HTTPS"),
          Map.entry(99, "SPF"),
          Map.entry(249, "TKEY"),
          Map.entry(250, "TSIG"),
          Map.entry(251, "IXFR"),
          Map.entry(252, "AXFR"),
          Map.entry(255, "*"),
          Map.entry(256, "URI"),
          Map.entry(257, "CAA"));

  private static final Map<Integer, String> CODES =
      Map.ofEntries(
          Map.entry(0, "NOERROR"),
          Map.entry(1, "FORMERR"),
          Map.entry(2, "SERVFAIL"),
          Map.entry(3, "NXDOMAIN"),
          Map.entry(4, "NOTIMP"),
          Map.entry(5, "REFUSED"),
          Map.entry(6, "YXDOMAIN"),
          Map.entry(7, "YXRRSET"),
          Map.entry(8, "NXRRSET"),
          Map.entry(9, "NOTAUTH"),
          Map.entry(10, "NOTZONE"));

  private DnsNames() {}

  static String type(int type) {
    return TYPES.getOrDefault(type, "query-" + type);
  }

  static String klass(int number) {
    return switch (number) {
      case 1 -> "C_INTERNET";
      case 3 -> "C_CHAOS";
      case 4 -> "C_HESOD";
      case 254 -> "C_NONE";
      case 255 -> "C_ANY";
      default -> "qclass-" + number;
    };
  }

  static String code(int code) {
    return CODES.getOrDefault(code, "rcode-" + code);
  }

  static String operation(int opcode) {
    return switch (opcode) {
      case 0 -> "query";
      case 1 -> "inverse-query";
      case 2 -> "server-status";
      case 4 -> "notify";
      case 5 -> "dynamic-update";
      case 6 -> "dso";
      default -> "opcode-" + opcode;
    };
  }
}
