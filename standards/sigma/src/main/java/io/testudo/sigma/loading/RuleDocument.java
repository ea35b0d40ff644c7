package io.testudo.sigma.loading;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.DetectionParser;
import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One YAML document, read as a detection rule. */
final class RuleDocument {
  private static final int MAX_TITLE = 1_024;
  private static final int MAX_TEXT = 65_535;
  private static final int MAX_LISTED = 1_000;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final YamlValue.Fields fields;
  private final String place;
  private final Consumer<String> warnings;

  RuleDocument(YamlValue.Fields fields, String place, Consumer<String> warnings) {
    this.fields = fields;
    this.place = place;
    this.warnings = warnings;
  }

  /** The title as far as it is one, for reports about a rule that is refused. */
  static String titleOf(YamlValue.Fields fields) {
    String title = fields.entries().get("title") instanceof YamlValue.Scalar s ? s.source() : "";
    return oneLine(title.length() > MAX_TITLE ? title.substring(0, MAX_TITLE) : title);
  }

  SigmaRule rule(Placeholders placeholders) throws RuleRefusedException {
    refuseOtherKinds();
    String title = titleOf(fields);
    if (title.isEmpty()) {
      throw new RuleRefusedException("has no title");
    }
    LogSource source = logSource();
    YamlValue section = fields.entries().get("detection");
    if (section == null) {
      throw new RuleRefusedException("has no detection");
    }
    Detection detection = DetectionParser.parse(section, placeholders, warnings);
    warnOfBudgetedExpressions(detection);
    return new SigmaRule(
        id(title, source),
        title,
        text("description", MAX_TEXT),
        named("status", SigmaRule.Status.values(), SigmaRule.Status.UNSTATED),
        named("level", SigmaRule.Level.values(), SigmaRule.Level.UNRATED),
        source,
        list("tags").stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList(),
        list("falsepositives"),
        list("references"),
        text("author", MAX_TITLE),
        place,
        detection);
  }

  private void refuseOtherKinds() throws RuleRefusedException {
    if (fields.entries().containsKey("correlation")) {
      throw new RuleRefusedException("is a correlation rule, which is not honoured yet");
    }
    if (fields.entries().containsKey("filter")) {
      throw new RuleRefusedException("is a Sigma filter, which is not honoured yet");
    }
    if (fields.entries().containsKey("action")) {
      throw new RuleRefusedException("is a rule collection of Sigma 1, which is not honoured");
    }
  }

  private LogSource logSource() throws RuleRefusedException {
    if (!(fields.entries().get("logsource") instanceof YamlValue.Fields source)) {
      throw new RuleRefusedException("has no logsource");
    }
    var logSource =
        new LogSource(
            coordinate(source, "product"),
            coordinate(source, "category"),
            coordinate(source, "service"));
    if (logSource.equals(LogSource.ANY)) {
      throw new RuleRefusedException("logsource must give a product, a category or a service");
    }
    return logSource;
  }

  private static String coordinate(YamlValue.Fields source, String name)
      throws RuleRefusedException {
    YamlValue value = source.entries().get(name);
    if (value == null || value instanceof YamlValue.Nothing) {
      return "";
    }
    if (!(value instanceof YamlValue.Scalar scalar) || scalar.source().length() > 128) {
      throw new RuleRefusedException("logsource " + name + " must be a short text");
    }
    return oneLine(scalar.source());
  }

  private String id(String title, LogSource source) {
    String id = text("id", 128);
    if (id.isEmpty()) {
      warnings.accept("has no id; one is derived from its title and log source");
      String name = title + "\n" + source;
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
    if (!UUID_FORM.matcher(id).matches()) {
      warnings.accept("id '" + id + "' is not a UUID");
    }
    return id.toLowerCase(Locale.ROOT);
  }

  private <E extends Enum<E>> E named(String key, E[] values, E otherwise) {
    String name = text(key, 64);
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        if (value.name().equals("UNSUPPORTED") || value.name().equals("DEPRECATED")) {
          warnings.accept("its author calls it " + name);
        }
        return value;
      }
    }
    if (!name.isEmpty()) {
      warnings.accept(key + " '" + name + "' is not one of Sigma's");
    }
    return otherwise;
  }

  private String text(String key, int limit) {
    YamlValue value = fields.entries().get(key);
    if (!(value instanceof YamlValue.Scalar scalar)) {
      return "";
    }
    String text = scalar.source().strip();
    return text.length() > limit ? text.substring(0, limit) : text;
  }

  private List<String> list(String key) {
    YamlValue value = fields.entries().get(key);
    var texts = new ArrayList<String>();
    List<YamlValue> listed =
        switch (value) {
          case null -> List.of();
          case YamlValue.Items items -> items.values();
          case YamlValue.Scalar scalar -> List.of(scalar);
          case YamlValue.Fields map -> List.of();
        };
    for (YamlValue each : listed) {
      if (each instanceof YamlValue.Scalar scalar
          && !scalar.source().isBlank()
          && texts.size() < MAX_LISTED) {
        texts.add(oneLine(scalar.source()));
      }
    }
    return texts;
  }

  private void warnOfBudgetedExpressions(Detection detection) {
    for (Detection.Search search : detection.searches()) {
      warnOfBudgetedExpressions(search.name(), search.selection());
    }
  }

  private void warnOfBudgetedExpressions(String name, Selection selection) {
    switch (selection) {
      case Selection.AllOf all -> all.parts().forEach(p -> warnOfBudgetedExpressions(name, p));
      case Selection.AnyOf any -> any.parts().forEach(p -> warnOfBudgetedExpressions(name, p));
      case Selection.Presence presence -> {}
      case Selection.OfField field -> warnOfBudgetedExpressions(name, field.values());
      case Selection.OfEvent event -> warnOfBudgetedExpressions(name, event.values());
    }
  }

  private void warnOfBudgetedExpressions(String name, Selection.Values values) {
    for (List<ValueTest> alternatives : values.alternatives()) {
      for (ValueTest test : alternatives) {
        if (test instanceof ValueTest.Matches matches && !matches.pattern().isLinear()) {
          warnings.accept(
              "search '" + name + "' has a regular expression that runs under a budget of steps");
        }
      }
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
  }
}
