package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.fact.Fact;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntrusionTest {

  private static final long SEED = Long.getLong("seed", 20260302L);

  /**
   * A day's mixture in which every statistic has something to find, in a random order of actors.
   */
  static List<Event> mixture(long seed, int count) {
    Random chance = new Random(seed);
    Events events = new Events();
    List<Event> mixture = new ArrayList<>();
    double time = 0;
    for (int i = 0; i < count; i++) {
      time += chance.nextDouble() * 6;
      String host = "10.0.0." + (1 + chance.nextInt(4));
      switch (chance.nextInt(10)) {
        case 0, 1 ->
            mixture.add(
                events.tcp(
                    time,
                    host,
                    "10.0.5." + chance.nextInt(250),
                    445,
                    chance.nextInt(5) == 0 ? FlowState.FINISHED : FlowState.ATTEMPTED));
        case 2 ->
            mixture.add(events.tcp(time, host, "10.0.0.200", 1 + i % 3000, FlowState.REJECTED));
        case 3 ->
            mixture.add(events.failedSsh(time, "web01", "u" + chance.nextInt(9), "203.0.113.9"));
        case 4, 8 ->
            mixture.add(
                events.tcp(time, "10.0.0.1", "10.0.0.9", 22, FlowState.FINISHED, 1900, 2400));
        case 5 ->
            mixture.add(
                events.tcp(
                    time,
                    host,
                    "198.51." + chance.nextInt(9) + ".77",
                    443,
                    FlowState.FINISHED,
                    chance.nextInt(60_000_000),
                    1000));
        case 6 ->
            mixture.add(
                events.zeek(
                    time,
                    "arp",
                    "operation",
                    "request",
                    "orig_h",
                    host,
                    "resp_h",
                    "10.0.0." + chance.nextInt(250),
                    "src_mac",
                    "50:5b:c2:db:c3:17",
                    "orig_hw",
                    chance.nextInt(20) == 0 ? "50:50:50:50:50:50" : "50:5b:c2:db:c3:17"));
        case 7 ->
            mixture.add(
                events.zeek(
                    time,
                    "ssl",
                    "id.orig_h",
                    host,
                    "server_name",
                    "s" + chance.nextInt(60) + ".example",
                    "validation_status",
                    chance.nextInt(3) == 0 ? "ok" : "self signed certificate"));
        default -> mixture.add(events.acceptedSsh(time, "web01", "u1", "203.0.113.9"));
      }
    }
    return mixture;
  }

  @Test
  void theSameEventsGiveTheSameFacts() {
    List<Event> events = mixture(SEED, 4000);

    Run run = Run.over(events);

    assertThat(run.facts).as("seed " + SEED).isEqualTo(Run.over(events).facts);
    assertThat(run.detectors())
        .contains("scan.addresses", "scan.ports", "logon.spraying", "lan.arp-sender");
    assertThat(run.detectors()).contains("tls.certificates", "session.guessing", "outbound.volume");
  }

  @Test
  void aCutAnywhereGivesTheSameFacts() throws IOException {
    Random chance = new Random(SEED);
    for (int round = 0; round < 12; round++) {
      List<Event> events = mixture(SEED + round, 1500);
      List<Fact> whole = Run.over(events).facts;
      List<Fact> pieces = new ArrayList<>();
      Intrusion intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());
      for (Event event : events) {
        if (chance.nextInt(100) == 0) {
          byte[] saved = saved(intrusion);
          intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());
          intrusion.restore(new DataInputStream(new ByteArrayInputStream(saved)));
          assertThat(saved(intrusion)).isEqualTo(saved);
        }
        intrusion.observe(event, pieces::add);
      }
      intrusion.finish(pieces::add);

      assertThat(pieces).as("seed " + (SEED + round)).isEqualTo(whole);
    }
  }

  private static byte[] saved(Intrusion intrusion) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    intrusion.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void damagedStateIsRefusedOrTakenButNeverRunsAway() throws IOException {
    Intrusion intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());
    mixture(SEED, 800).forEach(event -> intrusion.observe(event, fact -> {}));
    byte[] good = saved(intrusion);
    Random chance = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i <= chance.nextInt(4); i++) {
        bad[chance.nextInt(bad.length)] = (byte) chance.nextInt(256);
      }
      int length = chance.nextInt(4) == 0 ? chance.nextInt(bad.length) : bad.length;
      Intrusion restored = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());
      try {
        restored.restore(new DataInputStream(new ByteArrayInputStream(bad, 0, length)));
      } catch (IOException expected) {
        refused++;
      }
    }

    assertThat(refused).isPositive();
  }

  @Test
  void bytesOfAnotherKindAreRefusedWithALine() {
    Intrusion intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());

    assertThatThrownBy(
            () -> intrusion.restore(new DataInputStream(new ByteArrayInputStream(new byte[64]))))
        .isInstanceOf(MalformedStateException.class)
        .hasMessageContaining("must be");
  }

  @Test
  void oneForgedTimeDoesNotCloseWindowsOrSilenceWhatFollows() {
    Events events = new Events();
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add(events.failedSsh(i * 2, "web01", "root", "203.0.113.9"));
      if (i == 5) {
        log.add(events.failedSsh(3e9, "web01", "root", "203.0.113.9"));
      }
    }

    Run run = Run.over(log);

    assertThat(run.findings("logon.guessing")).hasSize(1);
  }

  @Test
  void anotherMachineWhoseClockIsAnHourAheadHidesNoGuessing() {
    Events events = new Events();
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      log.add(events.failedSsh(i * 2, "web01", "root", "203.0.113.9"));
      log.add(events.sshd(3600 + i * 2, "printer7", "Server listening"));
    }

    Run run = Run.over(log);

    assertThat(run.findings("logon.guessing")).hasSize(1);
  }

  @Test
  void repetitionsAreToldOnceWhenTheWindowHasPassed() {
    Events events = new Events();
    List<Event> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add(events.failedSsh(i * 2, "web01", "root", "203.0.113.9"));
    }
    for (int i = 0; i < 8; i++) {
      log.add(events.sshd(3 * 3600 + i, "web01", "Server listening"));
    }
    List<Fact> facts = new ArrayList<>();
    Intrusion intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());

    log.forEach(event -> intrusion.observe(event, facts::add));

    assertThat(facts).hasSize(2);
    assertThat(facts.getFirst()).isInstanceOf(Fact.FindingRaised.class);
    assertThat(facts.getLast())
        .isInstanceOfSatisfying(
            Fact.FindingRepeated.class,
            repeated -> {
              assertThat(repeated.count()).isEqualTo(13);
              assertThat(repeated.findingId()).isEqualTo(facts.getFirst().id());
            });
  }

  @Test
  void memoryIsBoundedWhenAttackersForgeTheirAddresses() {
    IntrusionConfig defaults = IntrusionConfig.defaults();
    IntrusionConfig small =
        new IntrusionConfig(
            defaults.findingWindow(),
            defaults.lateness(),
            defaults.mostStep(),
            64,
            List.of(),
            defaults.authorisedScanners());
    Intrusion intrusion = new Intrusion("test", small, Rules.none());
    Events events = new Events();
    for (int i = 0; i < 20_000; i++) {
      String forged = "203.0." + i / 250 % 250 + "." + i % 250;
      intrusion.observe(
          events.tcp(i * 0.01, forged, "10.0.0.9", 80, FlowState.ATTEMPTED), fact -> {});
    }

    assertThat(intrusion.counts().forgotten()).isGreaterThan(19_000);
  }
}
