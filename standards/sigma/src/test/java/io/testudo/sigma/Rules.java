package io.testudo.sigma;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Short ways for tests to a rule and its verdict. */
final class Rules {
  static final LogSourceMapping MAPPING = LogSourceMapping.standard();
  static final LogSource SOURCE = new LogSource("example", "", "");

  private Rules() {}

  /** A rule with this detection section, for events that declare {@link #SOURCE}. */
  static String yaml(String detection) {
    return """
        title: Example
        id: 0f3c0a4e-8a4f-4d0c-9d55-3a6f4f3b9f10
        logsource:
            product: example
        detection:
        """
        + detection.indent(4);
  }

  static RuleReport load(String yaml) {
    return load(yaml, Map.of());
  }

  static RuleReport load(String yaml, Map<String, List<String>> placeholders) {
    var loader = new RuleLoader(MAPPING, placeholders);
    return loader.load("example.yml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a rule with this detection holds for an event with these fields. */
  static boolean holds(String detection, String json) {
    return !matches(detection, json).isEmpty();
  }

  static List<Match> matches(String detection, String json) {
    RuleReport report = load(yaml(detection));
    if (!report.refusals().isEmpty()) {
      throw new IllegalArgumentException(report.refusals().toString());
    }
    return RuleSet.compile(report.rules(), MAPPING).match(JsonEvent.of(json).declaring(SOURCE));
  }

  /** Whether a search with one field holds for an event whose field {@code f} has this value. */
  static boolean fits(String fieldAndValue, String json) {
    return holds("selection:\n    " + fieldAndValue + "\ncondition: selection", json);
  }

  /** The reason why a rule with this detection is refused. */
  static String refusal(String detection) {
    List<RuleReport.Notice> refusals = load(yaml(detection)).refusals();
    return refusals.isEmpty() ? "" : refusals.getFirst().reason();
  }
}
