package io.testudo.suricata.dataset;

import io.testudo.suricata.text.MalformedRuleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data sets that rules declare, by name; rules that name the same one share it.
 *
 * <p>For one thread. Bounded: at most {@value #MOST_SETS} sets and {@value #MOST_VALUES} values.
 */
public final class DataSets {
  private static final int MOST_SETS = 10_000;
  private static final int MOST_VALUES = 8_000_000;
  private static final int MOST_REPUTATION = 65_535;

  private final Map<String, DataSet> sets = new HashMap<>();
  private int values;

  /**
   * The set of a name, declared where it is not known yet.
   *
   * @param type what its values are, or null where a rule before has said so
   * @param file what it is loaded from, or an empty text
   * @throws IOException if the file cannot be read
   */
  public DataSet set(String name, @Nullable ValueType type, String file, RuleFiles files)
      throws MalformedRuleException, IOException {
    DataSet known = sets.get(name);
    if (known != null && (type == null || known.type() == type)) {
      return known;
    }
    if (type == null || known != null) {
      throw new MalformedRuleException(
          "type of data set " + name + (known == null ? " is missing" : " is another elsewhere"));
    }
    if (sets.size() >= MOST_SETS) {
      throw new MalformedRuleException("there must not be more than " + MOST_SETS + " data sets");
    }
    Map<String, Integer> loaded = file.isEmpty() ? Map.of() : load(type, files.read(file));
    DataSet set = new DataSet(name, type, loaded);
    sets.put(name, set);
    values += loaded.size();
    return set;
  }

  /** One value a line, with a comma and its reputation behind it where it has one. */
  private Map<String, Integer> load(ValueType type, byte[] content) throws MalformedRuleException {
    Map<String, Integer> loaded = new HashMap<>();
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      String line = text.substring(at, end).strip();
      at = end + 1;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (values + loaded.size() >= MOST_VALUES) {
        throw new MalformedRuleException(
            "data sets must not hold more than " + MOST_VALUES + " values");
      }
      int comma = line.indexOf(',');
      String value = comma < 0 ? line : line.substring(0, comma).strip();
      loaded.put(type.read(value), comma < 0 ? 0 : reputation(line.substring(comma + 1).strip()));
    }
    return loaded;
  }

  static int reputation(String text) throws MalformedRuleException {
    boolean isNumber =
        text.length() <= 5 && !text.isEmpty() && text.chars().allMatch(DataSets::isDigit);
    int number = isNumber ? Integer.parseInt(text) : MOST_REPUTATION + 1;
    if (number > MOST_REPUTATION) {
      throw new MalformedRuleException(
          "reputation (" + text + ") must be between 0 and " + MOST_REPUTATION);
    }
    return number;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
