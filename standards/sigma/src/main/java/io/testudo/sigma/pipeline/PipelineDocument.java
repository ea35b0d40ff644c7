package io.testudo.sigma.pipeline;

import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.yaml.Digest;
import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipeline; all problems of a document are found. The format is in {@code
 * docs/formats/sigma-pipeline.md}.
 */
public final class PipelineDocument {
  /** What a document of this kind gives as its format. */
  public static final String FORMAT = "testudo-sigma-pipeline";

  private static final String VERSION = "1";
  private static final Set<String> KEYS =
      Set.of("format", "version", "name", "priority", "transformations", "note");
  private static final int MOST_STEPS = 1_000;
  private static final int MOST_DIGITS = 9;

  private final List<String> problems = new ArrayList<>();
  private final List<Pipeline.Step> steps = new ArrayList<>();
  private final Placeholders placeholders;
  private final Pipeline pipeline;

  /**
   * Reads a document; what {@link #problems} then holds is wrong with it.
   *
   * @param placeholders stand for their values in values of the document
   */
  public PipelineDocument(String origin, YamlValue.Fields document, Placeholders placeholders) {
    this.placeholders = placeholders;
    Map<String, YamlValue> entries = document.entries();
    for (String key : entries.keySet()) {
      if (!KEYS.contains(key)) {
        problem(document, "key '" + key + "' is not known");
      }
    }
    if (!text(entries.get("version")).equals(VERSION)) {
      problem(document, "must have version: " + VERSION);
    }
    String name = text(entries.get("name"));
    if (name.isEmpty()) {
      problem(document, "must have a name");
    }
    String priority = entries.containsKey("priority") ? text(entries.get("priority")) : "0";
    if (!priority.matches("-?[0-9]{1," + MOST_DIGITS + "}")) {
      problem(document, "priority must be a whole number of at most 9 digits");
      priority = "0";
    }
    if (entries.get("transformations") instanceof YamlValue.Items items
        && items.values().size() <= MOST_STEPS) {
      items.values().forEach(this::step);
    } else {
      problem(document, "must have a list of at most " + MOST_STEPS + " transformations");
    }
    this.pipeline = new Pipeline(name, Long.parseLong(priority), origin, steps);
  }

  /** What is wrong with it, a line each; then the pipeline is not to be taken. */
  public List<String> problems() {
    return problems;
  }

  /** The pipeline. */
  public Pipeline pipeline() {
    return pipeline;
  }

  private void step(YamlValue value) {
    if (!(value instanceof YamlValue.Fields fields)) {
      problem(value, "a transformation must be a map");
      return;
    }
    try {
      steps.add(
          new Pipeline.Step(
              text(fields.entries().get("id")),
              new TransformationReader(fields, placeholders).read(),
              ConditionReader.rules(fields),
              ConditionReader.fields(fields),
              Digest.of("step", fields)));
    } catch (RuleRefusedException e) {
      problem(value, e.reason());
    }
  }

  /** A single value as text; empty for anything else. */
  static String text(@Nullable YamlValue value) {
    return value instanceof YamlValue.Scalar scalar ? scalar.source() : "";
  }

  /** The texts of a list, or the one of a single value. */
  static List<String> texts(String what, @Nullable YamlValue value, int most)
      throws RuleRefusedException {
    List<YamlValue> listed =
        value instanceof YamlValue.Items items
            ? items.values()
            : value == null ? List.of() : List.of(value);
    List<String> texts = new ArrayList<>();
    for (YamlValue each : listed) {
      if (text(each).isEmpty()) {
        throw new RuleRefusedException(what + " must be a text or a list of texts");
      }
      texts.add(text(each));
    }
    if (texts.isEmpty() || texts.size() > most) {
      throw new RuleRefusedException(what + " must be 1 to " + most + " texts");
    }
    return texts;
  }

  private void problem(YamlValue at, String text) {
    problems.add("line " + at.line() + ": " + text.replaceAll("\\p{Cntrl}+", " "));
  }
}
