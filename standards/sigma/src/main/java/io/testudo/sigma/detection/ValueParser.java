package io.testudo.sigma.detection;

import io.testudo.sigma.pattern.Comparison;
import io.testudo.sigma.pattern.DatePart;
import io.testudo.sigma.pattern.IpRange;
import io.testudo.sigma.pattern.PatternRefusedException;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.pattern.RegexPattern;
import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.pattern.WildcardText;
import io.testudo.sigma.yaml.YamlValue;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Turns the values of one field into tests, as its modifiers say. */
final class ValueParser {
  private static final Set<Modifier> PLACES =
      EnumSet.of(Modifier.STARTSWITH, Modifier.ENDSWITH, Modifier.CONTAINS);
  private static final Set<Modifier> WIDE =
      EnumSet.of(Modifier.UTF16, Modifier.UTF16BE, Modifier.UTF16LE, Modifier.WIDE);
  private static final Set<Modifier> BASE64 = EnumSet.of(Modifier.BASE64, Modifier.BASE64OFFSET);
  private static final Set<Modifier> COMPARISONS =
      EnumSet.of(Modifier.LT, Modifier.LTE, Modifier.GT, Modifier.GTE);
  private static final Set<Modifier> DATE_PARTS = EnumSet.range(Modifier.MINUTE, Modifier.YEAR);
  private static final Set<Modifier> REGEX_OPTIONS = EnumSet.of(Modifier.I, Modifier.M, Modifier.S);
  private static final Set<Modifier> ANYWHERE = EnumSet.of(Modifier.ALL, Modifier.NEQ);

  private final List<Modifier> modifiers;
  private final Placeholders placeholders;

  ValueParser(List<Modifier> modifiers, Placeholders placeholders) throws RuleRefusedException {
    this.modifiers = modifiers;
    this.placeholders = placeholders;
    checkCombination();
  }

  private boolean has(Modifier modifier) {
    return modifiers.contains(modifier);
  }

  private boolean hasAny(Set<Modifier> group) {
    return modifiers.stream().anyMatch(group::contains);
  }

  private void checkCombination() throws RuleRefusedException {
    if (EnumSet.copyOf(modifiers.isEmpty() ? List.of(Modifier.ALL) : modifiers).size()
        < modifiers.size()) {
      throw new RuleRefusedException("modifier is given twice");
    }
    if (hasAny(REGEX_OPTIONS) && !has(Modifier.RE)) {
      throw new RuleRefusedException("modifiers i, m and s must follow re");
    }
    if (has(Modifier.RE)) {
      allowOnly(Modifier.RE, union(PLACES, REGEX_OPTIONS), Modifier.CASED, Modifier.EXPAND);
    }
    if (has(Modifier.CIDR)) {
      allowOnly(Modifier.CIDR, Set.of(), Modifier.EXPAND);
    }
    if (has(Modifier.FIELDREF)) {
      allowOnly(Modifier.FIELDREF, PLACES, Modifier.CASED);
    }
    for (Modifier modifier : modifiers) {
      if (COMPARISONS.contains(modifier) || DATE_PARTS.contains(modifier)) {
        allowOnly(modifier, union(COMPARISONS, DATE_PARTS), Modifier.EXPAND);
      }
    }
    if (modifiers.stream().filter(COMPARISONS::contains).count() > 1
        || modifiers.stream().filter(DATE_PARTS::contains).count() > 1) {
      throw new RuleRefusedException("modifiers must not compare a value in two ways");
    }
    int lastEncoding = -1;
    int firstPlace = Integer.MAX_VALUE;
    for (int i = 0; i < modifiers.size(); i++) {
      if (WIDE.contains(modifiers.get(i)) || BASE64.contains(modifiers.get(i))) {
        lastEncoding = i;
      } else if (PLACES.contains(modifiers.get(i))) {
        firstPlace = Math.min(firstPlace, i);
      }
    }
    if (lastEncoding > firstPlace) {
      throw new RuleRefusedException("modifiers that encode must come before those of place");
    }
  }

