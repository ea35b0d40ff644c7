package io.testudo.sigma.detection;

import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

  /** The names of the placeholders in the fields of a section that are expanded. */
  public static Set<String> namesIn(YamlValue section) {
    Set<String> names = new TreeSet<>();
    collect(section, names);
    return names;
  }

  /** Those of these names that have no value. */
  public Set<String> unfilled(Set<String> names) {
    Set<String> unfilled = new TreeSet<>(names);
    unfilled.removeIf(name -> !valuesOf(name).isEmpty());
    return unfilled;
  }

  /** The values of a placeholder; none where it has none. */
  public List<String> valuesOf(String name) {
    return values.getOrDefault(name, List.of());
  }

  private static void collect(YamlValue value, Set<String> into) {
    switch (value) {
      case YamlValue.Items items -> items.values().forEach(item -> collect(item, into));
      case YamlValue.Fields fields -> {
        for (Map.Entry<String, YamlValue> entry : fields.entries().entrySet()) {
          List<String> words = List.of(entry.getKey().split("\\|", -1));
          if (words.subList(1, words.size()).contains(Modifier.EXPAND.written())) {
            collectNames(entry.getValue(), into);
          } else {
            collect(entry.getValue(), into);
          }
        }
      }
      case YamlValue.Scalar scalar -> {}
    }
  }

  private static void collectNames(YamlValue value, Set<String> into) {
    List<YamlValue> listed =
        value instanceof YamlValue.Items items ? items.values() : List.of(value);
    for (YamlValue each : listed) {
      if (each instanceof YamlValue.Scalar scalar) {
        pieces(scalar.source()).stream()
            .filter(Piece::isName)
            .forEach(piece -> into.add(piece.text()));
      }
    }
  }

  /** A piece of a value: the name of a placeholder, or text that stays. */
  private record Piece(String text, boolean isName) {}

  private static List<Piece> pieces(String value) {
    List<Piece> pieces = new ArrayList<>();
    var plain = new StringBuilder();
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i);
      int close = c == '%' ? value.indexOf('%', i + 1) : -1;
      if (c == '\\' && value.startsWith("\\%", i)) {
        plain.append('%');
        i += 2;
      } else if (c == '\\' && i + 1 < value.length()) {
        plain.append(value, i, i + 2);
        i += 2;
      } else if (close > i + 1) {
        pieces.add(new Piece(plain.toString(), false));
        pieces.add(new Piece(value.substring(i + 1, close), true));
        plain.setLength(0);
        i = close + 1;
      } else {
        plain.append(c);
        i++;
      }
    }
    pieces.add(new Piece(plain.toString(), false));
    return pieces;
  }

  /** All texts that a value with placeholders stands for. */
  List<String> expand(String value) throws RuleRefusedException {
    List<StringBuilder> expanded = List.of(new StringBuilder());
    for (Piece piece : pieces(value)) {
      if (piece.isName()) {
        expanded = times(expanded, bound(piece.text()));
      } else {
        append(expanded, piece.text());
      }
    }
    return expanded.stream().map(StringBuilder::toString).toList();
  }

  private List<String> bound(String name) throws RuleRefusedException {
    List<String> found = valuesOf(name);
    if (found.isEmpty()) {
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
