package io.testudo.suricata.transform;

import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;

/**
 * How octets are read as base64.
 *
 * @param bytes how many characters to read, or 0 for all
 * @param offset where to begin
 * @param relative whether the offset counts from the last match
 * @param mode what characters outside the alphabet mean
 */
public record Base64Settings(int bytes, int offset, boolean relative, Mode mode) {

  /** What characters outside the alphabet mean. */
  public enum Mode {
    /** They are passed over (RFC 2045). */
    SKIP,
    /** They end the text (RFC 4648). */
    END,
    /** They make the whole no base64 at all. */
    REFUSE
  }

  /** Reads settings as rules write them, separated by commas. */
  public static Base64Settings parse(String text) throws MalformedRuleException {
    int bytes = 0;
    int offset = 0;
    boolean relative = false;
    Mode mode = Mode.END;
    for (String part : text.split(",")) {
      String[] words = part.strip().split("\\s+");
      switch (words[0]) {
        case "" -> {}
        case "relative" -> relative = true;
        case "bytes" -> bytes = count(words);
        case "offset" -> offset = count(words);
        case "mode" -> mode = mode(words);
        default -> throw new MalformedRuleException("base64 setting (" + part + ") is not known");
      }
    }
    return new Base64Settings(bytes, offset, relative, mode);
  }

  private static int count(String[] words) throws MalformedRuleException {
    long value = words.length == 2 ? Numbers.number(words[1]) : -1;
    if (value < 0 || value > 65_535) {
      throw new MalformedRuleException("base64 " + words[0] + " must be between 0 and 65535");
    }
    return (int) value;
  }

  private static Mode mode(String[] words) throws MalformedRuleException {
    return switch (words.length == 2 ? words[1] : "") {
      case "rfc2045" -> Mode.SKIP;
      case "rfc4648" -> Mode.END;
      case "strict" -> Mode.REFUSE;
      default -> throw new MalformedRuleException("base64 mode must be rfc2045, rfc4648 or strict");
    };
  }
}
