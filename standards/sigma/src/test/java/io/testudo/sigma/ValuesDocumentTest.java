package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValuesDocumentTest {
  private static final String RULE =
      Rules.yaml("selection: {user|expand: '%Administrators%'}\ncondition: selection\n");

  @Test
  void everyVersionEverWrittenIsRead() throws IOException {
    int read = 0;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/sigma-values"))) {
      for (Path file : files.toList()) {
        String yaml = Files.readString(file) + "---\n" + RULE;
        RuleReport report = Rules.load(yaml);
        assertThat(report.refusals()).isEmpty();
        RuleSet rules = RuleSet.compile(report);
        assertThat(rules.match(event("adm_anna"))).hasSize(1);
        assertThat(rules.match(event("EXAMPLE\\\\root"))).hasSize(1);
        assertThat(rules.match(event("bob"))).isEmpty();
        read++;
      }
    }
    assertThat(read).isEqualTo(1);
  }

  private static JsonEvent event(String user) {
    return JsonEvent.of("{\"user\": \"" + user + "\"}").declaring(Rules.SOURCE);
  }

  @Test
  void aDocumentBehindTheRuleServesItAndSeveralAddUp() {
    String values = "---\nformat: testudo-sigma-values\nversion: 1\nvalues: {Administrators: ";
    RuleReport report = Rules.load(RULE + values + "anna}\n" + values + "[bob]}\n");
    RuleSet rules = RuleSet.compile(report);
    assertThat(rules.match(event("anna"))).hasSize(1);
    assertThat(rules.match(event("bob"))).hasSize(1);
  }

  @Test
  void placeholdersWithoutAValueAreListedWithTheirRules() {
    String rule = RULE.replace("'%Administrators%'", "['%Servers%', '\\%no%', '%Administrators%']");
    RuleReport report = Rules.load(rule, Map.of("Servers", List.of()));
    assertThat(report.unfilled().keySet()).containsExactly("Administrators", "Servers");
    assertThat(report.unfilled().get("Servers"))
        .extracting(RuleReport.Notice::title)
        .containsExactly("Example");
    assertThat(report.rules()).isEmpty();
  }

  @Test
  void theDigestOfARuleFollowsTheValuesOfItsPlaceholders() {
    RuleReport one = Rules.load(RULE, Map.of("Administrators", List.of("anna")));
    RuleReport other = Rules.load(RULE, Map.of("Administrators", List.of("bob")));
    assertThat(one.rules().getFirst().digest()).isNotEqualTo(other.rules().getFirst().digest());
  }

  @Test
  void tellsEachProblemWithItsLine() {
    RuleReport report =
        Rules.load(
            """
            format: testudo-sigma-values
            version: 2
            other: x
            values:
              a: []
              b%: x
              c: {d: e}
            """);
    assertThat(report.refusals())
        .extracting(RuleReport.Notice::reason)
        .containsExactly(
            "line 1: key 'other' is not known",
            "line 1: must have version: 1",
            "line 5: placeholder 'a' must have 1 to 10000 values",
            "line 6: a placeholder must have a name without percent signs",
            "line 7: placeholder 'c' must list texts of 1 to 8192");
  }
}
