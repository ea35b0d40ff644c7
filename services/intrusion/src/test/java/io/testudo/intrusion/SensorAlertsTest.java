package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Value;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorAlertsTest {

  private final Events events = new Events();

  private LogRecord alert(int priority, String source, long answers) {
    return events.log(
        1,
        new LogSource("suricata", "alert", "http"),
        "",
        "event_type",
        "alert",
        "src_ip",
        source,
        "dest_ip",
        "10.0.0.9",
        "flow",
        Fields.of(Map.of("pkts_toclient", new Value.Whole(answers))),
        "alert",
        Fields.of(
            Map.of(
                "signature_id",
                new Value.Whole(2_024_001),
                "signature",
                new Value.Text("EXPLOIT something"),
                "severity",
                new Value.Whole(priority),
                "category",
                new Value.Text("Attempted Administrator Privilege Gain"),
                "metadata",
                Fields.of(
                    Map.of(
                        "mitre_technique_id", new Value.Many(List.of(new Value.Text("T1190"))))))));
  }

  @Test
  void anAlertKeepsItsSignatureAndTechnique() {
    Finding finding = Run.over(List.of(alert(1, "203.0.113.9", 4))).findings().getFirst();

    assertThat(finding.detector().kind()).isEqualTo(Detector.Kind.SURICATA_SIGNATURE);
    assertThat(finding.detector().id()).isEqualTo("1:2024001");
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(Run.techniques(finding)).containsExactly("T1190");
  }

  @Test
  void anAlertFromOutsideThatNobodyAnsweredIsOfLowSeverity() {
    assertThat(Run.over(List.of(alert(1, "203.0.113.9", 0))).findings().getFirst().severity())
        .isEqualTo(Severity.LOW);
  }

  @Test
  void aNoticeOfAScanIsDiscovery() {
    LogRecord notice =
        events.zeek(
            1,
            "notice",
            "note",
            "Scan::Port_Scan",
            "msg",
            "10.0.0.7 scanned at least 15 unique ports of host 10.0.0.9",
            "src",
            "10.0.0.7",
            "dst",
            "10.0.0.9");

    Finding finding = Run.over(List.of(notice)).findings().getFirst();

    assertThat(finding.detector().kind()).isEqualTo(Detector.Kind.ZEEK_NOTICE);
    assertThat(Run.techniques(finding)).containsExactly("T1046");
  }

  @Test
  void aNoticeAboutTheSensorItselfIsNoFinding() {
    LogRecord notice =
        events.zeek(1, "notice", "note", "CaptureLoss::Too_Much_Loss", "src", "10.0.0.7");

    assertThat(Run.over(List.of(notice)).findings()).isEmpty();
  }

  @Test
  void findsAnArpSenderThatLiesAboutItsHardwareAddress() {
    LogRecord arp =
        events.zeek(
            1,
            "arp",
            "operation",
            "reply",
            "orig_h",
            "10.0.0.1",
            "resp_h",
            "10.0.0.7",
            "src_mac",
            "50:5b:c2:db:c3:17",
            "orig_hw",
            "50:50:50:50:50:50");

    assertThat(Run.over(List.of(arp)).detectors()).containsExactly("lan.arp-sender");
  }

  @Test
  void findsADhcpClientThatAsksForOneAddressAfterAnother() {
    List<LogRecord> log = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      log.add(
          events.zeek(
              i,
              "dhcp",
              "mac",
              "24:4b:fe:1c:48:a4",
              "client_addr",
              "10.0.0.30",
              "requested_addr",
              "10.0.0." + (100 + i)));
    }

    assertThat(Run.over(log).detectors()).containsExactly("lan.dhcp-requests");
  }

  @Test
  void findsAHostWhosePartnersMostlyShowInvalidCertificates() {
    List<LogRecord> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add(
          events.zeek(
              i,
              "ssl",
              "id.orig_h",
              "10.0.0.30",
              "server_name",
              "s" + i + ".example",
              "validation_status",
              i % 4 == 0 ? "ok" : "self signed certificate in certificate chain"));
    }

    assertThat(Run.over(log).detectors()).containsExactly("tls.certificates");
  }
}
