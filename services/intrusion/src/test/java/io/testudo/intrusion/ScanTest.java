package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.testudo.intrusion.raising.Posterior;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowExport;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.Traffic;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScanTest {

  private final Events events = new Events();

  private List<Flow> sweep(double from, String originator, int count) {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      flows.add(events.tcp(from + i, originator, "10.0.9." + (i + 1), 445, FlowState.ATTEMPTED));
    }
    return flows;
  }

  @Test
  void findsAHostThatAsksOnePortOfManyAddresses() {
    Finding finding = Run.over(sweep(0, "10.0.0.7", 30)).findings("scan.addresses").getFirst();

    assertThat(finding.title()).contains("10.0.0.7").contains("port 445");
    assertThat(Run.techniques(finding)).containsExactly("T1046");
    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.confidence().probability())
        .isCloseTo(1 - Posterior.UNEXPLAINED, within(0.001));
    assertThat(finding.involved().getFirst().role()).isEqualTo(Role.ACTOR);
    assertThat(finding.involved().getFirst().entity().name()).isEqualTo("10.0.0.7");
    assertThat(finding.evidence()).isNotEmpty();
  }

  @Test
  void findsAHostThatAsksManyPortsOfOneAddress() {
    List<Flow> flows = new ArrayList<>();
    for (int port = 1; port <= 40; port++) {
      FlowState state = port == 22 ? FlowState.FINISHED : FlowState.REJECTED;
      flows.add(events.tcp(port * 0.1, "10.0.0.7", "10.0.0.9", port, state));
    }

    Finding finding = Run.over(flows).findings("scan.ports").getFirst();

    assertThat(finding.title()).contains("ports of 10.0.0.9");
    assertThat(finding.involved()).hasSize(2);
  }

  private List<Flow> pings(FlowState state) {
    List<Flow> pings = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      Flow f = events.flow(Flow.ICMP, i, "10.0.0.7", 8, "10.0.9." + i, 0, state, 56, 0);
      pings.add(
          new Flow(
              f.origin(),
              f.time(),
              f.end(),
              f.protocol(),
              f.originator(),
              f.responder(),
              f.state(),
              f.forward(),
              Traffic.NONE,
              "",
              "",
              new FlowExport("192.0.2.1", 0, 1, 2, 1)));
    }
    return pings;
  }

  @Test
  void doesNotTakePingsOfWhichOneDirectionWasExportedForUnanswered() {
    assertThat(Run.over(pings(FlowState.MIDSTREAM)).findings()).isEmpty();
    assertThat(Run.over(pings(FlowState.ATTEMPTED)).findings("scan.addresses")).isNotEmpty();
  }

  @Test
  void doesNotFindAClientThatKeepsAskingOneDeadServer() {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      flows.add(events.tcp(i, "10.0.0.7", "10.0.0.9", 443, FlowState.ATTEMPTED));
    }

    assertThat(Run.over(flows).findings()).isEmpty();
  }

  @Test
  void doesNotFindABrowserThatMeetsADeadServerNowAndThen() {
    Random chance = new Random(7);
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String server = "93." + chance.nextInt(200) + "." + chance.nextInt(200) + ".10";
      FlowState state = chance.nextInt(100) < 4 ? FlowState.ATTEMPTED : FlowState.FINISHED;
      flows.add(events.tcp(i * 2, "10.0.0.7", server, 443, state));
    }

    assertThat(Run.over(flows).findings()).isEmpty();
  }

  @Test
  void anOutageThatMeetsEverybodyMakesNobodyAScanner() {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String host = "10.0.0." + (10 + i % 30);
      flows.add(
          events.tcp(i * 0.2, host, "93.1." + i % 250 + "." + i % 200, 443, FlowState.ATTEMPTED));
    }

    assertThat(Run.over(flows).findings()).isEmpty();
  }

  @Test
  void aScanFromOutsideIsOfLowSeverity() {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      flows.add(events.tcp(i, "203.0.113.9", "10.0.9." + (i + 1), 23, FlowState.ATTEMPTED));
    }

    Finding finding = Run.over(flows).findings("scan.addresses").getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.LOW);
    assertThat(Run.techniques(finding)).containsExactly("T1595.001");
  }

  @Test
  void anAuthorisedScannersScanIsInformational() {
    IntrusionConfig defaults = IntrusionConfig.defaults();
    IntrusionConfig config =
        new IntrusionConfig(
            defaults.findingWindow(),
            defaults.lateness(),
            defaults.mostStep(),
            defaults.mostEntities(),
            List.of(),
            Set.of(IpAddress.parse("10.0.0.7")));

    Run run = Run.over(config, Rules.none(), sweep(0, "10.0.0.7", 30));

    assertThat(run.findings()).extracting(Finding::severity).containsOnly(Severity.INFORMATIONAL);
  }

  @Test
  void aHostThatScansEveryHourIsLessSevereAfterAWhileAndSaysWhatIsNotKnown() {
    List<Flow> flows = new ArrayList<>();
    for (int hour = 0; hour < 5; hour++) {
      flows.addAll(sweep(hour * 3600, "10.0.0.7", 30));
    }

    List<Finding> findings = Run.over(flows).findings("scan.addresses");

    assertThat(findings).hasSize(5);
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.MEDIUM);
    assertThat(findings.getLast().severity()).isEqualTo(Severity.LOW);
    assertThat(findings.getLast().unknowns()).anyMatch(text -> text.contains("earlier hours"));
  }
}
