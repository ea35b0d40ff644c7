package io.testudo.telemetry.argus;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.SharedData;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import java.io.IOException;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class BinetflowTest {

  private static final long SEED = Long.getLong("seed", 20261125L);
  private static final String HEADER =
      "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,TotPkts,TotBytes,SrcBytes,SrcPkts,"
          + "Label\n";
  private static final String LINES =
      HEADER
          + "2026/03/01 12:00:00.250000,1.500000,tcp,10.0.0.1,50000,   ->,10.0.0.2,443,FSPA_FSPA,"
          + "10,1000,400,4,flow=From-Botnet\n"
          + "2026/03/01 12:00:01.000000,0.000000,tcp,10.0.0.1,50001,   ->,10.0.0.3,445,S_,"
          + "1,60,60,1,\n"
          + "2026/03/01 12:00:02.000000,0.000100,tcp,10.0.0.1,50002,   ->,10.0.0.4,445,S_RA,"
          + "2,120,60,1,\n"
          + "2026/03/01 12:00:03.000000,0.000100,udp,10.0.0.1,50003,  <->,10.0.0.5,53,CON,"
          + "2,200,80,1,\n"
          + "2026/03/01 12:00:04.000000,0.000000,icmp,10.0.0.1,0x0303,   ->,10.0.0.5,0x4d5a,URP,"
          + "1,70,70,1,\n"
          + "2026/03/01 12:00:05.000000,0.000000,arp,10.0.0.1,,  who,10.0.0.5,,INT,1,60,60,1,\n"
          + "2026/03/01 12:00:06.000000,0.000100,tcp,10.0.0.6,80,  <-,10.0.0.1,50004,SA_S,"
          + "2,120,60,1,\n";

  @Test
  void readsEndsTimesStatesAndBothDirections() {
    Gathered read = Gathered.of("x", LINES);

    assertThat(read.parked).isEmpty();
    assertThat(read.flows())
        .extracting(Flow::state)
        .containsExactly(
            FlowState.FINISHED,
            FlowState.ATTEMPTED,
            FlowState.REJECTED,
            FlowState.FINISHED,
            FlowState.MIDSTREAM,
            FlowState.ESTABLISHED);
    Flow first = read.flows().getFirst();
    assertThat(first.time()).hasToString("2026-03-01T12:00:00.250Z");
    assertThat(first.end()).hasToString("2026-03-01T12:00:01.750Z");
    assertThat(first.forward().packets()).isEqualTo(4);
    assertThat(first.backward().frameBytes()).isEqualTo(600);
    assertThat(first.forward().tcpFlags()).isEqualTo(0x1B);
    assertThat(read.flows().get(4).originator().port()).isEqualTo(3);
    assertThat(read.flows().get(4).responder().port()).isEqualTo(3);
    assertThat(read.flows().getLast().originator()).hasToString("10.0.0.1:50004");
  }

  @Test
  void keepsNoLabel() {
    assertThat(Gathered.of("x", LINES).events.toString()).doesNotContain("Botnet");
  }

  @Test
  void readsTabsAndSharesPacketsByBytesWhereNoColumnTellsThem() {
    String lines =
        ("StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,TotPkts,TotBytes,SrcBytes\n"
                + "2026/03/01 12:00:00,2,tcp,10.0.0.1,50000,->,10.0.0.2,22,CON,10,1000,300\n")
            .replace(',', '\t');

    Flow flow = Gathered.of("x", lines).flows().getFirst();

    assertThat(flow.forward().packets()).isEqualTo(3);
    assertThat(flow.backward().packets()).isEqualTo(7);
    assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
  }

  @Test
  void setsAsideLinesThatCannotBe() {
    Gathered read =
        Gathered.of(
            "x",
            HEADER
                + "yesterday,1,tcp,10.0.0.1,1,->,10.0.0.2,2,CON,2,2,1,1,\n"
                + "2026/03/01 12:00:00,1,tcp,10.0.0.1,1,->,fe80::1,2,CON,2,2,1,1,\n"
                + "2026/03/01 12:00:00,1,tcp,10.0.0.1,70000,->,10.0.0.2,2,CON,2,2,1,1,\n"
                + "2026/03/01 12:00:00,1,tcp,10.0.0.1,1,->,10.0.0.2,2,CON,2,2,3,1,\n"
                + "2026/03/01 12:00:00,1,tcp\n");

    assertThat(read.events).isEmpty();
    assertThat(read.parked).hasSize(5);
  }

  @Test
  void survivesMutations() {
    Random chance = new Random(SEED);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(LINES);
      for (int i = chance.nextInt(12); i >= 0; i--) {
        int at = chance.nextInt(text.length());
        switch (chance.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) chance.nextInt(256));
          case 1 -> text.setCharAt(at, "0123456789,.:-_x\t\n".charAt(chance.nextInt(18)));
          default -> text.delete(at, Math.min(text.length(), at + chance.nextInt(10)));
        }
      }
      try {
        Gathered read = Gathered.of("x", text.toString());
        assertThat(read.events.size()).isLessThanOrEqualTo(20);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + " round " + round + ": " + text, e);
      }
    }
  }

  @Test
  void readsEveryLineOfRealFiles() throws IOException {
    try (ZipFile zip = new ZipFile(SharedData.file("pcap-slips.zip").toFile())) {
      long files =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".binetflow"))
              .peek(
                  entry -> {
                    try {
                      Gathered read = Gathered.of("x", zip.getInputStream(entry).readAllBytes());
                      assertThat(read.parked).as(entry.getName()).isEmpty();
                      assertThat(read.flows()).as(entry.getName()).isNotEmpty();
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  })
              .count();
      assertThat(files).isEqualTo(5);
    }
  }
}
