package io.testudo.sigma.detection;

import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.pattern.WildcardText;
import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes a {@link Detection} of the detection section of a rule. */
public final class DetectionParser {
  private static final int MAX_NESTING = 8;
  private static final int MAX_SEARCHES = 1_000;
  private static final int MAX_TESTS = 50_000;

  private final Placeholders placeholders;
  private final Consumer<String> warnings;
  private int tests;

  private DetectionParser(Placeholders placeholders, Consumer<String> warnings) {
    this.placeholders = placeholders;
    this.warnings = warnings;
  }

  /**
   * Parses the section.
   *
   * @param warnings takes what is honoured although it is not good Sigma, a line each
   */
  public static Detection parse(
      YamlValue section, Placeholders placeholders, Consumer<String> warnings)
      throws RuleRefusedException {
    if (!(section instanceof YamlValue.Fields fields)) {
      throw new RuleRefusedException("detection is " + section.kind() + "; it must be a map");
    }
    return new DetectionParser(placeholders, warnings).parse(fields);
  }

  private Detection parse(YamlValue.Fields fields) throws RuleRefusedException {
    var searches = new ArrayList<Detection.Search>();
    for (Map.Entry<String, YamlValue> entry : fields.entries().entrySet()) {
      String name = entry.getKey();
      if (name.equals("timeframe")) {
        throw new RuleRefusedException(
            "detection uses 'timeframe' of Sigma 1, which is not honoured");
      }
      if (!name.equals("condition")) {
        searches.add(new Detection.Search(name, selection(name, entry.getValue(), 0)));
      }
    }
    if (searches.isEmpty()) {
      throw new RuleRefusedException("detection has no searches");
    }
    if (searches.size() > MAX_SEARCHES) {
      throw new RuleRefusedException("detection must not have more than 1000 searches");
    }
    YamlValue condition = fields.entries().get("condition");
    if (condition == null) {
      throw new RuleRefusedException("detection has no condition");
    }
    return new Detection(searches, condition(condition, searches));
  }

  private static Condition condition(YamlValue value, List<Detection.Search> searches)
      throws RuleRefusedException {
    List<String> names = searches.stream().map(Detection.Search::name).toList();
    List<YamlValue> values =
        value instanceof YamlValue.Items items ? items.values() : List.of(value);
    if (values.isEmpty() || values.size() > MAX_SEARCHES) {
      throw new RuleRefusedException("condition must be one condition or a list of some");
    }
    var conditions = new ArrayList<Condition>();
    for (YamlValue each : values) {
      if (!(each instanceof YamlValue.Text text)) {
        throw new RuleRefusedException("condition is " + each.kind() + "; it must be text");
      }
      conditions.add(ConditionParser.parse(text.source(), names));
    }
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.Or(conditions);
  }

  private Selection selection(String name, YamlValue value, int depth) throws RuleRefusedException {
    if (depth > MAX_NESTING) {
      throw new RuleRefusedException("search '" + name + "' is nested too deeply");
    }
    return switch (value) {
      case YamlValue.Fields fields -> {
        var parts = new ArrayList<Selection>();
        for (Map.Entry<String, YamlValue> entry : fields.entries().entrySet()) {
          parts.add(field(entry.getKey(), entry.getValue()));
        }
        yield joined(name, parts, Selection.AllOf::new);
      }
      case YamlValue.Items items -> {
        var parts = new ArrayList<Selection>();
        for (YamlValue item : items.values()) {
          parts.add(selection(name, item, depth + 1));
        }
        yield joined(name, parts, Selection.AnyOf::new);
      }
      case YamlValue.Nothing nothing ->
          throw new RuleRefusedException("search '" + name + "' is empty");
      case YamlValue.Scalar scalar ->
          new Selection.OfEvent(new Selection.Values(List.of(keyword(scalar)), Selection.Join.ANY));
    };
  }

