package io.testudo.app.config;

import io.testudo.vocabulary.entity.IpAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a configuration file, read key by key; what is wrong is noted and a default taken,
 * so that all problems come out together. A key that nobody asked for is a problem too.
 */
final class ConfigSection {

  private final String path;
  private final Map<?, ?> values;
  private final List<String> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  ConfigSection(String path, Map<?, ?> values, List<String> problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  private @Nullable Object take(String key) {
    asked.add(key);
    return values.get(key);
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void problem(String key, Object value, String must) {
    problems.add(name(key) + " (" + value + ") must " + must);
  }

  boolean has(String key) {
    asked.add(key);
    return values.get(key) != null;
  }

  String text(String key, String byDefault) {
    Object value = take(key);
    if (value == null) {
      return byDefault;
    }
    if (value instanceof Map || value instanceof List || value.toString().isBlank()) {
      problem(key, value, "be a text");
      return byDefault;
    }
    return value.toString();
  }

  /** A numeric address: names would have to be looked up. */
  String address(String key, String byDefault) {
    String text = text(key, byDefault);
    if (IpAddress.parseOrNull(text) == null) {
      problem(key, text, "be a numeric address like 127.0.0.1 or ::1");
      return byDefault;
    }
    return text;
  }

  int number(String key, int byDefault, int least, int most) {
    Object value = take(key);
    if (value == null) {
      return byDefault;
    }
    if (value instanceof Integer number && number >= least && number <= most) {
      return number;
    }
    problem(key, value, "be a whole number in " + least + ".." + most);
    return byDefault;
  }

  Duration duration(String key, Duration byDefault, Duration least, Duration most) {
    Object value = take(key);
    if (value == null) {
      return byDefault;
    }
    try {
      Duration duration = parse(value.toString());
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Said below, with the form that is expected.
    }
    problem(
        key,
        value,
        "be a duration like 30s, 5m, 12h or 180d in " + word(least) + ".." + word(most));
    return byDefault;
  }

  private static Duration parse(String text) {
    String amount = text.strip();
    return Duration.parse(amount.endsWith("d") ? "P" + amount : "PT" + amount);
  }

  private static String word(Duration duration) {
    return duration.toDays() > 0 ? duration.toDays() + "d" : duration.toSeconds() + "s";
  }

  List<String> texts(String key, List<String> byDefault) {
    Object value = take(key);
    if (value == null) {
      return byDefault;
    }
    if (!(value instanceof List<?> list)) {
      problem(key, value, "be a list of texts");
      return byDefault;
    }
    List<String> texts = new ArrayList<>();
    for (Object member : list) {
      if (member instanceof String || member instanceof Number) {
        texts.add(member.toString());
      } else {
        problem(key, member, "be a list of texts");
      }
    }
    return texts;
  }

  /** One text or a list of them; empty if there is none. */
  List<String> textOrTexts(String key) {
    return values.get(key) instanceof List ? texts(key, List.of()) : listed(text(key, ""));
  }

  private static List<String> listed(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }

  /** Texts by texts, in the order of the file. */
  Map<String, String> pairs(String key) {
    Object value = take(key);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (value == null) {
      return pairs;
    }
    if (!(value instanceof Map<?, ?> map)) {
      problem(key, value, "be a mapping of texts to texts");
      return pairs;
    }
    map.forEach(
        (from, to) -> {
          if (to == null || to instanceof Map || to instanceof List) {
            problem(key + "." + from, String.valueOf(to), "be a text");
          } else {
            pairs.put(String.valueOf(from), to.toString());
          }
        });
    return pairs;
  }

  ConfigSection section(String key) {
    Object value = take(key);
    if (value != null && !(value instanceof Map)) {
      problem(key, value, "be a mapping");
    }
    Map<?, ?> map = value instanceof Map<?, ?> given ? given : Map.of();
    return new ConfigSection(name(key), map, problems);
  }

  <T> List<T> sections(String key, Function<ConfigSection, @Nullable T> reader) {
    Object value = take(key);
    List<T> results = new ArrayList<>();
    if (value == null) {
      return results;
    }
    if (!(value instanceof List<?> list)) {
      problem(key, value, "be a list of mappings");
      return results;
    }
    int index = 0;
    for (Object member : list) {
      String memberPath = name(key) + "[" + index++ + "]";
      if (!(member instanceof Map<?, ?> map)) {
        problems.add(memberPath + " (" + member + ") must be a mapping");
        continue;
      }
      ConfigSection section = new ConfigSection(memberPath, map, problems);
      T result = reader.apply(section);
      section.close();
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  /** Notes every key that nobody asked for. */
  void close() {
    for (Object key : values.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        problems.add(
            name(String.valueOf(key))
                + " is not a known key; known here: "
                + String.join(", ", asked));
      }
    }
  }
}
