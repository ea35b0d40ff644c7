package io.testudo.sigma.loading;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.DetectionParser;
import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.filter.RuleFilter;
import io.testudo.sigma.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One YAML document, read as a Sigma filter. What it refers to is not looked up yet. */
final class FilterDocument {
  private static final String ANY = "any";
  private static final int MOST_RULES = 10_000;

  private final YamlValue.Fields document;
  private final String place;
  private final Consumer<String> warnings;

  FilterDocument(YamlValue.Fields document, String place, Consumer<String> warnings) {
    this.document = document;
    this.place = place;
    this.warnings = warnings;
  }

  RuleFilter filter(Placeholders placeholders) throws RuleRefusedException {
    for (String other : List.of("detection", "correlation")) {
      if (document.entries().containsKey(other)) {
        throw new RuleRefusedException("has both a filter and a " + other);
      }
    }
    if (HeadReader.titleOf(document).isEmpty()) {
      throw new RuleRefusedException("has no title");
    }
    if (!(document.entries().get("filter") instanceof YamlValue.Fields section)) {
      throw new RuleRefusedException("filter must be a map");
    }
    LogSource source = RuleDocument.logSource(document);
    Map<String, YamlValue> asked = new LinkedHashMap<>(section.entries());
    List<String> rules = rules(asked.remove("rules"));
    YamlValue detection = new YamlValue.Fields(asked, section.line());
    Detection parsed;
    try {
      parsed = DetectionParser.parse(detection, placeholders, warnings);
    } catch (RuleRefusedException e) {
      throw new RuleRefusedException(e.reason().replaceFirst("^detection", "filter"));
    }
    return new RuleFilter(
        new HeadReader(document, place, warnings).read("filter " + source),
        source,
        rules,
        parsed,
        RuleDocument.digest("filter", detection, placeholders));
  }

  /** The rules that are meant; none for any. */
  private static List<String> rules(@Nullable YamlValue value) throws RuleRefusedException {
    if (value instanceof YamlValue.Text text && text.source().equalsIgnoreCase(ANY)) {
      return List.of();
    }
    if (!(value instanceof YamlValue.Items items) || items.values().isEmpty()) {
      throw new RuleRefusedException("filter rules must be a list of rules, or 'any'");
    }
    return CorrelationDocument.names("filter rules", items, MOST_RULES);
  }
}
