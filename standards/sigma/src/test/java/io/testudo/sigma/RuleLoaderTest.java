package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleLoaderTest {
  private static final String DETECTION = "detection:\n  s: {f: 1}\n  condition: s\n";

  private final RuleLoader loader = new RuleLoader(Rules.MAPPING, Map.of());

  private static String rule(String id, String title) {
    return "title: " + title + "\nid: " + id + "\nlogsource: {product: windows}\n" + DETECTION;
  }

  private static String id(int number) {
    return "00000000-0000-4000-8000-%012d".formatted(number);
  }

  @Test
  void loadsTheRulesOfAFolderAndItsFoldersInOrder(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("b/c"));
    Files.writeString(folder.resolve("b/c/two.yaml"), rule(id(2), "Two"));
    Files.writeString(folder.resolve("a.yml"), rule(id(1), "One"));
    Files.writeString(folder.resolve("notes.txt"), "no rule");
    RuleReport report = loader.load(List.of(folder));
    assertThat(report.rules()).extracting(SigmaRule::title).containsExactly("One", "Two");
    assertThat(report.files()).isEqualTo(2);
    assertThat(report.refusals()).isEmpty();
    assertThat(report.rulesByLogSource()).containsEntry(new LogSource("windows", "", ""), 2);
  }

  @Test
  void readsEveryDocumentOfAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("several.rules");
    Files.writeString(
        file, rule(id(1), "One") + "---\ntitle: Broken\n---\n" + rule(id(3), "Three"));
    RuleReport report = loader.load(List.of(file));
    assertThat(report.rules())
        .extracting(SigmaRule::origin)
        .containsExactly(file + "#1", file + "#3");
    assertThat(report.refusals())
        .containsExactly(new RuleReport.Notice(file + "#2", "Broken", "has no logsource"));
  }

  @Test
  void keepsWhatARuleSaysOfItself() {
    RuleReport report =
        Rules.load(
            """
            title: A rule
            id: 6F1C5F2B-8C52-4B52-9E0B-6C6C8CE5E0A1
            status: experimental
            description: What it does
            references: [https://example.org/a]
            author: Somebody
            date: 2024-01-31
            tags: [attack.execution, attack.T1059.001]
            logsource: {product: windows, category: process_creation, definition: how to get it}
            detection:
                selection: {f: 1}
                condition: selection
            fields: [f]
            falsepositives: [Backups, Updates]
            level: high
            """);
    SigmaRule rule = report.rules().getFirst();
    assertThat(rule.id()).isEqualTo("6f1c5f2b-8c52-4b52-9e0b-6c6c8ce5e0a1");
    assertThat(rule.status()).isEqualTo(SigmaRule.Status.EXPERIMENTAL);
    assertThat(rule.level()).isEqualTo(SigmaRule.Level.HIGH);
    assertThat(rule.tags()).containsExactly("attack.execution", "attack.t1059.001");
    assertThat(rule.falsePositives()).containsExactly("Backups", "Updates");
    assertThat(rule.logSource()).isEqualTo(new LogSource("windows", "process_creation", ""));
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void refusesOtherKindsOfDocumentsWithAReason() {
    assertThat(reason("title: C\ncorrelation: {type: event_count}")).contains("refer to a rule");
    assertThat(reason("title: F\nlogsource: {product: a}\nfilter: {rules: [x]}"))
        .contains("filter");
    assertThat(reason("action: global\ntitle: G")).contains("Sigma 1");
    assertThat(reason("- a\n- b")).contains("a list");
    assertThat(reason("just text")).contains("text");
    assertThat(reason("logsource: {product: a}\n" + DETECTION)).contains("no title");
    assertThat(reason("title: T\nlogsource: {}\n" + DETECTION)).contains("must give a product");
    assertThat(reason("title: T\nlogsource: {product: a}")).contains("no detection");
    assertThat(reason("title: [\n")).contains("line ");
    assertThat(reason("")).contains("is empty");
    assertThat(reason("a: 1\na: 2")).contains("given twice");
    assertThat(reason("a: !!java.net.URL [x]")).contains("not allowed");
    assertThat(reason("a: &x 1\n<<: {b: 1}")).contains("key must be plain text");
  }

  private static String reason(String yaml) {
    RuleReport report = Rules.load(yaml);
    assertThat(report.rules()).isEmpty();
    assertThat(report.refusals()).hasSize(1);
    return report.refusals().getFirst().reason();
  }

  @Test
  void warnsOfWhatDeservesALook() {
    RuleReport report =
        Rules.load(
            """
            title: Odd
            status: stale
            logsource: {product: nobody_knows}
            detection:
                s: {f|contains|all: x, g: [null, 1]}
                condition: s
            """);
    assertThat(report.rules()).hasSize(1);
    assertThat(report.rules().getFirst().id()).hasSize(36);
    assertThat(report.warnings())
        .extracting(RuleReport.Notice::reason)
        .anyMatch(w -> w.contains("has no id"))
        .anyMatch(w -> w.contains("'stale'"))
        .anyMatch(w -> w.contains("single value"))
        .anyMatch(w -> w.contains("null"))
        .anyMatch(w -> w.contains("log source not mapped: nobody_knows/*/*"));
  }

  @Test
  void refusesASecondRuleOfTheSameId(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yml"), rule(id(1), "One"));
    Files.writeString(folder.resolve("b.yml"), rule(id(1), "Other"));
    RuleReport report = loader.load(List.of(folder));
    assertThat(report.rules()).hasSize(1);
    assertThat(report.refusals().getFirst().reason()).contains("already", "a.yml");
  }

  @Test
  void refusesFilesThatAreTooLargeBinaryOrLinks(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("large.yml"), "#".repeat((4 << 20) + 1));
    Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xFF, 0, 1, 2});
    Path outside = Files.writeString(folder.resolve("outside.txt"), rule(id(1), "One"));
    Files.createSymbolicLink(folder.resolve("link.yml"), outside);
    RuleReport report = loader.load(List.of(folder));
    assertThat(report.rules()).isEmpty();
    assertThat(report.refusals())
        .extracting(RuleReport.Notice::reason)
        .containsExactlyInAnyOrder(
            "must not be larger than 4194304 bytes",
            "is not UTF-8 text",
            "is a symbolic link, which is not followed");
  }

  @Test
  void aPathThatDoesNotExistIsTheCallersMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loader.load(List.of(Path.of("no-such-rules"))))
        .withMessageContaining("no-such-rules");
  }
}
