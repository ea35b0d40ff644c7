package io.testudo.sigma.pipeline;

import io.testudo.sigma.detection.DetectionParser;
import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.yaml.YamlValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a step of a pipeline does. */
final class TransformationReader {
  private static final Set<String> OF_EVERY_STEP =
      Set.of(
          "id",
          "type",
          "rule_conditions",
          "rule_cond_op",
          "rule_cond_not",
          "field_name_conditions",
          "field_name_cond_op",
          "field_name_cond_not");
  private static final Set<String> OF_FIELDS =
      Set.of("field_name_conditions", "field_name_cond_op", "field_name_cond_not");
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_NAMES_OF_ONE = 16;
  private static final int MOST_LENGTH = 1_024;

  private final YamlValue.Fields step;
  private final Placeholders placeholders;

  TransformationReader(YamlValue.Fields step, Placeholders placeholders) {
    this.step = step;
    this.placeholders = placeholders;
  }

  Transformation read() throws RuleRefusedException {
    String type = PipelineDocument.text(step.entries().get("type"));
    return switch (type) {
      case "field_name_mapping" -> {
        known("mapping");
        yield new Transformation.Rename(mapping());
      }
      case "field_name_prefix_mapping" -> {
        known("mapping");
        yield new Transformation.RenameBeginning(mapping());
      }
      case "field_name_prefix" -> {
        known("prefix");
        yield new Transformation.Surround(shortText("prefix"), "");
      }
      case "field_name_suffix" -> {
        known("suffix");
        yield new Transformation.Surround("", shortText("suffix"));
      }
      case "set_value" -> {
        known("value");
        yield new Transformation.SetValue(value());
      }
      case "drop_detection_item" -> {
        known();
        yield new Transformation.DropItem();
      }
      case "detection_item_failure" -> {
        known("message");
        yield new Transformation.FailItem(shortText("message"));
      }
      default -> ofRule(type);
    };
  }

  /** Transformations of whole rules, which conditions on fields mean nothing to. */
  private Transformation ofRule(String type) throws RuleRefusedException {
    Transformation read =
        switch (type) {
          case "add_condition" -> {
            known("conditions", "negated");
            yield new Transformation.AddCondition(
                selection(step.entries().get("conditions")),
                ConditionReader.isTrue("negated", step)
                    ? Transformation.Sense.DOES_NOT_HOLD
                    : Transformation.Sense.HOLDS);
          }
          case "change_logsource" -> {
            known("product", "category", "service");
            yield new Transformation.ChangeLogSource(ConditionReader.logSource(step));
          }
          case "rule_failure" -> {
            known("message");
            yield new Transformation.FailRule(shortText("message"));
          }
          default -> throw new RuleRefusedException("transformation '" + type + "' is not known");
        };
    for (String key : OF_FIELDS) {
      if (step.entries().containsKey(key)) {
        throw new RuleRefusedException(type + " is of whole rules; it must not have " + key);
      }
    }
    return read;
  }

  private void known(String... own) throws RuleRefusedException {
    Set<String> keys = new HashSet<>(OF_EVERY_STEP);
    keys.addAll(List.of(own));
    ConditionReader.known(step, keys);
  }

  private String shortText(String key) throws RuleRefusedException {
    String text = ConditionReader.required(step, key);
    if (text.length() > MOST_LENGTH) {
      throw new RuleRefusedException(key + " must not be longer than " + MOST_LENGTH);
    }
    return text;
  }

  private Map<String, List<String>> mapping() throws RuleRefusedException {
    if (!(step.entries().get("mapping") instanceof YamlValue.Fields names)
        || names.entries().isEmpty()
        || names.entries().size() > MOST_NAMES) {
      throw new RuleRefusedException("mapping must be a map of 1 to " + MOST_NAMES + " names");
    }
    Map<String, List<String>> mapping = new LinkedHashMap<>();
    for (Map.Entry<String, YamlValue> entry : names.entries().entrySet()) {
      mapping.put(
          entry.getKey(),
          PipelineDocument.texts("mapping of a name", entry.getValue(), MOST_NAMES_OF_ONE));
    }
    return mapping;
  }

  private Selection.Values value() throws RuleRefusedException {
    @Nullable YamlValue value = step.entries().get("value");
    if (value == null) {
      throw new RuleRefusedException("must have a value");
    }
    Selection asked = selection(new YamlValue.Fields(Map.of("field", value), step.line()));
    return asked instanceof Selection.OfField field
        ? field.values()
        : new Selection.Values(List.of(), Selection.Join.ANY);
  }

  /** A map of fields, read as a search. */
  private Selection selection(@Nullable YamlValue conditions) throws RuleRefusedException {
    if (!(conditions instanceof YamlValue.Fields fields)) {
      throw new RuleRefusedException("conditions must be a map of fields");
    }
    Map<String, YamlValue> section = new LinkedHashMap<>();
    section.put("added", fields);
    section.put("condition", new YamlValue.Text("added", step.line()));
    return DetectionParser.parse(
            new YamlValue.Fields(section, step.line()), placeholders, warning -> {})
        .searches()
        .getFirst()
        .selection();
  }
}