  private static Selection joined(
      String name,
      List<Selection> parts,
      java.util.function.Function<List<Selection>, Selection> by)
      throws RuleRefusedException {
    if (parts.isEmpty()) {
      throw new RuleRefusedException("search '" + name + "' is empty");
    }
    return parts.size() == 1 ? parts.getFirst() : by.apply(parts);
  }

  private List<ValueTest> keyword(YamlValue.Scalar scalar) throws RuleRefusedException {
    count(1);
    if (scalar.source().length() > TextPattern.MAX_LENGTH) {
      throw new RuleRefusedException("a keyword must not be longer than " + TextPattern.MAX_LENGTH);
    }
    WildcardText text = WildcardText.parse(scalar.source()).afterAnything().beforeAnything();
    return List.of(
        new ValueTest.Like(TextPattern.of(text, TextPattern.LetterCase.IGNORED), scalar.source()));
  }

  private Selection field(String key, YamlValue value) throws RuleRefusedException {
    String[] names = key.split("\\|", -1);
    String field = names[0];
    var modifiers = new ArrayList<Modifier>();
    for (int i = 1; i < names.length; i++) {
      Modifier modifier = Modifier.named(names[i]);
      if (modifier == null) {
        throw new RuleRefusedException(
            "modifier '" + names[i] + "' of field '" + field + "' is not known");
      }
      modifiers.add(modifier);
    }
    try {
      if (modifiers.contains(Modifier.EXISTS)) {
        return presence(field, modifiers, value);
      }
      Selection.Values values = values(field, modifiers, value);
      return field.isEmpty() ? new Selection.OfEvent(values) : new Selection.OfField(field, values);
    } catch (RuleRefusedException e) {
      throw new RuleRefusedException("field '" + key + "': " + e.reason());
    }
  }

  private static Selection presence(String field, List<Modifier> modifiers, YamlValue value)
      throws RuleRefusedException {
    if (modifiers.size() > 1 || field.isEmpty() || !(value instanceof YamlValue.Flag flag)) {
      throw new RuleRefusedException("modifier exists must stand alone and be true or false");
    }
    return new Selection.Presence(field, flag.isTrue());
  }

  private Selection.Values values(String field, List<Modifier> modifiers, YamlValue value)
      throws RuleRefusedException {
    List<YamlValue> listed =
        value instanceof YamlValue.Items items ? items.values() : List.of(value);
    if (listed.isEmpty()) {
      throw new RuleRefusedException("has no values");
    }
    if (modifiers.contains(Modifier.ALL) && listed.size() == 1) {
      warnings.accept("field '" + field + "' has the modifier all for a single value");
    }
    if (listed.size() > 1 && listed.stream().anyMatch(v -> v instanceof YamlValue.Nothing)) {
      warnings.accept("field '" + field + "' lists null beside other values");
    }
    List<Modifier> applied = modifiers;
    if (field.isEmpty() && !modifiers.contains(Modifier.RE) && !hasPlace(modifiers)) {
      applied = new ArrayList<>(modifiers);
      applied.add(Modifier.CONTAINS);
    }
    var parser = new ValueParser(applied, placeholders);
    var alternatives = new ArrayList<List<ValueTest>>(listed.size());
    for (YamlValue each : listed) {
      List<ValueTest> parsed = parser.parse(each);
      count(parsed.size());
      alternatives.add(parsed);
    }
    boolean all = modifiers.contains(Modifier.ALL);
    boolean not = modifiers.contains(Modifier.NEQ);
    Selection.Join join =
        all
            ? (not ? Selection.Join.NOT_ALL : Selection.Join.ALL)
            : (not ? Selection.Join.NONE : Selection.Join.ANY);
    return new Selection.Values(alternatives, join);
  }

  private static boolean hasPlace(List<Modifier> modifiers) {
    return modifiers.contains(Modifier.CONTAINS)
        || modifiers.contains(Modifier.STARTSWITH)
        || modifiers.contains(Modifier.ENDSWITH);
  }

  private void count(int added) throws RuleRefusedException {
    tests += added;
    if (tests > MAX_TESTS) {
      throw new RuleRefusedException("detection must not hold more than " + MAX_TESTS + " values");
    }
  }
}
