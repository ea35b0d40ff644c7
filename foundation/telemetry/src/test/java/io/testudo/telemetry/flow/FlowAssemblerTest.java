package io.testudo.telemetry.flow;

import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.icmp;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4Fragment;
import static io.testudo.telemetry.capture.CaptureWriter.tcp;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.capture.CaptureWriter;
import io.testudo.telemetry.capture.CaptureWriter.Timed;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.Traffic;
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

class FlowAssemblerTest {

  private static final String CLIENT = "10.0.0.1";
  private static final String SERVER = "10.0.0.2";
  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;
  private static final double SECOND = 1e9;
  private static final long NOON = 1_700_000_000_000_000_000L;

  private final List<Timed> packets = new ArrayList<>();

  private static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] ip(int protocol, String from, String to, byte[] content) {
    return ethernet(0x0800, ipv4(protocol, from, to, content));
  }

  private void at(double seconds, byte[] frame) {
    packets.add(new Timed(NOON + (long) (seconds * SECOND), frame));
  }

  private void request(double seconds, int flags, int sequence, int ack, String payload) {
    at(seconds, ip(6, CLIENT, SERVER, tcp(40000, 80, flags, sequence, ack, text(payload))));
  }

  private void answer(double seconds, int flags, int sequence, int ack, String payload) {
    at(seconds, ip(6, SERVER, CLIENT, tcp(80, 40000, flags, sequence, ack, text(payload))));
  }

  private void datagram(double seconds, String from, int fromPort, String to, int toPort) {
    at(seconds, ip(17, from, to, udp(fromPort, toPort, new byte[4])));
  }

  private void handshake() {
    request(0.0, SYN, 100, 0, "");
    answer(0.1, SYN | ACK, 500, 101, "");
    request(0.2, ACK, 101, 501, "");
  }

  private static void feed(FlowAssembler assembler, List<Timed> packets) throws IOException {
    new CaptureDecoder("sensor", "day.pcap", assembler, parked -> {})
        .decode(new ByteArrayInputStream(CaptureWriter.pcap(packets)), 0);
  }

  private List<Flow> assemble(FlowAssemblerConfig config) throws IOException {
    List<Flow> flows = new ArrayList<>();
    FlowAssembler assembler = new FlowAssembler(config, flows::add);
    feed(assembler, packets);
    assembler.flush();
    return flows;
  }

  private List<Flow> assemble() throws IOException {
    return assemble(FlowAssemblerConfig.defaults());
  }

  private FlowState state() throws IOException {
    List<Flow> flows = assemble();
    assertThat(flows).hasSize(1);
    return flows.getFirst().state();
  }

  @Test
  void countsBothDirectionsOfAFinishedConnection() throws IOException {
    handshake();
    request(0.3, ACK | 8, 101, 501, "GET / HTTP/1.1\r\n\r\n");
    answer(0.4, ACK, 501, 119, "HTTP/1.1 200 OK\r\n\r\n");
    request(0.5, FIN | ACK, 119, 520, "");
    answer(0.6, FIN | ACK, 520, 120, "");
    Flow flow = assemble().getFirst();
    assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
    assertThat(flow.originator()).hasToString("10.0.0.1:40000");
    assertThat(flow.responder()).hasToString("10.0.0.2:80");
    assertThat(flow.service()).isEqualTo("http");
    assertThat(flow.origin().toString()).isEqualTo("sensor:day.pcap#1");
    assertThat(flow.duration()).isEqualTo(Duration.ofMillis(600));
    Traffic forward = flow.forward();
    assertThat(forward.packets()).isEqualTo(4);
    assertThat(forward.ipBytes()).isEqualTo(4 * 40 + 18);
    assertThat(forward.frameBytes()).isEqualTo(3 * 60 + 72);
    assertThat(forward.payloadBytes()).isEqualTo(18);
    assertThat(forward.tcpFlags()).isEqualTo(SYN | ACK | 8 | FIN);
    assertThat(flow.backward().packets()).isEqualTo(3);
    assertThat(flow.backward().payloadBytes()).isEqualTo(19);
    assertThat(flow.communityId()).startsWith("1:");
  }

  @Test
  void namesHowFarAConnectionGot() throws IOException {
    request(0, SYN, 100, 0, "");
    assertThat(state()).isEqualTo(FlowState.ATTEMPTED);
    answer(0.1, RST | ACK, 0, 101, "");
    assertThat(state()).isEqualTo(FlowState.REJECTED);
    packets.clear();
    handshake();
    assertThat(state()).isEqualTo(FlowState.ESTABLISHED);
    request(1, FIN | ACK, 101, 501, "");
    assertThat(state()).isEqualTo(FlowState.ORIGINATOR_CLOSED);
    answer(1.1, RST, 501, 0, "");
    assertThat(state()).isEqualTo(FlowState.RESPONDER_RESET);
    packets.clear();
    handshake();
    answer(1, FIN | ACK, 501, 101, "");
    assertThat(state()).isEqualTo(FlowState.RESPONDER_CLOSED);
    request(1.1, RST, 101, 0, "");
    assertThat(state()).isEqualTo(FlowState.ORIGINATOR_RESET);
    packets.clear();
    request(0, SYN, 100, 0, "");
    request(1, RST, 101, 0, "");
    assertThat(state()).isEqualTo(FlowState.ATTEMPT_RESET);
    packets.clear();
    request(0, SYN, 100, 0, "");
    request(1, FIN, 101, 0, "");
    assertThat(state()).isEqualTo(FlowState.HALF_OPEN);
    packets.clear();
    request(0, ACK, 100, 500, "x");
    answer(0.1, ACK, 500, 101, "y");
    assertThat(state()).isEqualTo(FlowState.MIDSTREAM);
  }

  @Test
  void takesWhoAnswersForTheResponderThoughItsAnswerCameFirst() throws IOException {
    answer(0.1, SYN | ACK, 500, 101, "");
    request(0.2, ACK, 101, 501, "");
    Flow flow = assemble().getFirst();
    assertThat(flow.originator()).hasToString("10.0.0.1:40000");
    assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
    assertThat(flow.forward().packets()).isEqualTo(1);
  }

  @Test
  void swapsRolesWhenTheRequestComesBehindItsAnswer() throws IOException {
    at(0.1, ip(6, SERVER, CLIENT, tcp(5555, 40000, SYN | ACK, 500, 101, new byte[0])));
    at(0.2, ip(6, CLIENT, SERVER, tcp(40000, 5555, SYN, 100, 0, new byte[0])));
    Flow flow = assemble().getFirst();
    assertThat(flow.originator()).hasToString("10.0.0.1:40000");
    assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
  }

  @Test
  void beginsANewFlowWhenPortsAreUsedAgain() throws IOException {
    handshake();
    request(1, SYN, 9000, 0, "");
    assertThat(assemble()).hasSize(2);
    assertThat(assemble(FlowAssemblerConfig.withoutTimeouts())).hasSize(2);
  }

  @Test
  void countsRepeatedAndOverlappingPayloadOnce() throws IOException {
    handshake();
    request(1, ACK, 101, 501, "0123456789");
    request(2, ACK, 101, 501, "0123456789");
    request(3, ACK, 106, 501, "5678901234");
    assertThat(assemble().getFirst().forward().payloadBytes()).isEqualTo(15);
    assertThat(assemble().getFirst().forward().packets()).isEqualTo(5);
  }

  @Test
  void countsPayloadThatArrivesOutOfOrder() throws IOException {
    handshake();
    request(1, ACK, 111, 501, "second....");
    request(2, ACK, 101, 501, "first.....");
    request(3, ACK, 101, 501, "first.....");
    assertThat(assemble().getFirst().forward().payloadBytes()).isEqualTo(20);
  }

  @Test
  void deliversSilentFlowsWhileReadingGoesOn() throws IOException {
    List<Flow> flows = new ArrayList<>();
    FlowAssembler assembler = new FlowAssembler(FlowAssemblerConfig.defaults(), flows::add);
    datagram(0, CLIENT, 1, SERVER, 53);
    for (int i = 1; i < 80; i++) {
      datagram(i, CLIENT, 2, SERVER, 53);
    }
    feed(assembler, packets);
    assertThat(flows).hasSize(1);
    assertThat(flows.getFirst().originator().port()).isEqualTo(1);
    assertThat(assembler.openFlows()).isEqualTo(1);
  }

  @Test
  void beginsANewFlowAfterSilence() throws IOException {
    datagram(0, CLIENT, 1, SERVER, 53);
    datagram(59, SERVER, 53, CLIENT, 1);
    datagram(120, CLIENT, 1, SERVER, 53);
    assertThat(assemble())
        .extracting(Flow::state)
        .containsExactly(FlowState.FINISHED, FlowState.ATTEMPTED);
    assertThat(assemble(FlowAssemblerConfig.withoutTimeouts())).hasSize(1);
  }

  @Test
  void deliversALongFlowInPartsThatAddUp() throws IOException {
    for (int i = 0; i <= 100; i++) {
      datagram(i * 30, CLIENT, 1, SERVER, 2000);
    }
    List<Flow> parts = assemble();
    assertThat(parts).hasSize(2);
    assertThat(parts.stream().mapToLong(f -> f.forward().packets()).sum()).isEqualTo(101);
    assertThat(parts.get(0).duration()).isEqualTo(Duration.ofMinutes(30));
    assertThat(parts.get(1).origin().record()).isEqualTo(62);
    assertThat(parts.get(1).communityId()).isEqualTo(parts.get(0).communityId());
  }

  @Test
  void deliversTheLongestSilentFlowEarlyWhenTooManyAreOpen() throws IOException {
    FlowAssemblerConfig narrow =
        new FlowAssemblerConfig(
            FlowAssemblerConfig.NEVER,
            FlowAssemblerConfig.NEVER,
            FlowAssemblerConfig.NEVER,
            FlowAssemblerConfig.NEVER,
            FlowAssemblerConfig.NEVER,
            FlowAssemblerConfig.NEVER,
            FlowAssemblerConfig.NEVER,
            16);
    List<Flow> flows = new ArrayList<>();
    FlowAssembler assembler = new FlowAssembler(narrow, flows::add);
    for (int i = 0; i < 16; i++) {
      datagram(i, CLIENT, 1000 + i, SERVER, 2000);
    }
    datagram(20, CLIENT, 1000, SERVER, 2000);
    datagram(21, CLIENT, 5000, SERVER, 2000);
    feed(assembler, packets);
    assertThat(assembler.openFlows()).isEqualTo(16);
    assertThat(assembler.counts().evicted()).isEqualTo(1);
    assertThat(flows.getFirst().originator().port()).isEqualTo(1001);
  }

  @Test
  void isNotMovedByOnePacketFromTheFuture() throws IOException {
    List<Flow> flows = new ArrayList<>();
    FlowAssembler assembler = new FlowAssembler(FlowAssemblerConfig.defaults(), flows::add);
    for (int i = 0; i < 10; i++) {
      datagram(i, CLIENT, 1000 + i, SERVER, 2000);
    }
    datagram(2.5e9, CLIENT, 6, SERVER, 2000);
    for (int i = 0; i < 10; i++) {
      datagram(10 + i, CLIENT, 1000 + i, SERVER, 2000);
    }
    feed(assembler, packets);
    assertThat(flows).isEmpty();
    assembler.flush();
    assertThat(flows).hasSize(11);
    assertThat(flows).allSatisfy(f -> assertThat(f.duration()).isLessThan(Duration.ofMinutes(1)));
  }

  @Test
  void goesOnWhenTheClockIsSetBack() throws IOException {
    List<Flow> flows = new ArrayList<>();
    FlowAssembler assembler = new FlowAssembler(FlowAssemblerConfig.defaults(), flows::add);
    for (int i = 0; i < 5; i++) {
      datagram(i, CLIENT, 1, SERVER, 2000);
    }
    for (int i = 0; i < 100; i++) {
      datagram(i - 1e6, CLIENT, 2, SERVER, 2000);
    }
    feed(assembler, packets);
    assertThat(flows).extracting(f -> f.originator().port()).containsExactly(1);
    assembler.flush();
    assertThat(flows)
        .allSatisfy(f -> assertThat(f.duration()).isBetween(Duration.ZERO, Duration.ofMinutes(3)));
  }

  @Test
  void neverGivesANegativeDurationOrGap() throws IOException {
    datagram(10, CLIENT, 1, SERVER, 2000);
    datagram(5, CLIENT, 1, SERVER, 2000);
    datagram(12, CLIENT, 1, SERVER, 2000);
    Flow flow = assemble().getFirst();
    assertThat(flow.duration()).isEqualTo(Duration.ofSeconds(2));
    assertThat(flow.forward().interArrival().leastMicros()).isZero();
  }

  @Test
  void describesTheGapsBetweenPackets() throws IOException {
    for (double seconds : new double[] {0, 1, 3, 6}) {
      datagram(seconds, CLIENT, 1, SERVER, 2000);
    }
    InterArrival gaps = assemble().getFirst().forward().interArrival();
    assertThat(gaps.gaps()).isEqualTo(3);
    assertThat(gaps.meanMicros()).isCloseTo(2e6, within(1e-6));
    assertThat(gaps.deviationMicros()).isCloseTo(Math.sqrt(2.0 / 3) * 1e6, within(1e-3));
    assertThat(gaps.leastMicros()).isEqualTo(1_000_000);
    assertThat(gaps.mostMicros()).isEqualTo(3_000_000);
  }

  @Test
  void countsLaterFragmentsToTheFlowOfTheFirst() throws IOException {
    byte[] first = udp(1000, 2000, new byte[32]);
    at(0, ethernet(0x0800, ipv4Fragment(17, CLIENT, SERVER, 7, 0, true, first)));
    at(1, ethernet(0x0800, ipv4Fragment(17, CLIENT, SERVER, 7, 40, false, new byte[24])));
    at(2, ethernet(0x0800, ipv4Fragment(17, CLIENT, SERVER, 8, 40, false, new byte[24])));
    List<Flow> flows = assemble();
    assertThat(flows).hasSize(2);
    assertThat(flows.get(0).forward().packets()).isEqualTo(2);
    assertThat(flows.get(0).forward().payloadBytes()).isEqualTo(32 + 24);
    assertThat(flows.get(1).originator().port()).isZero();
  }

  @Test
  void joinsAnEchoWithItsReplyButNotAnError() throws IOException {
    at(0, ip(1, CLIENT, SERVER, icmp(8, 0, new byte[8])));
    at(0.1, ip(1, SERVER, CLIENT, icmp(0, 0, new byte[8])));
    at(0.2, ip(1, SERVER, CLIENT, icmp(3, 1, new byte[28])));
    List<Flow> flows = assemble();
    assertThat(flows)
        .extracting(Flow::state)
        .containsExactly(FlowState.FINISHED, FlowState.MIDSTREAM);
    assertThat(flows.get(0).originator().port()).isEqualTo(8);
    assertThat(flows.get(1).responder().port()).isEqualTo(1);
  }

  @Test
  void takesNoPortForAServiceThatThePayloadDoesNotSpeak() throws IOException {
    handshake();
    request(1, ACK, 101, 501, "\u0001\u0002\u0003\u0004 not the web");
    assertThat(assemble().getFirst().service()).isEmpty();
  }

  @Test
  void deliversWhatIsOpenInTheOrderOfTheFirstPackets() throws IOException {
    for (int port : new int[] {39, 33, 36, 31}) {
      datagram(packets.size(), CLIENT, port, SERVER, 2000);
    }
    assertThat(assemble()).extracting(f -> f.originator().port()).containsExactly(39, 33, 36, 31);
  }

  private List<Timed> busyDay(Random random) {
    List<Timed> day = new ArrayList<>();
    double seconds = 0;
    for (int i = 0; i < 4000; i++) {
      seconds += random.nextDouble() * 2 - 0.1;
      String from = "10.0.0." + random.nextInt(6);
      String to = "10.0.0." + random.nextInt(6);
      int port = random.nextInt(8);
      byte[] frame =
          switch (random.nextInt(4)) {
            case 0 -> ip(17, from, to, udp(1000 + port, 53, new byte[random.nextInt(50)]));
            case 1 -> ip(1, from, to, icmp(random.nextInt(14), 0, new byte[8]));
            case 2 ->
                ethernet(
                    0x0800,
                    ipv4Fragment(
                        17, from, to, port, 8 * random.nextInt(2), true, udp(1, 2, new byte[16])));
            default ->
                ip(
                    6,
                    from,
                    to,
                    tcp(1000 + port, 80, random.nextInt(64), random.nextInt(99), 5, new byte[9]));
          };
      day.add(new Timed(NOON + (long) (seconds * SECOND), frame));
    }
    return day;
  }

  @Test
  void givesTheSameFlowsAcrossSaveAndRestore() throws IOException {
    long seed = Long.getLong("seed", 7L);
    List<Timed> day = busyDay(new Random(seed));
    packets.addAll(day);
    List<Flow> expected = assemble();
    for (int cut : new int[] {1, 2, 77, 1999, 3999}) {
      List<Flow> flows = new ArrayList<>();
      FlowAssembler before = new FlowAssembler(FlowAssemblerConfig.defaults(), flows::add);
      byte[] capture = CaptureWriter.pcap(day);
      new CaptureDecoder(
              "sensor",
              "day.pcap",
              p -> {
                if (p.number() <= cut) {
                  before.packet(p);
                }
              },
              parked -> {})
          .decode(new ByteArrayInputStream(capture), 0);
      FlowAssembler after =
          FlowAssembler.restore(
              new DataInputStream(new ByteArrayInputStream(saved(before))),
              FlowAssemblerConfig.defaults(),
              flows::add,
              null);
      assertThat(saved(after)).isEqualTo(saved(before));
      new CaptureDecoder("sensor", "day.pcap", after, parked -> {})
          .decode(new ByteArrayInputStream(capture), cut);
      after.flush();
      assertThat(flows).as("seed %d, cut %d", seed, cut).isEqualTo(expected);
      assertThat(after.counts().flows()).isEqualTo(expected.size());
    }
  }

  private static byte[] saved(FlowAssembler assembler) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assembler.save(new DataOutputStream(out));
    return out.toByteArray();
  }

  @Test
  void refusesADamagedStateWithTheDeclaredException() throws IOException {
    long seed = Long.getLong("seed", 11L);
    Random random = new Random(seed);
    FlowAssembler assembler = new FlowAssembler(FlowAssemblerConfig.defaults(), flow -> {});
    feed(assembler, busyDay(random).subList(0, 200));
    byte[] good = saved(assembler);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] bad = good.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        FlowAssembler restored =
            FlowAssembler.restore(
                new DataInputStream(new ByteArrayInputStream(bad)),
                FlowAssemblerConfig.defaults(),
                flow -> {},
                null);
        feed(restored, packets);
        restored.flush();
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(150);
    assertThatThrownBy(
            () ->
                FlowAssembler.restore(
                    new DataInputStream(new ByteArrayInputStream(new byte[40])),
                    FlowAssemblerConfig.defaults(),
                    flow -> {},
                    null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void refusesAConfigurationOutOfBounds() {
    assertThatThrownBy(
            () ->
                new FlowAssemblerConfig(
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tcpAttemptIdle (PT0S) of FlowAssemblerConfig must be");
  }
}
