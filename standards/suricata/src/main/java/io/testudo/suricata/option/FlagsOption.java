package io.testudo.suricata.option;

import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.text.MalformedRuleException;
import java.util.function.Predicate;

/** The option {@code flags}: which of TCP's flags are set, and which do not matter. */
final class FlagsOption {
  private FlagsOption() {}

  static Predicate<Packet> parse(String value) throws MalformedRuleException {
    String[] parts = value.split(",", 2);
    int ignored = parts.length > 1 ? bits(parts[1].strip()) : 0;
    String flags = parts[0].strip();
    char modifier = ' ';
    for (char sign : new char[] {'+', '*', '!'}) {
      if (flags.indexOf(sign) >= 0) {
        modifier = sign;
        flags = flags.replace(String.valueOf(sign), "");
      }
    }
    int wanted = bits(flags);
    int mask = ~ignored & 0xFF;
    return switch (modifier) {
      case '+' -> p -> p.isTcp() && (p.tcpFlags() & mask & wanted) == wanted;
      case '*' -> p -> p.isTcp() && (p.tcpFlags() & mask & wanted) != 0;
      case '!' -> p -> p.isTcp() && (p.tcpFlags() & mask & wanted) != wanted;
      default -> p -> p.isTcp() && (p.tcpFlags() & mask) == wanted;
    };
  }

  private static int bits(String letters) throws MalformedRuleException {
    int bits = 0;
    for (char c : letters.toCharArray()) {
      bits |=
          switch (c) {
            case 'F', 'f' -> Packet.FIN;
            case 'S', 's' -> Packet.SYN;
            case 'R', 'r' -> Packet.RST;
            case 'P', 'p' -> Packet.PSH;
            case 'A', 'a' -> Packet.ACK;
            case 'U', 'u' -> Packet.URG;
            case 'E', 'e', '2' -> 0x40;
            case 'C', 'c', '1' -> 0x80;
            case '0', ' ', ',' -> 0;
            default -> throw new MalformedRuleException("TCP flag (" + c + ") is not known");
          };
    }
    return bits;
  }
}