  private static Set<Modifier> union(Set<Modifier> some, Set<Modifier> others) {
    var union = EnumSet.copyOf(some);
    union.addAll(others);
    return union;
  }

  private void allowOnly(Modifier owner, Set<Modifier> group, Modifier... others)
      throws RuleRefusedException {
    for (Modifier modifier : modifiers) {
      boolean allowed =
          modifier == owner
              || group.contains(modifier)
              || ANYWHERE.contains(modifier)
              || List.of(others).contains(modifier);
      if (!allowed) {
        throw new RuleRefusedException(
            "modifiers " + owner.written() + " and " + modifier.written() + " do not go together");
      }
    }
  }

  /** The tests that one listed value becomes; any of them will do. */
  List<ValueTest> parse(YamlValue value) throws RuleRefusedException {
    if (!(value instanceof YamlValue.Scalar scalar)) {
      throw new RuleRefusedException(
          "value on line " + value.line() + " is " + value.kind() + "; it must be a single value");
    }
    if (scalar.source().length() > TextPattern.MAX_LENGTH) {
      throw new RuleRefusedException(
          "value on line " + value.line() + " must not be longer than " + TextPattern.MAX_LENGTH);
    }
    try {
      var tests = new ArrayList<ValueTest>();
      for (YamlValue.Scalar expanded : expanded(scalar)) {
        tests.addAll(tests(expanded));
      }
      return tests;
    } catch (PatternRefusedException e) {
      throw new RuleRefusedException("line " + value.line() + ": " + e.reason());
    }
  }

  private List<YamlValue.Scalar> expanded(YamlValue.Scalar scalar) throws RuleRefusedException {
    if (!has(Modifier.EXPAND)) {
      return List.of(scalar);
    }
    var texts = new ArrayList<YamlValue.Scalar>();
    for (String text : placeholders.expand(scalar.source())) {
      texts.add(new YamlValue.Text(text, scalar.line()));
    }
    return texts;
  }

  private List<ValueTest> tests(YamlValue.Scalar scalar)
      throws RuleRefusedException, PatternRefusedException {
    if (has(Modifier.RE)) {
      return List.of(regex(scalar.source()));
    }
    if (has(Modifier.CIDR)) {
      return List.of(new ValueTest.Within(IpRange.parse(scalar.source()), scalar.source()));
    }
    if (has(Modifier.FIELDREF)) {
      return List.of(fieldReference(scalar.source()));
    }
    if (hasAny(COMPARISONS) || hasAny(DATE_PARTS)) {
      return List.of(comparison(scalar));
    }
    boolean shaped = hasAny(PLACES) || hasAny(WIDE) || hasAny(BASE64) || has(Modifier.WINDASH);
    return switch (scalar) {
      case YamlValue.Nothing nothing when shaped ->
          throw new RuleRefusedException("line " + scalar.line() + ": null cannot be modified");
      case YamlValue.Nothing nothing -> List.of(new ValueTest.IsNothing());
      case YamlValue.Flag flag when !shaped -> List.of(new ValueTest.Is(flag.isTrue()));
      case YamlValue.Numeral number when !shaped -> List.of(equal(number));
      case YamlValue.Scalar text -> texts(text.source());
    };
  }

  private static ValueTest equal(YamlValue.Numeral number) throws RuleRefusedException {
    return new ValueTest.Compares(Comparison.EQUAL, quantity(number), number.source());
  }

  private static Quantity quantity(YamlValue.Scalar scalar) throws RuleRefusedException {
    Quantity quantity = Quantity.parse(scalar.source());
    if (quantity == null) {
      throw new RuleRefusedException(
          "line " + scalar.line() + ": '" + scalar.source() + "' must be a number");
    }
    return quantity;
  }

