package io.testudo.sigma.loading;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.DetectionParser;
import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pipeline.FieldNames;
import io.testudo.sigma.yaml.Digest;
import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One YAML document, read as a rule about single events. */
final class RuleDocument {
  private final YamlValue.Fields fields;
  private final String place;
  private final Consumer<String> warnings;

  RuleDocument(YamlValue.Fields fields, String place, Consumer<String> warnings) {
    this.fields = fields;
    this.place = place;
    this.warnings = warnings;
  }

  SigmaRule rule(Placeholders placeholders) throws RuleRefusedException {
    if (fields.entries().containsKey("action")) {
      throw new RuleRefusedException("is a rule collection of Sigma 1, which is not honoured");
    }
    if (HeadReader.titleOf(fields).isEmpty()) {
      throw new RuleRefusedException("has no title");
    }
    LogSource source = logSource(fields);
    YamlValue section = fields.entries().get("detection");
    if (section == null) {
      throw new RuleRefusedException("has no detection");
    }
    Detection detection = DetectionParser.parse(section, placeholders, warnings);
    warnOfBudgetedExpressions(detection);
    return new SigmaRule(
        new HeadReader(fields, place, warnings).read(source.toString()),
        source,
        detection,
        FieldNames.AS_WRITTEN,
        digest(source.toString(), section, placeholders));
  }

  /** What a section asks, the values of its placeholders included. */
  static String digest(String context, YamlValue section, Placeholders placeholders) {
    List<String> parts = new ArrayList<>(List.of(Digest.of(context, section)));
    for (String name : Placeholders.namesIn(section)) {
      parts.add(name);
      parts.addAll(placeholders.valuesOf(name));
    }
    return parts.size() == 1 ? parts.getFirst() : Digest.of(parts.toArray(String[]::new));
  }

  /** The log source of a rule or a filter. */
  static LogSource logSource(YamlValue.Fields fields) throws RuleRefusedException {
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
    return HeadReader.oneLine(scalar.source());
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
}
