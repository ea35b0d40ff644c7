package io.testudo.sigma.pipeline;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a step of a pipeline is for. */
final class ConditionReader {
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_CONDITIONS = 100;

  private ConditionReader() {}

  static RuleCondition rules(YamlValue.Fields step) throws RuleRefusedException {
    List<RuleCondition> conditions = new ArrayList<>();
    for (YamlValue.Fields each : conditions("rule_conditions", step)) {
      conditions.add(rule(each));
    }
    RuleCondition all =
        isAny("rule_cond_op", step) && !conditions.isEmpty()
            ? new RuleCondition.Any(conditions)
            : new RuleCondition.All(conditions);
    return isTrue("rule_cond_not", step) ? new RuleCondition.Not(all) : all;
  }

  static FieldCondition fields(YamlValue.Fields step) throws RuleRefusedException {
    List<FieldCondition> conditions = new ArrayList<>();
    for (YamlValue.Fields each : conditions("field_name_conditions", step)) {
      conditions.add(field(each));
    }
    FieldCondition all =
        isAny("field_name_cond_op", step) && !conditions.isEmpty()
            ? new FieldCondition.Any(conditions)
            : new FieldCondition.All(conditions);
    return isTrue("field_name_cond_not", step) ? new FieldCondition.Not(all) : all;
  }

  private static RuleCondition rule(YamlValue.Fields condition) throws RuleRefusedException {
    String type = text(condition, "type");
    return switch (type) {
      case "logsource" -> {
        known(condition, Set.of("type", "product", "category", "service"));
        yield new RuleCondition.OfLogSource(logSource(condition));
      }
      case "contains_field" -> {
        known(condition, Set.of("type", "field"));
        yield new RuleCondition.HasField(required(condition, "field"));
      }
      case "tag" -> {
        known(condition, Set.of("type", "tag"));
        yield new RuleCondition.HasTag(required(condition, "tag"));
      }
      case "rule_attribute" -> {
        known(condition, Set.of("type", "attribute", "value"));
        yield new RuleCondition.HasAttribute(
            attribute(required(condition, "attribute")), required(condition, "value"));
      }
      case "processing_item_applied" -> {
        known(condition, Set.of("type", "processing_item_id"));
        yield new RuleCondition.WasTaken(required(condition, "processing_item_id"));
      }
      default -> throw new RuleRefusedException("rule condition '" + type + "' is not known");
    };
  }

  private static FieldCondition field(YamlValue.Fields condition) throws RuleRefusedException {
    known(condition, Set.of("type", "fields"));
    String type = text(condition, "type");
    Set<String> names =
        Set.copyOf(PipelineDocument.texts("fields", condition.entries().get("fields"), MOST_NAMES));
    return switch (type) {
      case "include_fields" -> new FieldCondition.Called(names);
      case "exclude_fields" -> new FieldCondition.Not(new FieldCondition.Called(names));
      default -> throw new RuleRefusedException("field condition '" + type + "' is not known");
    };
  }

  private static RuleCondition.Attribute attribute(String name) throws RuleRefusedException {
    for (RuleCondition.Attribute attribute : RuleCondition.Attribute.values()) {
      if (attribute.name().toLowerCase(Locale.ROOT).equals(name)) {
        return attribute;
      }
    }
    throw new RuleRefusedException("rule attribute '" + name + "' is not known");
  }

  /** A log source, which gives at least one coordinate. */
  static LogSource logSource(YamlValue.Fields fields) throws RuleRefusedException {
    var source =
        new LogSource(text(fields, "product"), text(fields, "category"), text(fields, "service"));
    if (source.equals(LogSource.ANY)) {
      throw new RuleRefusedException("a log source must give a product, a category or a service");
    }
    return source;
  }

  private static List<YamlValue.Fields> conditions(String key, YamlValue.Fields step)
      throws RuleRefusedException {
    @Nullable YamlValue value = step.entries().get(key);
    if (value == null) {
      return List.of();
    }
    List<YamlValue.Fields> conditions = new ArrayList<>();
    if (value instanceof YamlValue.Items items && items.values().size() <= MOST_CONDITIONS) {
      for (YamlValue each : items.values()) {
        if (each instanceof YamlValue.Fields fields) {
          conditions.add(fields);
        }
      }
      if (conditions.size() == items.values().size()) {
        return conditions;
      }
    }
    throw new RuleRefusedException(key + " must be a list of at most " + MOST_CONDITIONS + " maps");
  }

  private static boolean isAny(String key, YamlValue.Fields step) throws RuleRefusedException {
    return switch (step.entries().containsKey(key) ? text(step, key) : "and") {
      case "and" -> false;
      case "or" -> true;
      default -> throw new RuleRefusedException(key + " must be 'and' or 'or'");
    };
  }

  /** Whether a key is there and true; anything but a truth value is refused. */
  static boolean isTrue(String key, YamlValue.Fields fields) throws RuleRefusedException {
    @Nullable YamlValue value = fields.entries().get(key);
    if (value == null) {
      return false;
    }
    if (!(value instanceof YamlValue.Flag flag)) {
      throw new RuleRefusedException(key + " must be true or false");
    }
    return flag.isTrue();
  }

  /** The text of a key that must be there. */
  static String required(YamlValue.Fields fields, String key) throws RuleRefusedException {
    String text = text(fields, key);
    if (text.isEmpty()) {
      throw new RuleRefusedException("must have a text for '" + key + "'");
    }
    return text;
  }

  private static String text(YamlValue.Fields fields, String key) {
    return PipelineDocument.text(fields.entries().get(key));
  }

  /** Refuses keys that are not known. */
  static void known(YamlValue.Fields fields, Set<String> keys) throws RuleRefusedException {
    for (Map.Entry<String, YamlValue> entry : fields.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw new RuleRefusedException("key '" + entry.getKey() + "' is not known");
      }
    }
  }
}
