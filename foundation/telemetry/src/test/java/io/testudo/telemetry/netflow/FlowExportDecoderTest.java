package io.testudo.telemetry.netflow;

import static io.testudo.telemetry.netflow.ExportWriter.SECOND;
import static io.testudo.telemetry.netflow.ExportWriter.bytes;
import static io.testudo.telemetry.netflow.ExportWriter.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowExportDecoderTest {

  private static final long MINUTE = 60_000_000_000L;
  private static final Origin ORIGIN = new Origin("s", "i", 1);
  private static final int[] FLOW = {8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 2, 4, 1, 4, 22, 4, 21, 4};

  private final List<String> flows = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final FlowExportDecoder.Sink sink =
      new FlowExportDecoder.Sink() {
        @Override
        public void flow(Origin origin, FlowExportDecoder.Source source, ReportedFlow f) {
          flows.add(
              f.sourcePort
                  + ">"
                  + f.destinationPort
                  + " "
                  + f.packets
                  + "p "
                  + f.bytes
                  + "B /"
                  + f.sampling
                  + " "
                  + (f.startNanos / 1_000_000 - SECOND * 1000)
                  + ".."
                  + (f.endNanos / 1_000_000 - SECOND * 1000)
                  + (f.countsBothWays ? " back " + f.reversePackets + "p" : ""));
        }

        @Override
        public void undecodable(Origin origin, String reason) {
          lost.add(reason);
        }
      };
  private FlowExportDecoder decoder = new FlowExportDecoder(FlowExportConfig.DEFAULT, sink);

  private void take(byte[] datagram) throws MalformedRecordException {
    take("192.0.2.1", SECOND * 1_000_000_000L, datagram);
  }

  private void take(String exporter, long now, byte[] datagram) throws MalformedRecordException {
    decoder.datagram(ORIGIN, exporter, now, datagram, 0, datagram.length);
  }

  private static byte[] flow(int from, int to, int first, int last) {
    return bytes(1, 4, 2, 4, from, 2, to, 2, 17, 1, 5, 4, 500, 4, first, 4, last, 4);
  }

  private static ExportWriter sets() {
    return new ExportWriter();
  }

  private ExporterCounts counts() {
    return decoder.counts().exporters().getFirst();
  }

  @Test
  void readsVersion5WithTimesOnEitherSideOfTheUptimesWrap() throws MalformedRecordException {
    int wrapped = 500;
    take(
        ExportWriter.version5(
            wrapped, SECOND, 0, 0, ExportWriter.record5(1, 2, 1000, 53, 17, 0, -1500, 400)));

    assertThat(flows).containsExactly("1000>53 7p 700B /1 -2000..-100");
  }

  @Test
  void tellsTheSamplingOfAVersion5Header() throws MalformedRecordException {
    take(
        ExportWriter.version5(
            500, SECOND, 0, 0x4000 | 100, ExportWriter.record5(1, 2, 10, 53, 17, 0, 500, 500)));

    assertThat(flows).containsExactly("10>53 7p 700B /100 0..0");
  }

  @Test
  void readsPaddedSetsOfVersion9InOneDatagram() throws MalformedRecordException {
    take(
        sets()
            .set(0, template(256, FLOW))
            .set(256, flow(1, 53, 0, 900), flow(2, 53, 0, 1000), bytes(0, 3))
            .set(256, flow(3, 53, 500, 600))
            .version9(1000, SECOND, 1, 7));

    assertThat(flows)
        .containsExactly(
            "1>53 5p 500B /1 -1000..-100",
            "2>53 5p 500B /1 -1000..0",
            "3>53 5p 500B /1 -500..-400");
  }

  @Test
  void decodesDataThatCameBeforeTheirTemplate() throws MalformedRecordException {
    take(sets().set(256, flow(1, 53, 0, 1000)).version9(1000, SECOND, 1, 7));
    assertThat(flows).isEmpty();
    assertThat(counts().pending()).isEqualTo(1);

    take(sets().set(0, template(256, FLOW)).version9(2000, SECOND + 1, 2, 7));

    assertThat(flows).containsExactly("1>53 5p 500B /1 -1000..0");
    assertThat(counts().pending()).isZero();
  }

  @Test
  void givesUpDataWhoseTemplateNeverComes() throws MalformedRecordException {
    take(sets().set(256, flow(1, 53, 0, 1000)).version9(1000, SECOND, 1, 7));
    decoder.finish();

    assertThat(lost).singleElement().asString().contains("template 256 of exporter 192.0.2.1");
    assertThat(counts().undecodable()).isEqualTo(1);
  }

  @Test
  void keepsOnlySoMuchThatWaits() throws MalformedRecordException {
    decoder = new FlowExportDecoder(new FlowExportConfig(10, 16, 10_000, 64 << 10), sink);
    for (int i = 0; i < 1000; i++) {
      take(sets().set(256, new byte[400]).version9(1000, SECOND, i, 7));
    }

    assertThat(counts().pending()).isLessThanOrEqualTo((64 << 10) / 16 / 400);
    assertThat(counts().undecodable() + counts().pending()).isEqualTo(1000);
    assertThat(lost).hasSize((int) counts().undecodable());
  }

  @Test
  void countsWhatAnEmptySetTakesWhileItWaits() throws MalformedRecordException {
    decoder = new FlowExportDecoder(new FlowExportConfig(10, 16, 10_000, 64 << 10), sink);
    for (int i = 0; i < 1000; i++) {
      take(sets().set(256).version9(1000, SECOND, i, 7));
    }

    assertThat(counts().pending()).isLessThan(100);
  }

  @Test
  void keepsTemplatesOfDomainsAndExportersApart() throws MalformedRecordException {
    take(sets().set(0, template(256, FLOW)).version9(1000, SECOND, 1, 7));
    take(sets().set(256, flow(1, 53, 0, 1000)).version9(1000, SECOND, 1, 8));
    take("192.0.2.2", 0, sets().set(256, flow(1, 53, 0, 0)).version9(1000, SECOND, 1, 7));

    assertThat(flows).isEmpty();
  }

  @Test
  void takesTheLastDefinitionOfANumber() throws MalformedRecordException {
    take(sets().set(0, template(256, 8, 4, 12, 4, 1, 4)).version9(1000, SECOND, 1, 7));
    take(sets().set(0, template(256, FLOW)).version9(1000, SECOND, 2, 7));
    take(sets().set(256, flow(1, 53, 0, 1000)).version9(1000, SECOND, 3, 7));

    assertThat(flows).containsExactly("1>53 5p 500B /1 -1000..0");
    assertThat(counts().redefined()).isEqualTo(1);
  }

  @Test
  void honoursAWithdrawalOfIpfix() throws MalformedRecordException {
    take(sets().set(2, template(256, FLOW)).ipfix(SECOND, 0, 7));
    take(sets().set(2, bytes(256, 2, 0, 2)).ipfix(SECOND, 0, 7));
    take(sets().set(256, flow(1, 53, 0, 0)).ipfix(SECOND, 0, 7));

    assertThat(flows).isEmpty();
    assertThat(counts().templates()).isZero();
  }

  @Test
  void passesOverEnterpriseAndVariableFieldsAndCountsTheReverse() throws MalformedRecordException {
    byte[] definition =
        bytes(
            300,
            2,
            9,
            2,
            8,
            2,
            4,
            2,
            12,
            2,
            4,
            2,
            7,
            2,
            2,
            2,
            11,
            2,
            2,
            2,
            4,
            2,
            1,
            2,
            2,
            2,
            4,
            2,
            0x8000 | 77,
            2,
            65535,
            2,
            9999,
            4,
            0x8000 | 2,
            2,
            8,
            2,
            29305,
            4,
            152,
            2,
            8,
            2);
    byte[] record = new byte[0];
    byte[] fixed = bytes(1, 4, 2, 4, 1000, 2, 80, 2, 6, 1, 5, 4);
    byte[] shortText = bytes(3, 1, 0x414243, 3);
    byte[] longText = bytes(255, 1, 300, 2);
    byte[] rest = bytes(9, 8, SECOND * 1000 + 250, 8);
    take(
        sets()
            .set(2, definition)
            .set(300, fixed, shortText, rest, fixed, longText, new byte[300], rest, record)
            .ipfix(SECOND, 0, 7));

    assertThat(flows)
        .containsExactly("1000>80 5p 0B /1 250..250 back 9p", "1000>80 5p 0B /1 250..250 back 9p");
  }

  @Test
  void readsTimesInAllUnits() throws MalformedRecordException {
    long ntp = (SECOND + 2_208_988_800L) << 32 | 0x8000_0000L;
    int[][] kinds = {{150, 4, 151, 4}, {154, 8, 155, 8}, {156, 8, 157, 8}, {158, 4, 159, 4}};
    long[][] values = {{SECOND - 2, SECOND}, {ntp, ntp}, {ntp, ntp}, {1_500_000, 500_000}};
    for (int i = 0; i < kinds.length; i++) {
      int[] kind = kinds[i];
      take(
          sets()
              .set(2, template(256, 8, 4, 12, 4, kind[0], kind[1], kind[2], kind[3]))
              .set(256, bytes(1, 4, 2, 4, values[i][0], kind[1], values[i][1], kind[3]))
              .ipfix(SECOND, 0, 7));
    }

    assertThat(flows)
        .extracting(flow -> flow.substring(flow.lastIndexOf(' ') + 1))
        .containsExactly("-2000..0", "500..500", "500..500", "-1500..-500");
  }

  @Test
  void scalesByTheSamplerThatARecordNames() throws MalformedRecordException {
    byte[] options = bytes(400, 2, 4, 2, 8, 2, 1, 2, 4, 2, 48, 2, 1, 2, 50, 2, 4, 2);
    take(
        sets()
            .set(1, options)
            .set(400, bytes(0, 4, 3, 1, 512, 4))
            .set(0, template(256, 8, 4, 12, 4, 2, 4, 48, 1))
            .set(256, bytes(1, 4, 2, 4, 5, 4, 3, 1), bytes(1, 4, 2, 4, 5, 4, 9, 1))
            .version9(1000, SECOND, 1, 7));

    assertThat(flows).containsExactly("0>0 5p 0B /512 0..0", "0>0 5p 0B /1 0..0");
  }

  @Test
  void countsWhatWasLostAcrossTheWrapOfTheSequence() throws MalformedRecordException {
    take(sets().set(0, template(256, FLOW)).version9(1000, SECOND, -2, 7));
    take(sets().version9(1000, SECOND, 3, 7));
    take(sets().version9(1000, SECOND, 1, 7));

    assertThat(counts().lost()).isEqualTo(3);
    assertThat(counts().reordered()).isEqualTo(1);
  }

  @Test
  void forgetsTheTemplatesOfAnExporterThatStartedAnew() throws MalformedRecordException {
    take(sets().set(0, template(256, FLOW)).version9(90_000_000, SECOND, 5000, 7));
    take(sets().set(256, flow(1, 53, 0, 0)).version9(1000, SECOND + 60, 1, 7));

    assertThat(flows).isEmpty();
    assertThat(counts().restarts()).isEqualTo(1);
    assertThat(counts().pending()).isEqualTo(1);
  }

  @Test
  void doesNotTakeTheWrapOfTheUptimeForANewStart() throws MalformedRecordException {
    take(sets().set(0, template(256, FLOW)).version9(-500, SECOND, 10, 7));
    take(sets().set(256, flow(1, 53, 0, 500)).version9(500, SECOND + 1, 9, 7));

    assertThat(counts().restarts()).isZero();
    assertThat(flows).hasSize(1);
  }

  @Test
  void aFloodOfNewExportersDisplacesNoneThatIsInUse() throws MalformedRecordException {
    decoder = new FlowExportDecoder(new FlowExportConfig(50, 16, 10_000, 64 << 10), sink);
    long now = SECOND * 1_000_000_000L;
    byte[] data = sets().set(256, flow(1, 53, 0, 1000)).version9(1000, SECOND, 2, 7);
    take("192.0.2.1", now, sets().set(0, template(256, FLOW)).version9(1000, SECOND, 1, 7));
    take("192.0.2.1", now + 2 * MINUTE, data);
    byte[] forged = sets().set(0, template(256, 8, 4)).version9(1000, SECOND, 1, 7);
    for (int i = 0; i < 10_000; i++) {
      take("10.0." + i / 250 + "." + i % 250, now + 2 * MINUTE, forged);
    }
    take("192.0.2.1", now + 3 * MINUTE, data);

    assertThat(flows).hasSize(2);
    assertThat(decoder.counts().exporters()).hasSize(50);
    assertThat(decoder.counts().displaced()).isEqualTo(10_001 - 50);
  }

  @Test
  void aFloodOfTemplatesDisplacesNoneThatIsInUse() throws MalformedRecordException {
    decoder = new FlowExportDecoder(new FlowExportConfig(50, 16, 10_000, 64 << 10), sink);
    byte[] data = sets().set(256, flow(1, 53, 0, 1000)).version9(1000, SECOND, 1, 7);
    take(sets().set(0, template(256, FLOW)).version9(1000, SECOND, 1, 7));
    take(data);
    for (int id = 257; id < 5000; id++) {
      take(sets().set(0, template(id, FLOW)).version9(1000, SECOND, 1, 7));
    }
    take(data);

    assertThat(flows).hasSize(2);
    assertThat(counts().templates()).isEqualTo(16);
  }

  @Test
  void deliversWhatIsWholeOfADatagramThatEndsWrongly() {
    byte[] datagram =
        sets()
            .set(0, template(256, FLOW))
            .set(256, flow(1, 53, 0, 1000))
            .set(256, flow(2, 53, 0, 1000))
            .version9(1000, SECOND, 1, 7);

    assertThatThrownBy(() -> decoder.datagram(ORIGIN, "x", 0, datagram, 0, datagram.length - 5))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("set of an impossible length");
    assertThat(flows).hasSize(1);
  }

  @Test
  void goesOnFromItsSavedState() throws MalformedRecordException, IOException {
    take(sets().set(0, template(256, FLOW)).version9(1000, SECOND, 1, 7));
    take(sets().set(300, flow(1, 53, 0, 1000)).version9(1000, SECOND, 2, 7));
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    decoder.save(new DataOutputStream(state));

    FlowExportCounts before = decoder.counts();
    decoder =
        FlowExportDecoder.restore(
            new DataInputStream(new ByteArrayInputStream(state.toByteArray())),
            FlowExportConfig.DEFAULT,
            sink);

    assertThat(decoder.counts()).isEqualTo(before);
    take(sets().set(256, flow(2, 53, 0, 1000)).version9(1000, SECOND, 3, 7));
    take(sets().set(0, template(300, FLOW)).version9(1000, SECOND, 4, 7));
    assertThat(flows).containsExactly("2>53 5p 500B /1 -1000..0", "1>53 5p 500B /1 -1000..0");
  }
}
