package io.testudo.sigma;

import static io.testudo.sigma.Rules.holds;
import static io.testudo.sigma.Rules.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of conditions, by example: search a, b, sel_1, sel_2, _x holds if its field is 1. */
class ConditionTest {
  private static final String SEARCHES =
      "a: {a: 1}\nb: {b: 1}\nsel_1: {s1: 1}\nsel_2: {s2: 1}\n_x: {x: 1}\n";

  @ParameterizedTest
  @CsvSource({
    "a and b, a b, true",
    "a and b, a, false",
    "a or b, b, true",
    "not a, b, true",
    "not a, a, false",
    "not not a, a, true",
    // not binds tighter than and, and than or
    "a or b and sel_1, a, true",
    "a or b and sel_1, b, false",
    "not a and b, b, true",
    "not a and b, a b, false",
    "not a or b, a b, true",
    "not (a or b), '', true",
    "not (a or b), b, false",
    "(a or b) and sel_1, b s1, true",
    "(a or b) and sel_1, b, false",
    "((a)), a, true",
    "1 of sel_*, s2, true",
    "1 of sel_*, a, false",
    "all of sel_*, s1 s2, true",
    "all of sel_*, s1, false",
    "any of sel_*, s1, true",
    "2 of sel_*, s1 s2, true",
    "2 of sel_*, s1, false",
    "2 of them, a s1, true",
    "2 of them, a, false",
    "3 of sel_*, s1 s2, false",
    "1 of them, a, true",
    // them leaves out what starts with an underscore
    "1 of them, x, false",
    "all of them, a b s1 s2, true",
    "1 of _*, x, true",
    "1 of *_1, s1, true",
    "1 of s*_*2, s2, true",
    "a and not 1 of sel_*, a, true",
    "a and not 1 of sel_*, a s1, false",
    "not 1 of sel_* and not b, a, true",
    "A AND b, a b, false",
    "a AND NOT b, a, true",
    "1 of sel_1, s1, true",
    "1 OF THEM, a, true",
  })
  void conditionsByExample(String condition, String set, boolean expected) {
    // A search is named as the rule writes it: "A" is none, and the rule is refused.
    if (condition.startsWith("A ")) {
      assertThat(refusal(SEARCHES + "condition: " + condition)).contains("'A'");
      return;
    }
    var json = new StringBuilder("{\"z\": 0");
    for (String field : set.split(" ", -1)) {
      json.append(field.isEmpty() ? "" : ", \"" + field + "\": 1");
    }
    String event = json.append('}').toString();
    assertThat(holds(SEARCHES + "condition: " + condition, event)).isEqualTo(expected);
  }

  @Test
  void aListOfConditionsIsJoinedByOr() {
    String rule = SEARCHES + "condition:\n    - a and b\n    - sel_1";
    assertThat(holds(rule, "{\"s1\": 1}")).isTrue();
    assertThat(holds(rule, "{\"a\": 1}")).isFalse();
  }

  @Test
  void searchNamesMayHoldDotsDashesAndBars() {
    String rule = "filter.mdadm-x: {a: 1}\nend|x: {b: 1}\ncondition: filter.mdadm-x and 1 of end*";
    assertThat(holds(rule, "{\"a\": 1, \"b\": 1}")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a and, ends too early",
    "(a, closing bracket",
    "a), unexpected ')'",
    "a b, unexpected 'b'",
    "missing, 'missing'",
    "1 of nothing*, fits no search",
    "0 of sel_*, must be all",
    "some of sel_*, must be all",
    "1 of, ends too early",
    "a | count() > 5, aggregation",
    "a | near b, aggregation",
    "'', ends too early",
  })
  void refusesWhatIsNoCondition(String condition, String reason) {
    assertThat(refusal(SEARCHES + "condition: '" + condition + "'")).contains(reason);
  }

  @Test
  void refusesADetectionWithoutConditionOrWithATimeframe() {
    assertThat(refusal("a: {a: 1}")).contains("no condition");
    assertThat(refusal("a: {a: 1}\ntimeframe: 5m\ncondition: a")).contains("timeframe");
    assertThat(refusal("condition: a")).contains("no searches");
    assertThat(refusal("a: {a: 1}\ncondition: 5")).contains("must be text");
  }
}
