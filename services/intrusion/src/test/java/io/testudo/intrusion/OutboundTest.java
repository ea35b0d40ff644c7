package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundTest {

  private final Events events = new Events();

  /** Two hours of browsing by one host, and an hourly backup of 300 MB from the file server. */
  private List<Event> office() {
    List<Event> flows = new ArrayList<>();
    for (int minute = 0; minute < 120; minute++) {
      flows.add(
          events.tcp(
              minute * 60,
              "10.0.0.20",
              "93.184.216." + minute % 40,
              443,
              FlowState.FINISHED,
              20_000 + minute * 997 % 30_000,
              400_000));
      if (minute % 60 == 10) {
        flows.add(
            events.tcp(
                minute * 60 + 5,
                "10.0.0.5",
                "52.10.20.30",
                443,
                FlowState.FINISHED,
                300_000_000,
                100_000));
      }
      if (minute == 100) {
        flows.add(
            events.tcp(
                minute * 60 + 7,
                "10.0.0.20",
                "198.51.100.77",
                443,
                FlowState.FINISHED,
                180_000_000,
                50_000));
      }
    }
    return flows;
  }

  @Test
  void findsALargeUploadToANewDestinationAndNotTheBackup() {
    List<Finding> sure =
        Run.over(office()).findings("outbound.volume").stream()
            .filter(finding -> finding.confidence().basis() == Confidence.Basis.COMPUTED)
            .toList();

    assertThat(sure).hasSize(1);
    assertThat(sure.getFirst().title()).contains("10.0.0.20").contains("198.51.100.77");
    assertThat(Run.techniques(sure.getFirst())).contains("T1048");
  }

  @Test
  void anUploadByAHostThatNeverSendsOutsideIsOfHighSeverity() {
    List<Event> flows = new ArrayList<>(office());
    flows.add(
        events.tcp(7200, "10.0.0.30", "198.51.100.9", 22, FlowState.FINISHED, 80_000_000, 90_000));

    Finding finding =
        Run.over(flows).findings("outbound.volume").stream()
            .filter(one -> one.title().startsWith("10.0.0.30 "))
            .findFirst()
            .orElseThrow();

    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.confidence().probability()).isGreaterThan(0.7);
  }

  @Test
  void aLargeUploadWithoutHistoryIsOfLowSeverityAndSaysSo() {
    Finding first = Run.over(office()).findings("outbound.volume").getFirst();

    assertThat(first.title()).contains("10.0.0.5");
    assertThat(first.severity()).isEqualTo(Severity.LOW);
    assertThat(first.unknowns()).anyMatch(text -> text.contains("usual volume"));
  }

  @Test
  void aVideoCallIsNoUpload() {
    List<Event> flows = new ArrayList<>(office());
    flows.add(
        events.tcp(
            7300, "10.0.0.20", "198.51.100.5", 443, FlowState.FINISHED, 150_000_000, 140_000_000));

    assertThat(Run.over(flows).findings("outbound.volume"))
        .noneMatch(finding -> finding.title().contains("198.51.100.5"));
  }
}
