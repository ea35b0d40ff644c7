package io.testudo.suricata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {

  private static RuleReport read(String rules) {
    return new RuleReader(RuleVariables.usual()).read("a.rules", rules).report();
  }

  @Test
  void reportsWhatIsNotHonouredWithItsPlaceAndReason() {
    RuleReport report =
        read("# comment\nalert tcp any any -> any any (lua:x.lua; sid:5;)\n\nalert foo\n");
    assertThat(report.honoured()).isZero();
    assertThat(report.problems())
        .extracting(RuleProblem::toString)
        .containsExactly(
            "a.rules:2: rule 5 keyword lua is not honoured",
            "a.rules:4: rule source address is missing in the header");
  }

  @Test
  void joinsLinesThatEndWithABackslash() {
    assertThat(read("alert tcp any any -> any any ( \\\n msg:\"x\"; \\\n sid:1;)\n").honoured())
        .isEqualTo(1);
  }

  @Test
  void keepsTheLatestRevision() {
    RuleReport report =
        read(
            "alert tcp any any -> any 1 (sid:1; rev:2;)\nalert tcp any any -> any 2 (sid:1;"
                + " rev:1;)\nalert tcp any any -> any 3 (sid:1; rev:5;)");
    assertThat(report.honoured()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(RuleProblem::kind)
        .containsExactly(RuleProblem.Kind.REPEATED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alert tcp $NOWHERE any -> any any (sid:1;)|variable $NOWHERE is not declared",
        "alert tcp any any -> any any (content:\"\"; sid:1;)|content must not be empty",
        "alert tcp any any -> any any (nocase; sid:1;)|nocase must follow a content",
        "alert tcp any any -> any 70000 (sid:1;)|port (70000) must be between 0 and 65535",
        "alert tcp 10.0.0.0/33 any -> any any (sid:1;)|prefix length (33) must be between 0 and 32",
        "alert tcp any any -> any any (msg:\"x\";)|sid is missing",
        "alert tcp any any -> any any (sid:1)|option (sid:1) must end with a semicolon",
        "alert tcp any any >> any any (sid:1;)|direction (>>) must be one of -> <> =>",
      })
  void saysWhatIsWrong(String rule, String reason) {
    assertThat(read(rule).problems()).extracting(RuleProblem::reason).containsExactly(reason);
  }

  @Test
  void refusesAVariableThatNamesItself() {
    var variables =
        new RuleVariables(java.util.Map.of("A", "[$B,10.0.0.1]", "B", "$A"), java.util.Map.of());
    RuleReport report =
        new RuleReader(variables).read("r", "alert tcp $A any -> any any (sid:1;)").report();
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).reason()).contains("Maybe a variable names itself?");
  }

  @Test
  void refusesExpressionsThatUnfoldWithoutEnd() {
    RuleReport report =
        read("alert tcp any any -> any any (pcre:\"/((a{1000}){1000}){1000}/\"; sid:1;)");
    assertThat(report.problems()).hasSize(1);
  }
}
