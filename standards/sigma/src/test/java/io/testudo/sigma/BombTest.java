package io.testudo.sigma;

import static io.testudo.sigma.Rules.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules made to exhaust whoever loads or runs them. A test that hangs fails by its time-out. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BombTest {

  private static String reason(String yaml) {
    RuleReport report = Rules.load(yaml);
    assertThat(report.rules()).isEmpty();
    return report.refusals().getFirst().reason();
  }

  @Test
  void anAliasBombIsRefused() {
    var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      yaml.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(
                          before, before, before, before, before, before, before, before, before,
                          before))));
    }
    assertThat(reason(yaml.toString())).isNotEmpty();
    String selfContaining = "a: &a [*a]";
    assertThat(reason(selfContaining)).isNotEmpty();
  }

  @Test
  void aFewAliasesThatMultiplyAreRefused() {
    var yaml = new StringBuilder("a0: &a0 [" + "x, ".repeat(5_000) + "x]\n");
    for (int i = 1; i < 4; i++) {
      yaml.append(
          "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
    }
    assertThat(reason(yaml.toString())).contains("more than 200000 values");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(reason("a: " + "[".repeat(100_000))).isNotEmpty();
    assertThat(reason("a: " + "{a: ".repeat(50_000))).isNotEmpty();
    assertThat(reason("- ".repeat(100_000) + "x")).isNotEmpty();
  }

  @Test
  void aConditionOfAMegabyteIsRefused() {
    assertThat(refusal("a: {a: 1}\ncondition: a" + " and a".repeat(170_000))).contains("16384");
    assertThat(refusal("a: {a: 1}\ncondition: " + "(".repeat(8_000) + "a" + ")".repeat(8_000)))
        .contains("nest deeper");
    assertThat(Rules.holds("a: {a: 1}\ncondition: " + "not ".repeat(4_000) + "a", "{\"a\": 1}"))
        .isTrue();
  }

  @Test
  void anExplosionOfQuantifiersIsRefused() {
    var detection = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      detection.append("s").append(i).append(": {f: 1}\n");
    }
    String condition = "condition: 1 of s*" + " or 1 of s*".repeat(1_000);
    assertThat(refusal(detection + condition)).contains("10000 times");
  }

  @Test
  void referencesToOneExpensiveSearchAreEvaluatedOnce() {
    String values = "x".repeat(50) + "?y";
    var detection = new StringBuilder("s:\n    f|contains:\n");
    for (int i = 0; i < 500; i++) {
      detection.append("        - '").append(values).append(i).append("'\n");
    }
    detection.append("condition: s").append(" or s".repeat(3_000));
    String json = "{\"f\": \"" + "x".repeat(5_000) + "\"}";
    assertThat(Rules.holds(detection.toString(), json)).isFalse();
  }

  @Test
  void tooManySearchesOrValuesAreRefused() {
    assertThat(refusal("s:\n    f: [" + "1, ".repeat(60_000) + "1]\ncondition: s"))
        .contains("50000 values");
    assertThat(refusal("s:\n    f: '" + "x".repeat(9_000) + "'\ncondition: s")).contains("longer");
  }

  @Test
  void placeholdersThatMultiplyAreRefused() {
    var hundred = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      hundred.add("v" + i);
    }
    String rule = Rules.yaml("s:\n    f|expand: '%p%%p%%p%%p%'\ncondition: s");
    assertThat(Rules.load(rule, Map.of("p", hundred)).refusals().toString()).contains("10000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((a{100}){100}){100}){100}",
        "(a{1000}){1000}",
        "a{99999}",
        "((((a*){99}){99}){99})",
        "[ab]{2000}{2000}",
        "(?=((((x?){90}){90}){90}))",
      })
  void anExpressionThatUnfoldsIsRefused(String expression) {
    assertThat(refusal("s:\n    f|re: '" + expression + "'\ncondition: s"))
        .contains("must not unfold");
  }

  @Test
  void anExpressionThatIsTooLongOrDeepIsRefused() {
    assertThat(refusal("s:\n    f|re: '" + "a".repeat(5_000) + "'\ncondition: s"))
        .contains("longer than 4096");
    String nested = "(".repeat(2_000) + "a" + ")".repeat(2_000);
    assertThat(refusal("s:\n    f|re: '" + nested + "'\ncondition: s")).contains("nest groups");
    assertThat(refusal("s:\n    f|re: '\\Q[\\E'\ncondition: s")).contains("\\Q");
    assertThat(refusal("s:\n    f|re: '(?x)a # b'\ncondition: s")).contains("flag x");
    assertThat(refusal("s:\n    f|re: '(a'\ncondition: s")).contains("malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a|aa)+$",
        "^(.*a){20}$",
        "(x+x+)+y",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
      })
  void evilExpressionsOfTheLinearEngineJustFail(String expression) {
    String json = "{\"f\": \"" + "a".repeat(20_000) + "!\"}";
    assertThat(Rules.fits("f|re: '" + expression + "'", json)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(?=a)(a+)+$",
        "^(?=a)(a|aa)+$",
        "^(?!b)(.*a){20}$",
        "(?<=x)(x+x+)+y|^(?=a)(a*)*b",
        "(?=(a+))\\1*b",
      })
  void evilExpressionsOfTheOtherEngineAreCutShortAndCounted(String expression) {
    RuleReport report = Rules.load(Rules.yaml("s:\n    f|re: '" + expression + "'\ncondition: s"));
    assertThat(report.refusals()).isEmpty();
    RuleSet rules = RuleSet.compile(report.rules(), Rules.MAPPING);
    JsonEvent event =
        JsonEvent.of("{\"f\": \"" + "a".repeat(50_000) + "!\"}").declaring(Rules.SOURCE);
    assertThat(rules.match(event)).isEmpty();
    assertThat(rules.searchesCutShort()).containsOnlyKeys(report.rules().getFirst());
  }

  @Test
  void aWildcardBombJustFails() {
    String json = "{\"f\": \"" + "a".repeat(50_000) + "\"}";
    assertThat(Rules.fits("f: '" + "*a".repeat(3_000) + "*b'", json)).isFalse();
    assertThat(Rules.fits("f: '" + "*?a".repeat(2_000) + "*b'", json)).isFalse();
    assertThat(Rules.fits("f|contains: '" + "a".repeat(2_000) + "b'", json)).isFalse();
  }

  @Test
  void aTextBeyondTheStepsOfAnExpressionIsSearchedUpToThem() {
    String rule = Rules.yaml("s:\n    f|re: '(a|b){1200}c|z$'\ncondition: s");
    RuleReport report = Rules.load(rule);
    assertThat(report.refusals()).isEmpty();
    RuleSet rules = RuleSet.compile(report.rules(), Rules.MAPPING);
    JsonEvent event =
        JsonEvent.of("{\"f\": \"" + "x".repeat(30_000) + "z\"}").declaring(Rules.SOURCE);
    assertThat(rules.match(event)).isEmpty();
    assertThat(rules.searchesCutShort().values()).containsExactly(1L);
  }
}
