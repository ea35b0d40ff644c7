package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleSet;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleFindingsTest {

  private static final String RULE =
      """
      title: Shell Started by a Word Processor
      id: 11111111-2222-4333-8444-555555555555
      status: test
      level: high
      tags: [attack.execution, attack.t1059.001, attack.initial-access, attack.t1566.001]
      logsource: {product: windows, category: process_creation}
      detection:
        selection:
          ParentImage|endswith: '\\winword.exe'
          Image|endswith: '\\powershell.exe'
        condition: selection
      falsepositives: [Macros of the accounting department]
      """;

  private final Events events = new Events();

  private static Rules rules() {
    LogSourceMapping mapping = LogSourceMapping.standard();
    return Rules.of(
        RuleSet.compile(
            new RuleLoader(mapping, Map.of())
                .load("test.yml", RULE.getBytes(StandardCharsets.UTF_8))
                .rules(),
            mapping));
  }

  private LogRecord process(double seconds, String host, String user) {
    return events.log(
        seconds,
        new LogSource("windows", "", "microsoft-windows-sysmon/operational"),
        host,
        "Channel",
        "Microsoft-Windows-Sysmon/Operational",
        "EventID",
        1,
        "Image",
        "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
        "ParentImage",
        "C:\\Office\\winword.exe",
        "User",
        user);
  }

  private static Run run(LogRecord... records) {
    return Run.over(IntrusionConfig.defaults(), rules(), List.of(records));
  }

  @Test
  void aMatchBecomesAFindingWithWhoWhatAndWhy() {
    Finding finding = run(process(5, "ws1.corp.example", "CORP\\alice")).findings().getFirst();

    assertThat(finding.detector().kind()).isEqualTo(Detector.Kind.SIGMA_RULE);
    assertThat(finding.title()).isEqualTo("Shell Started by a Word Processor");
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.confidence().probability()).isEqualTo(0.75);
    assertThat(Run.techniques(finding)).containsExactly("T1059.001", "T1566.001");
    assertThat(finding.tactics()).containsExactly(Tactic.INITIAL_ACCESS, Tactic.EXECUTION);
    assertThat(finding.involved())
        .extracting(Involvement::toString)
        .anyMatch(text -> text.contains("host:ws1,") && text.contains("ACTOR"))
        .anyMatch(text -> text.contains("user:alice"));
    assertThat(finding.reasons().toString()).contains("selection").contains("powershell.exe");
    assertThat(finding.unknowns().toString()).contains("accounting");
    assertThat(finding.evidence().getFirst().raw()).contains("winword.exe");
  }

  @Test
  void matchesOfOneRuleOnOneHostWithinTheWindowAreOneFinding() {
    Run run =
        run(
            process(5, "ws1", "CORP\\alice"),
            process(50, "ws1", "CORP\\alice"),
            process(60, "ws2", "CORP\\bob"),
            process(4000, "ws1", "CORP\\alice"));

    assertThat(run.findings()).hasSize(3);
    assertThat(run.facts).hasSize(4);
  }

  @Test
  void accountsThatEveryMachineHasAreNoEntities() {
    Finding finding = run(process(5, "ws1", "NT AUTHORITY\\SYSTEM")).findings().getFirst();

    assertThat(finding.involved().toString()).doesNotContain("USER");
  }

  @Test
  void theMachinesOwnAddressIsInvolvedOnceItsLogShowedIt() {
    LogRecord connection =
        events.log(
            1,
            new LogSource("windows", "", "microsoft-windows-sysmon/operational"),
            "ws1",
            "Channel",
            "Microsoft-Windows-Sysmon/Operational",
            "EventID",
            3,
            "Initiated",
            "true",
            "SourceIp",
            "10.0.0.21",
            "DestinationIp",
            "10.0.0.3");

    Finding finding = run(connection, process(5, "ws1", "alice")).findings().getFirst();

    assertThat(finding.involved().toString()).contains("address:10.0.0.21");
  }

  @Test
  void fieldsThatACollectorNestedAreFound() {
    LogRecord nested =
        events.log(
            5,
            new LogSource("windows", "", "microsoft-windows-sysmon/operational"),
            "ws1",
            "winlog",
            Fields.of(
                Map.of(
                    "channel",
                    new Value.Text("Microsoft-Windows-Sysmon/Operational"),
                    "event_id",
                    new Value.Whole(1),
                    "event_data",
                    Fields.of(
                        Map.of(
                            "Image",
                            new Value.Text("C:\\x\\powershell.exe"),
                            "ParentImage",
                            new Value.Text("C:\\x\\winword.exe"))))));

    assertThat(run(nested).findings()).hasSize(1);
  }
}