  private ValueTest regex(String expression) throws PatternRefusedException {
    var options = EnumSet.noneOf(RegexPattern.Option.class);
    if (has(Modifier.I)) {
      options.add(RegexPattern.Option.IGNORE_CASE);
    }
    if (has(Modifier.M)) {
      options.add(RegexPattern.Option.MULTI_LINE);
    }
    if (has(Modifier.S)) {
      options.add(RegexPattern.Option.DOT_ALL);
    }
    String placed = expression;
    if (has(Modifier.STARTSWITH)) {
      placed = "\\A(?:" + placed + ")";
    }
    if (has(Modifier.ENDSWITH)) {
      placed = "(?:" + placed + ")\\z";
    }
    return new ValueTest.Matches(RegexPattern.compile(placed, options));
  }

  private ValueTest fieldReference(String field) {
    ValueTest.Place place = ValueTest.Place.WHOLE;
    if (has(Modifier.STARTSWITH)) {
      place = ValueTest.Place.START;
    } else if (has(Modifier.ENDSWITH)) {
      place = ValueTest.Place.END;
    } else if (has(Modifier.CONTAINS)) {
      place = ValueTest.Place.ANYWHERE;
    }
    return new ValueTest.SameAs(field, place, letterCase());
  }

  private ValueTest comparison(YamlValue.Scalar scalar) throws RuleRefusedException {
    Comparison comparison = Comparison.EQUAL;
    for (Modifier modifier : modifiers) {
      comparison =
          switch (modifier) {
            case LT -> Comparison.LESS;
            case LTE -> Comparison.AT_MOST;
            case GT -> Comparison.MORE;
            case GTE -> Comparison.AT_LEAST;
            default -> comparison;
          };
    }
    for (Modifier modifier : modifiers) {
      if (DATE_PARTS.contains(modifier)) {
        return new ValueTest.Dates(DatePart.valueOf(modifier.name()), comparison, quantity(scalar));
      }
    }
    return new ValueTest.Compares(comparison, quantity(scalar), scalar.source());
  }

  private TextPattern.LetterCase letterCase() {
    return has(Modifier.CASED)
        ? TextPattern.LetterCase.SIGNIFICANT
        : TextPattern.LetterCase.IGNORED;
  }

  private List<ValueTest> texts(String source) throws RuleRefusedException {
    var tests = new ArrayList<ValueTest>();
    for (WildcardText text : encoded(WildcardText.parse(source))) {
      WildcardText placed = text;
      if (has(Modifier.CONTAINS) || has(Modifier.ENDSWITH)) {
        placed = placed.afterAnything();
      }
      if (has(Modifier.CONTAINS) || has(Modifier.STARTSWITH)) {
        placed = placed.beforeAnything();
      }
      tests.add(new ValueTest.Like(TextPattern.of(placed, letterCase()), source));
    }
    return tests;
  }

  private List<WildcardText> encoded(WildcardText text) throws RuleRefusedException {
    List<WildcardText> texts = List.of(text);
    Charset charset = StandardCharsets.UTF_8;
    for (Modifier modifier : modifiers) {
      boolean encodes = WIDE.contains(modifier) || BASE64.contains(modifier);
      if (encodes && texts.stream().anyMatch(t -> !t.isPlain())) {
        throw new RuleRefusedException("a value with wildcards cannot be encoded");
      }
      var next = new ArrayList<WildcardText>();
      for (WildcardText each : texts) {
        if (modifier == Modifier.WINDASH) {
          next.add(each.anyDash());
        } else if (WIDE.contains(modifier)) {
          next.add(Encodings.wide(each, modifier));
        } else if (modifier == Modifier.BASE64) {
          next.add(Encodings.base64(each.bytes(charset)));
        } else if (modifier == Modifier.BASE64OFFSET) {
          next.addAll(Encodings.base64AtAnyOffset(each.bytes(charset)));
        } else {
          next.add(each);
        }
      }
      texts = next;
      charset = WIDE.contains(modifier) ? StandardCharsets.ISO_8859_1 : charset;
    }
    return texts;
  }
}
