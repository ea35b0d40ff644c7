package io.testudo.sigma.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The values that stand for {@code %name%} in rules with the modifier {@code expand}.
 *
 * @param values per name, without the percent signs, the values, any of which will do; they may
 *     hold wildcards
 */
public record Placeholders(Map<String, List<String>> values) {
  private static final int MAX_EXPANSIONS = 10_000;

  public Placeholders {
    values = Map.copyOf(values);
  }

  /** All texts that a value with placeholders stands for. */
  List<String> expand(String value) throws RuleRefusedException {
    List<StringBuilder> expanded = List.of(new StringBuilder());
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i);
      int close = c == '%' ? value.indexOf('%', i + 1) : -1;
      if (c == '\\' && value.startsWith("\\%", i)) {
        append(expanded, "%");
        i += 2;
      } else if (c == '\\' && i + 1 < value.length()) {
        append(expanded, value.substring(i, i + 2));
        i += 2;
      } else if (close > i + 1) {
        expanded = times(expanded, bound(value.substring(i + 1, close)));
        i = close + 1;
      } else {
        append(expanded, String.valueOf(c));
        i++;
      }
    }
    return expanded.stream().map(StringBuilder::toString).toList();
  }

  private List<String> bound(String name) throws RuleRefusedException {
    List<String> found = values.get(name);
    if (found == null || found.isEmpty()) {
      throw new RuleRefusedException("placeholder %" + name + "% has no value");
    }
    return found;
  }

  private static void append(List<StringBuilder> texts, String more) {
    for (StringBuilder text : texts) {
      text.append(more);
    }
  }

  private static List<StringBuilder> times(List<StringBuilder> texts, List<String> endings)
      throws RuleRefusedException {
    if ((long) texts.size() * endings.size() > MAX_EXPANSIONS) {
      throw new RuleRefusedException(
          "placeholders must not expand to more than " + MAX_EXPANSIONS + " values");
    }
    var products = new ArrayList<StringBuilder>(texts.size() * endings.size());
    for (StringBuilder text : texts) {
      for (String ending : endings) {
        products.add(new StringBuilder(text).append(ending));
      }
    }
    return products;
  }
}
