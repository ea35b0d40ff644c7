package io.testudo.app.rules;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaRule;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * An exception to a rule, as a Sigma filter document. The same exception always has the same id and
 * file name.
 *
 * @param id its id
 * @param fileName the name of a file for it
 * @param document the YAML document
 */
public record RuleException(String id, String fileName, String document) {
  private static final int MOST_SLUG = 48;
  private static final int MOST_CHARACTERS = 1_024;

  /**
   * Makes an exception.
   *
   * @param where conditions such as {@code User|startswith=adm_}; all fields must hold, of one that
   *     is named several times any value
   * @param reason why, for people; may be empty
   * @throws IllegalArgumentException if a condition is none
   */
  public static RuleException of(
      SigmaRule rule, List<String> where, String reason, LocalDate today) {
    if (where.isEmpty()) {
      throw new IllegalArgumentException("an exception must have at least one --where field=value");
    }
    Map<String, Object> selection = new LinkedHashMap<>();
    values(where)
        .forEach(
            (field, values) ->
                selection.put(field, values.size() == 1 ? values.getFirst() : values));
    String key = rule.id() + "\n" + selection;
    UUID id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("rules", List.of(rule.id()));
    filter.put("selection", selection);
    filter.put("condition", "selection");
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", "Exception to " + rule.title());
    document.put("id", id.toString());
    if (!reason.isBlank()) {
      document.put("description", reason);
    }
    document.put("date", today.toString());
    document.put("logsource", coordinates(rule.logSource()));
    document.put("filter", filter);
    return new RuleException(id.toString(), fileName(rule.title(), id), yaml(document));
  }

  private static Map<String, List<String>> values(List<String> where) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String condition : where) {
      int equals = condition.indexOf('=');
      String field = equals < 0 ? "" : condition.substring(0, equals).strip();
      String value = equals < 0 ? "" : condition.substring(equals + 1);
      boolean plain = condition.chars().noneMatch(Character::isISOControl);
      if (field.isEmpty() || value.isEmpty() || condition.length() > MOST_CHARACTERS || !plain) {
        throw new IllegalArgumentException(
            "--where (" + condition.replaceAll("\\p{Cntrl}", "?") + ") must be field=value");
      }
      values.computeIfAbsent(field, key -> new ArrayList<>()).add(value);
    }
    return values;
  }

  private static Map<String, String> coordinates(LogSource source) {
    Map<String, String> coordinates = new LinkedHashMap<>();
    put(coordinates, "product", source.product());
    put(coordinates, "category", source.category());
    put(coordinates, "service", source.service());
    return coordinates;
  }

  private static void put(Map<String, String> into, String name, String coordinate) {
    if (!coordinate.isEmpty()) {
      into.put(name, coordinate);
    }
  }

  private static String fileName(String title, UUID id) {
    String slug =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    String shortened = slug.length() > MOST_SLUG ? slug.substring(0, MOST_SLUG) : slug;
    return "mf_" + shortened + "_" + id.toString().substring(0, 8) + ".yml";
  }

  private static String yaml(Map<String, Object> document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(4);
    options.setIndicatorIndent(2);
    options.setSplitLines(false);
    return new Yaml(options).dump(document);
  }
}
