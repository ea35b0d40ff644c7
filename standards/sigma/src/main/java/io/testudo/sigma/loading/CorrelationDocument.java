package io.testudo.sigma.loading;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.correlation.Correlation;
import io.testudo.sigma.correlation.Correlation.Type;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.yaml.Digest;
import io.testudo.sigma.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One YAML document, read as a correlation rule. What it refers to is not looked up yet. */
final class CorrelationDocument {
  private static final Set<String> KNOWN =
      Set.of("type", "rules", "aliases", "group-by", "timespan", "condition", "generate");
  private static final Pattern TIMESPAN = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
  private static final Duration MOST_TIME = Duration.ofDays(366);
  private static final int MOST_NAMES = 16;
  private static final int MOST_LENGTH = 256;

  private final YamlValue.Fields document;
  private final String place;
  private final Consumer<String> warnings;

  CorrelationDocument(YamlValue.Fields document, String place, Consumer<String> warnings) {
    this.document = document;
    this.place = place;
    this.warnings = warnings;
  }

  CorrelationRule rule() throws RuleRefusedException {
    if (document.entries().containsKey("detection")) {
      throw new RuleRefusedException("has both a correlation and a detection");
    }
    if (!(document.entries().get("correlation") instanceof YamlValue.Fields section)) {
      throw new RuleRefusedException("correlation must be a map");
    }
    Map<String, YamlValue> entries = section.entries();
    for (String key : entries.keySet()) {
      if (!KNOWN.contains(key)) {
        throw new RuleRefusedException("correlation has the key '" + key + "', which is not known");
      }
    }
    Type type = type(entries.get("type"));
    List<String> rules = rules(entries.get("rules"));
    Correlation correlation =
        new Correlation(
            type,
            rules,
            aliases(entries.get("aliases"), rules),
            groupBy(entries),
            timespan(entries.get("timespan")),
            new CriterionReader(type, rules.size()).read(entries.get("condition")),
            generates(entries));
    return new CorrelationRule(
        new HeadReader(document, place, warnings).read("correlation"),
        correlation,
        Digest.of("correlation", section));
  }

  private static Type type(@Nullable YamlValue value) throws RuleRefusedException {
    String name = value instanceof YamlValue.Text text ? text.source() : "";
    for (Type type : Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new RuleRefusedException("correlation type '" + name + "' is not one of Sigma's");
  }

  private static List<String> rules(@Nullable YamlValue value) throws RuleRefusedException {
    List<String> rules = names("rules", value, Correlation.MOST_RULES);
    if (rules.isEmpty()) {
      throw new RuleRefusedException("correlation must refer to a rule");
    }
    return rules;
  }

  private static List<String> groupBy(Map<String, YamlValue> entries) throws RuleRefusedException {
    if (!entries.containsKey("group-by")) {
      throw new RuleRefusedException(
          "correlation has no group-by; 'group-by: []' takes all events together");
    }
    return names("group-by", entries.get("group-by"), MOST_NAMES);
  }

  /** The texts of a list, each there once; a single text stands for a list of one. */
  static List<String> names(String what, @Nullable YamlValue value, int most)
      throws RuleRefusedException {
    List<YamlValue> values =
        switch (value) {
          case null -> List.of();
          case YamlValue.Items items -> items.values();
          case YamlValue.Scalar scalar -> List.of(scalar);
          case YamlValue.Fields fields ->
              throw new RuleRefusedException(what + " is a map; it must be a list of texts");
        };
    if (values.size() > most) {
      throw new RuleRefusedException(what + " must not have more than " + most + " entries");
    }
    var names = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (YamlValue each : values) {
      String name = each instanceof YamlValue.Scalar scalar ? scalar.source().strip() : "";
      if (name.isEmpty() || name.length() > MOST_LENGTH) {
        throw new RuleRefusedException(what + " must list texts of 1 to 256 characters");
      }
      if (!seen.add(name)) {
        throw new RuleRefusedException(what + " lists '" + name + "' twice");
      }
      names.add(name);
    }
    return names;
  }

  private static Map<String, Map<String, String>> aliases(
      @Nullable YamlValue value, List<String> rules) throws RuleRefusedException {
    var aliases = new LinkedHashMap<String, Map<String, String>>();
    if (value == null || value instanceof YamlValue.Nothing) {
      return aliases;
    }
    if (!(value instanceof YamlValue.Fields fields) || fields.entries().size() > MOST_NAMES) {
      throw new RuleRefusedException("aliases must be a map of at most 16 names");
    }
    for (Map.Entry<String, YamlValue> alias : fields.entries().entrySet()) {
      if (!(alias.getValue() instanceof YamlValue.Fields perRule)) {
        throw new RuleRefusedException(
            "alias '" + alias.getKey() + "' must be a map from rules to fields");
      }
      var fieldOfRule = new LinkedHashMap<String, String>();
      for (Map.Entry<String, YamlValue> entry : perRule.entries().entrySet()) {
        if (!rules.contains(entry.getKey())) {
          throw new RuleRefusedException(
              "alias '"
                  + alias.getKey()
                  + "' names the rule '"
                  + entry.getKey()
                  + "', which the correlation does not refer to by that name");
        }
        fieldOfRule.put(entry.getKey(), names("alias", entry.getValue(), 1).getFirst());
      }
      aliases.put(alias.getKey(), fieldOfRule);
    }
    return aliases;
  }

  private static Duration timespan(@Nullable YamlValue value) throws RuleRefusedException {
    Matcher form =
        TIMESPAN.matcher(value instanceof YamlValue.Scalar scalar ? scalar.source() : "");
    if (!form.matches()) {
      throw new RuleRefusedException(
          "timespan must be a number and one of s, m, h and d, such as 90m");
    }
    long number = Long.parseLong(form.group(1));
    Duration timespan =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (timespan.compareTo(MOST_TIME) > 0) {
      throw new RuleRefusedException("timespan must not be longer than 366d");
    }
    return timespan;
  }

  /** Sigma has it beside the correlation; within it, it is taken too. */
  private boolean generates(Map<String, YamlValue> section) throws RuleRefusedException {
    YamlValue value =
        section.getOrDefault(
            "generate",
            document.entries().getOrDefault("generate", new YamlValue.Flag("false", 0)));
    if (!(value instanceof YamlValue.Flag flag)) {
      throw new RuleRefusedException("generate must be true or false");
    }
    return flag.isTrue();
  }
}
