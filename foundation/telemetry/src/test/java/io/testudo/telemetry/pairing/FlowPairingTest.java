package io.testudo.telemetry.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowPairingTest {

  private static final long SEED = Long.getLong("seed", 20261125L);
  private static final long START = 1_772_366_400_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final int CLIENT = 0x0A000001;
  private static final int SERVER = 0x0A000002;
  private static final int SYN = 0x02;
  private static final int RST_ACK = 0x14;
  private static final int ALL = 0x1B;

  private final List<Flow> flows = new ArrayList<>();
  private FlowPairing pairing = new FlowPairing(PairingConfig.DEFAULT, flows::add);
  private long record;

  private static ReportedFlow report(
      int source, int from, int destination, int to, int protocol, int flags, long start) {
    ReportedFlow f = new ReportedFlow();
    f.clear();
    f.ipVersion = 4;
    f.sourceLow = source;
    f.destinationLow = destination;
    f.sourcePort = from;
    f.destinationPort = to;
    f.protocol = protocol;
    f.flags = flags;
    f.packets = 4;
    f.bytes = 400;
    f.startNanos = start;
    f.endNanos = start + SECOND;
    f.input = 1;
    f.output = 2;
    return f;
  }

  private void take(ReportedFlow report, long now) {
    pairing.report(new Origin("s", "i", ++record), "192.0.2.1", 7, now, report);
  }

  @Test
  void joinsTwoDirectionsWhicheverComesFirst() {
    take(report(SERVER, 443, CLIENT, 50_000, 6, ALL, START + 10), START);
    take(report(CLIENT, 50_000, SERVER, 443, 6, ALL, START), START + SECOND);

    assertThat(flows).hasSize(1);
    Flow flow = flows.getFirst();
    assertThat(flow.originator()).hasToString("10.0.0.1:50000");
    assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
    assertThat(flow.forward().packets()).isEqualTo(4);
    assertThat(flow.backward().packets()).isEqualTo(4);
    assertThat(flow.origin().record()).isEqualTo(1);
    assertThat(flow.export().exporter()).isEqualTo("192.0.2.1");
    assertThat(flow.export().input()).isEqualTo(1);
  }

  @Test
  void tellsARejectedAttemptFromItsResetThatCameFirst() {
    take(report(SERVER, 902, CLIENT, 50_000, 6, RST_ACK, START), START);
    take(report(CLIENT, 50_000, SERVER, 902, 6, SYN, START), START);

    assertThat(flows).singleElement().extracting(Flow::state).isEqualTo(FlowState.REJECTED);
    assertThat(flows.getFirst().originator()).hasToString("10.0.0.1:50000");
  }

  @Test
  void letsAnAttemptGoAloneAfterTheWindow() {
    take(report(CLIENT, 50_000, SERVER, 22, 6, SYN, START), START);
    take(report(CLIENT, 50_001, SERVER, 23, 6, SYN, START), START + 31 * SECOND);

    assertThat(flows).singleElement().extracting(Flow::state).isEqualTo(FlowState.ATTEMPTED);
  }

  @Test
  void doesNotJoinWhatLiesTooFarApart() {
    take(report(CLIENT, 50_000, SERVER, 53, 17, -1, START), START);
    take(report(SERVER, 53, CLIENT, 50_000, 17, -1, START + 20 * SECOND), START + SECOND);
    pairing.flush();

    assertThat(flows).hasSize(2);
  }

  @Test
  void saysThatNobodyAnsweredADatagramOnlyWhereBothWaysAreReported() {
    take(report(CLIENT, 50_000, SERVER, 161, 17, -1, START), START);
    pairing.flush();
    for (int i = 0; i < 10; i++) {
      take(report(CLIENT, 40_000 + i, SERVER, 53, 17, -1, START), START);
      take(report(SERVER, 53, CLIENT, 40_000 + i, 17, -1, START), START);
    }
    take(report(CLIENT, 50_001, SERVER, 161, 17, -1, START), START);
    pairing.flush();

    assertThat(flows.getFirst().state()).isEqualTo(FlowState.MIDSTREAM);
    assertThat(flows.getLast().state()).isEqualTo(FlowState.ATTEMPTED);
    assertThat(flows.get(5).state()).isEqualTo(FlowState.FINISHED);
  }

  @Test
  void doesNotTakeASampledOpeningForAnAttempt() {
    ReportedFlow sampled = report(CLIENT, 50_000, SERVER, 443, 6, SYN, START);
    sampled.sampling = 100;
    take(sampled, START);
    pairing.flush();

    assertThat(flows.getFirst().state()).isEqualTo(FlowState.MIDSTREAM);
    assertThat(flows.getFirst().forward().packets()).isEqualTo(400);
    assertThat(flows.getFirst().export().sampling()).isEqualTo(100);
  }

  @Test
  void takesAnAnswerThatIsAloneForTheRespondersSide() {
    take(report(SERVER, 443, CLIENT, 50_000, 6, ALL, START), START);
    pairing.flush();

    Flow flow = flows.getFirst();
    assertThat(flow.originator()).hasToString("10.0.0.1:50000");
    assertThat(flow.forward().packets()).isZero();
    assertThat(flow.backward().packets()).isEqualTo(4);
    assertThat(flow.state()).isEqualTo(FlowState.RESPONDER_CLOSED);
  }

  @Test
  void joinsAnEchoWithItsAnswer() {
    take(report(SERVER, 0, CLIENT, 0, 1, -1, START), START);
    take(report(CLIENT, 8, SERVER, 0, 1, -1, START), START);

    assertThat(flows).hasSize(1);
    assertThat(flows.getFirst().originator()).hasToString("10.0.0.1:8");
  }

  @Test
  void losesAndInventsNoCountWhateverComes() throws IOException {
    Random chance = new Random(SEED);
    pairing =
        new FlowPairing(
            new PairingConfig(Duration.ofSeconds(5), Duration.ofSeconds(2), 50), flows::add);
    long now = START;
    for (int i = 0; i < 20_000; i++) {
      now += chance.nextInt(200) * 1_000_000L - (chance.nextInt(500) == 0 ? 7200 * SECOND : 0);
      boolean forward = chance.nextBoolean();
      int port = 1000 + chance.nextInt(40);
      int protocol = new int[] {1, 6, 17, 58}[chance.nextInt(4)];
      ReportedFlow report =
          forward
              ? report(CLIENT, port, SERVER, 53, protocol, chance.nextInt(256) - 1, now)
              : report(SERVER, 53, CLIENT, port, protocol, chance.nextInt(256) - 1, now);
      report.countsBothWays = chance.nextInt(20) == 0;
      report.reversePackets = report.countsBothWays ? 4 : 0;
      take(report, now);
      if (i == 10_000) {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        pairing.save(new DataOutputStream(state));
        pairing =
            FlowPairing.restore(
                new DataInputStream(new ByteArrayInputStream(state.toByteArray())),
                new PairingConfig(Duration.ofSeconds(5), Duration.ofSeconds(2), 50),
                flows::add);
      }
      assertThat(pairing.counts().held()).isLessThanOrEqualTo(50);
    }
    pairing.flush();

    PairingCounts counts = pairing.counts();
    long whole = flows.size() - counts.paired() / 2 - counts.alone();
    assertThat(counts.reports()).isEqualTo(20_000);
    assertThat(counts.paired() + counts.alone() + whole).as("seed %d", SEED).isEqualTo(20_000);
    long packets =
        flows.stream().mapToLong(f -> f.forward().packets() + f.backward().packets()).sum();
    assertThat(packets).as("seed %d", SEED).isEqualTo(20_000 * 4 + whole * 4);
  }
}
