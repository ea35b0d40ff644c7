package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final String RULE =
      """
      title: Archiver
      id: 6f3e2987-db24-4c78-a860-b4f4095a7095
      name: archiver
      logsource: {product: windows, category: process_creation}
      detection:
        selection: {Image|endswith: '\\rar.exe'}
        filter: {CommandLine: honest}
        condition: selection and not filter
      """;

  private static String filter(String rules, String detection) {
    return filter("product: windows, category: process_creation", rules, detection);
  }

  private static String filter(String logSource, String rules, String detection) {
    return "---\ntitle: Backup\nid: df0841c0-9846-4e9f-ad8a-7df91571771b\nlogsource: {"
        + logSource
        + "}\nfilter:\n  rules: "
        + rules
        + "\n"
        + detection.indent(2);
  }

  private static boolean fires(RuleReport report, String user) {
    assertThat(report.refusals()).isEmpty();
    String json =
        "{\"Channel\": \"Microsoft-Windows-Sysmon/Operational\", \"EventID\": 1,"
            + " \"Image\": \"C:\\\\rar.exe\", \"User\": \""
            + user
            + "\"}";
    return !RuleSet.compile(report).match(JsonEvent.of(json)).isEmpty();
  }

  private static void assertLeavesOutAdministrators(String filter) {
    RuleReport report = Rules.load(RULE + filter);
    assertThat(fires(report, "adm_anna")).isFalse();
    assertThat(fires(report, "bob")).isTrue();
  }

  private static void assertHasNoEffect(String filter, String warning) {
    RuleReport report = Rules.load(RULE + filter);
    assertThat(fires(report, "adm_anna")).isTrue();
    assertThat(report.warnings()).anyMatch(notice -> notice.reason().contains(warning));
  }

  @Test
  void aConditionSaysWhatIsLeftOut() {
    assertLeavesOutAdministrators(
        filter(
            "[6F3E2987-DB24-4C78-A860-B4F4095A7095]",
            "selection: {User|startswith: adm_}\ncondition: selection"));
  }

  @Test
  void aNegatedConditionSaysWhatStays() {
    assertLeavesOutAdministrators(
        filter("[archiver]", "selection: {User|startswith: adm_}\ncondition: not selection"));
    assertLeavesOutAdministrators(
        filter(
            "[archiver]",
            "selection_1: {User|startswith: adm_}\nselection_2: {User: root}\n"
                + "condition: not selection_1 and not 1 of selection_2*"));
  }

  @Test
  void anyMeansEveryRuleOfTheLogSource() {
    assertLeavesOutAdministrators(
        filter(
            "product: windows", "any", "selection: {User|startswith: adm_}\ncondition: selection"));
    assertHasNoEffect(
        filter("product: linux", "any", "selection: {User|startswith: adm_}\ncondition: selection"),
        "filters no rule");
  }

  @Test
  void aRuleOfAnotherLogSourceIsNotMeant() {
    assertHasNoEffect(
        filter(
            "product: windows, service: security",
            "[archiver]",
            "selection: {User|startswith: adm_}\ncondition: selection"),
        "filters no rule");
  }

  @Test
  void aRuleThatIsNotThereIsTold() {
    assertHasNoEffect(
        filter("[other]", "selection: {User|startswith: adm_}\ncondition: selection"),
        "'other', which is not there");
  }

  @Test
  void searchesOfTheSameNameStayApart() {
    RuleReport report =
        Rules.load(
            RULE
                + filter(
                    "[archiver]",
                    "selection: {User: bob}\nfilter: {User: eve}\ncondition: 1 of them"));
    assertThat(fires(report, "bob")).isFalse();
    assertThat(fires(report, "eve")).isFalse();
    assertThat(fires(report, "adm_anna")).isTrue();
  }

  @Test
  void aFilterChangesTheDigestOfItsRuleAlone() {
    String other = RULE.replace("6f3e2987", "7f3e2987").replace("name: archiver\n", "");
    RuleReport plain = Rules.load(RULE + "---\n" + other);
    RuleReport filtered =
        Rules.load(
            RULE
                + "---\n"
                + other
                + filter("[archiver]", "selection: {User: bob}\ncondition: selection"));
    assertThat(filtered.rules().get(0).digest()).isNotEqualTo(plain.rules().get(0).digest());
    assertThat(filtered.rules().get(1).digest()).isEqualTo(plain.rules().get(1).digest());
    assertThat(filtered.filters()).hasSize(1);
  }

  @Test
  void aFilterOfAFilterIsRefused() {
    RuleReport report =
        Rules.load(
            RULE
                + filter(
                    "[df0841c0-9846-4e9f-ad8a-7df91571771b]",
                    "selection: {User: bob}\ncondition: selection"));
    assertThat(report.refusals())
        .extracting(RuleReport.Notice::reason)
        .containsExactly(
            "refers to 'df0841c0-9846-4e9f-ad8a-7df91571771b', which is a filter; it must be a"
                + " rule");
  }

  @Test
  void tellsWhyAFilterIsRefused() {
    assertRefused(filter("[]", "selection: {User: bob}\ncondition: selection"), "filter rules");
    assertRefused(filter("[a, a]", "selection: {a: b}\ncondition: selection"), "twice");
    assertRefused(filter("[a]", "condition: selection"), "filter has no searches");
    assertRefused(filter("[a]", "selection: {a: b}"), "filter has no condition");
    assertRefused(filter("[a]", "selection: {a: b}\ncondition: other"), "'other'");
    assertRefused(filter("", "[a]", "selection: {a: b}\ncondition: selection"), "logsource");
  }

  private static void assertRefused(String filter, String reason) {
    assertThat(Rules.load(filter).refusals())
        .extracting(RuleReport.Notice::reason)
        .singleElement()
        .asString()
        .contains(reason);
  }

  @Test
  void whatFiltersAddIsBounded() {
    var yaml = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      yaml.append(RULE.replace("6f3e2987", String.format("%08x", i)).replace("archiver", "r" + i))
          .append("---\n");
    }
    var values = new StringBuilder("x");
    for (int i = 0; i < 10_000; i++) {
      values.append(", v").append(i);
    }
    yaml.append(
        filter("any", "selection: {User: [" + values + "]}\ncondition: selection").substring(4));
    RuleReport report = Rules.load(yaml.toString());
    assertThat(report.rules()).hasSize(300);
    assertThat(report.refusals())
        .extracting(RuleReport.Notice::reason)
        .containsExactly("is left out of some rules: filters must not add more than they may");
    List<Integer> sizes =
        report.rules().stream().map(rule -> rule.detection().searches().size()).toList();
    assertThat(sizes).contains(2, 3);
  }
}
