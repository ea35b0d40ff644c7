package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuessingTest {

  private final Events events = new Events();

  @Test
  void findsManyFailedLogonsFromOneClient() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add(events.failedSsh(i * 2, "web01", "root", "203.0.113.9"));
    }

    Finding finding = Run.over(log).findings("logon.guessing").getFirst();

    assertThat(finding.title()).contains("203.0.113.9").contains("root").contains("web01");
    assertThat(Run.techniques(finding)).containsExactly("T1110.001");
  }

  @Test
  void aSuccessAfterManyFailuresIsOfHighSeverity() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      log.add(events.failedSsh(i * 1.5, "web01", "deploy", "203.0.113.9"));
    }
    log.add(events.acceptedSsh(30, "web01", "deploy", "203.0.113.9"));

    Finding finding = Run.over(log).findings("logon.guessed").getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.title()).contains("after 12 failures");
  }

  @Test
  void aPersonWhoMistypesAFewTimesIsNoFinding() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      log.add(events.failedSsh(i * 8, "web01", "alice", "10.0.0.20"));
    }
    log.add(events.acceptedSsh(60, "web01", "alice", "10.0.0.20"));

    assertThat(Run.over(log).findings()).isEmpty();
  }

  @Test
  void aServiceThatRetriesEvenlyIsOfLowSeverityAndSaysWhy() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      log.add(events.failedSsh(i * 30 + i % 3, "files", "svc-backup", "10.0.0.40"));
    }

    List<Finding> findings = Run.over(log).findings();

    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.LOW);
    assertThat(findings.getFirst().unknowns()).anyMatch(text -> text.contains("old password"));
  }

  @Test
  void findsOnePasswordTriedOnManyAccounts() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      log.add(
          events.security(
              i * 40,
              4625,
              "dc01",
              "TargetUserName",
              "user" + i,
              "IpAddress",
              "10.0.0.66",
              "LogonType",
              "3"));
    }

    Finding finding = Run.over(log).findings("logon.spraying").getFirst();

    assertThat(Run.techniques(finding)).containsExactly("T1110.003");
    assertThat(finding.title()).contains("10.0.0.66");
  }

  @Test
  void readsWhatAVpnGatewayWritesOfRejectedUsers() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      log.add(
          events.log(
              i * 4,
              new LogSource("cisco", "", "asa"),
              "edge01",
              "message",
              "AAA user authentication Rejected : reason = AAA failure : server = 10.0.0.3 :"
                  + " user = carla : user IP = 203.0.113.9"));
    }

    Finding finding = Run.over(log).findings("logon.guessing").getFirst();

    assertThat(finding.title()).contains("203.0.113.9").contains("carla").contains("edge01");
  }

  @Test
  void aNewWayOfRemoteLogonIsOfLowSeverityOnceLearningIsOver() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      log.add(events.acceptedSsh(i * 60, "build", "ansible", "10.0.0.57"));
    }
    log.add(events.acceptedSsh(3700, "build", "admin", "10.0.0.64"));

    List<Finding> findings = Run.over(log).findings();

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().title())
        .isEqualTo("10.0.0.64 logged on to build by SSH for the first time");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void machineAccountsThatFailAreNotCounted() {
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      log.add(
          events.security(
              i, 4625, "dc01", "TargetUserName", "WS" + i + "$", "IpAddress", "10.0.0.66"));
    }

    assertThat(Run.over(log).findings()).isEmpty();
  }

  @Test
  void findsManyShortAlikeSessionsAndALongOneAfterThem() {
    List<Event> flows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      flows.add(
          events.tcp(i * 3, "10.0.0.66", "10.0.0.9", 22, FlowState.FINISHED, 1900 + i % 5, 2400));
    }
    flows.add(events.tcp(120, "10.0.0.66", "10.0.0.9", 22, FlowState.FINISHED, 40_000, 90_000));

    Run run = Run.over(flows);

    assertThat(run.findings("session.guessing")).hasSize(1);
    assertThat(run.findings("session.guessed").getFirst().title()).contains("long SSH session");
  }

  @Test
  void sessionsOfPeopleDifferInSizeAndAreNoGuessing() {
    List<Event> flows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      flows.add(
          events.tcp(
              i * 15,
              "10.0.0.66",
              "10.0.0.9",
              22,
              FlowState.FINISHED,
              1500 + i * 197 % 6000,
              2000 + i * 331 % 6000));
    }

    assertThat(Run.over(flows).findings()).isEmpty();
  }
}
