package io.testudo.intrusion.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.intrusion.Intrusion;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.suricata.RuleReader;
import io.testudo.suricata.RuleVariables;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.telemetry.capture.Packet;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketRulesTest {

  private static final String RULE =
      "alert udp any any -> any 9999 (msg:\"beacon of a tool\"; content:\"hello\"; nocase;"
          + " classtype:command-and-control; metadata:mitre_technique_id T1071; sid:77; rev:4;)";

  @Test
  void makesAFindingOfAnAlert() throws IOException {
    List<Finding> findings = findings(RULE, capture("say HELLO", "nothing", "hello again"));
    assertThat(findings).hasSize(1);
    Finding finding = findings.getFirst();
    assertThat(finding.title()).isEqualTo("beacon of a tool");
    assertThat(finding.detector().id()).isEqualTo("1:77");
    assertThat(finding.detector().version()).isEqualTo("4");
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.techniques())
        .extracting(technique -> technique.id())
        .containsExactly("T1071");
    assertThat(finding.involved().getFirst().entity().kind()).isEqualTo(Entity.Kind.ADDRESS);
    assertThat(finding.evidence().getFirst().origin().record()).isEqualTo(1);
    assertThat(finding.evidence().getFirst().raw()).contains("say HELLO");
  }

  @Test
  void looksAtNoPacketWithoutRules() throws IOException {
    assertThat(findings("", capture("say HELLO"))).isEmpty();
  }

  private static List<Finding> findings(String rules, byte[] capture) throws IOException {
    var set = new RuleReader(RuleVariables.usual()).read("test", rules).report().ruleSet();
    Intrusion intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none().with(set));
    List<Finding> findings = new ArrayList<>();
    TelemetrySink sink =
        new TelemetrySink() {
          @Override
          public void event(Event event) {
            intrusion.observe(event, fact -> {});
          }

          @Override
          public void packet(Packet packet) {
            intrusion.observe(packet, this::keep);
          }

          private void keep(Fact fact) {
            if (fact instanceof Fact.FindingRaised raised) {
              findings.add(raised.finding());
            }
          }

          @Override
          public void parked(ParkedRecord record) {
            throw new AssertionError(record.toString());
          }

          @Override
          public void consumed(String item, long record) {}
        };
    SourceReader reader =
        new SourceReader("test", TelemetryConfig.DEFAULT, sink, InstantSource.system());
    reader.read("a.pcap", new ByteArrayInputStream(capture));
    reader.finish();
    return findings;
  }

  /** A capture of bare IP packets, each a datagram with one of these texts. */
  private static byte[] capture(String... texts) {
    ByteBuffer out = ByteBuffer.allocate(4_096);
    out.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    out.putInt(65_535).putInt(101);
    for (String text : texts) {
      byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
      int length = 28 + payload.length;
      out.putInt(1_700_000_000).putInt(0).putInt(length).putInt(length);
      out.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0).put((byte) 64);
      out.put((byte) 17).putShort((short) 0).putInt(0x0A000001).putInt(0xC0000207);
      out.putShort((short) 40_000).putShort((short) 9_999);
      out.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }
}
