package io.testudo.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.house.RuleBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class CaseRunTest {
  private static final long SEED = Long.getLong("seed", 20_261_127L);
  private static final Path GOLDEN = Path.of("src/test/resources/golden/rule-test");

  @TempDir private Path folder;

  private static List<CaseRun.Outcome> run(Path tests) throws IOException {
    CaseFolder found = CaseFolder.read(tests);
    assertThat(found.problems()).isEmpty();
    CaseRun run = new CaseRun(List.of(), RuleBook.Starter.WITHOUT, InstantSource.system());
    return found.cases().stream().map(run::run).toList();
  }

  @Test
  void everyVersionEverWrittenIsReadAndPasses() throws IOException {
    int versions = 0;
    try (Stream<Path> found = Files.list(GOLDEN)) {
      for (Path version : found.toList()) {
        List<CaseRun.Outcome> outcomes = run(version);
        assertThat(outcomes).hasSize(3);
        assertThat(outcomes).extracting(CaseRun.Outcome::problem).containsOnly("");
        assertThat(outcomes).extracting(CaseRun.Outcome::matches).containsExactly(2L, 0L, 1L);
        versions++;
      }
    }
    assertThat(versions).isEqualTo(1);
  }

  private void copy(Path from, String test) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    Files.writeString(folder.resolve("test.yml"), test);
  }

  @Test
  void saysWhyACaseFails() throws IOException {
    copy(
        GOLDEN.resolve("v1"),
        """
        format: testudo-rule-test
        version: 1
        rules: rule.yml
        cases:
          - {rule: archiver, events: fires.json, matches: 3}
          - {rule: archiver, events: fires.json, fires: false}
          - {rule: other, events: fires.json, fires: true}
          - {rule: archiver, events: none.json, fires: true}
          - {rule: archiver, events: silent.json, fires: true}
        """);
    assertThat(run(folder))
        .extracting(CaseRun.Outcome::problem)
        .satisfiesExactly(
            p -> assertThat(p).isEqualTo("the rule held 2 times; it must hold 3"),
            p -> assertThat(p).isEqualTo("the rule held 2 times; it must hold 0"),
            p -> assertThat(p).isEqualTo("rule (other) must be one that loads"),
            p -> assertThat(p).contains("none.json) must be a readable file"),
            p -> assertThat(p).isEqualTo("the rule held 0 times; it must hold at least 1"));
  }

  @Test
  void readsTheLayoutOfSigmaHqsRegressionData() throws IOException {
    Path data = Files.createDirectories(folder.resolve("regression_data/rules/archiver"));
    Files.createDirectories(folder.resolve("rules"));
    Files.copy(GOLDEN.resolve("v1/rule.yml"), folder.resolve("rules/rule.yml"));
    Files.copy(GOLDEN.resolve("v1/fires.json"), data.resolve("fires.json"));
    Files.writeString(
        data.resolve("info.yml"),
        """
        id: a86306af-137b-427f-9e39-680199937bd0
        rule_metadata:
            - id: 6f3e2987-db24-4c78-a860-b4f4095a7095
              title: Archiver runs
        regression_tests_info:
            - name: Positive Detection Test
              type: json
              match_count: 1
              path: regression_data/rules/archiver/fires.json
        """);
    assertThat(run(folder.resolve("regression_data")))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.problem()).isEmpty());
  }

  @Test
  void aReportIsXmlWhateverTheTextsHold() throws Exception {
    RuleCase ran =
        new RuleCase(
            "a <b> & \u0001\uD800",
            Path.of("t.yml"),
            "",
            List.of(),
            List.of(),
            RuleCase.Expected.NEVER);
    CaseRun.Outcome outcome =
        new CaseRun.Outcome(ran, "\"rule\"", 1, "held\u0000]]>", java.time.Duration.ofMillis(12));
    Path file = folder.resolve("report.xml");
    JUnitReport.write(file, List.of(outcome), List.of("no document"));
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("2");
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    assertThat(xml.getElementsByTagName("failure").item(0).getAttributes().item(0).getNodeValue())
        .isEqualTo("held?]]>");
  }

  @Test
  void aPathMustNotLeadOutOfItsFolder() {
    for (String path : List.of("../x.json", "/etc/hosts", ".", "a/../../x")) {
      String test =
          "format: testudo-rule-test\nversion: 1\ncases: [{events: '" + path + "', fires: true}]\n";
      assertThat(problem(test)).contains("must lie below");
    }
  }

  private String problem(String test) {
    try {
      CaseDocument.read(folder.resolve("test.yml"), test.getBytes(StandardCharsets.UTF_8));
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aDamagedDocumentIsReadOrRefusedInOneLine() throws IOException {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    String good = Files.readString(GOLDEN.resolve("v1/test.yml"));
    int read = 0;
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder(good);
      for (int wound = random.nextInt(3); wound >= 0; wound--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(9)));
          case 1 -> text.setCharAt(at, (char) random.nextInt(0x180));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
        }
      }
      String problem = problem(text.toString());
      read += problem.isEmpty() ? 1 : 0;
      problems.add(problem);
    }
    assertThat(problems).noneMatch(problem -> problem.indexOf('\n') >= 0);
    assertThat(read).isBetween(100, 1_900);
  }
}
