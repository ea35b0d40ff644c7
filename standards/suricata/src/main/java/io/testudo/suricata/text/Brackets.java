package io.testudo.suricata.text;

import java.util.ArrayList;
import java.util.List;

/** Lists in brackets. */
final class Brackets {
  private Brackets() {}

  /** The parts between the commas of the outermost brackets. */
  static List<String> parts(String text, int most) throws MalformedRuleException {
    if (!text.endsWith("]")) {
      throw new MalformedRuleException("group (" + text + ") must end with a bracket");
    }
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 1;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean last = i == text.length() - 1;
      if (c == '[') {
        depth++;
      } else if (c == ']' && !last) {
        depth--;
      }
      if (last || (c == ',' && depth == 0)) {
        String part = text.substring(start, i);
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = i + 1;
      }
      if (depth < 0 || parts.size() > most) {
        throw new MalformedRuleException("group (" + text + ") is unbalanced or too long");
      }
    }
    if (parts.isEmpty()) {
      throw new MalformedRuleException("group (" + text + ") is empty");
    }
    return parts;
  }
}
