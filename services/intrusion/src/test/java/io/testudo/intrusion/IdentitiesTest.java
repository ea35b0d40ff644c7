package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.fact.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

  private static final long SEED = Long.getLong("seed", 20260302L);

  private final Events events = new Events();

  private static List<Identity> learned(List<? extends Event> events) {
    return Run.over(events).facts.stream()
        .filter(Fact.IdentityLearned.class::isInstance)
        .map(fact -> ((Fact.IdentityLearned) fact).identity())
        .toList();
  }

  private LogRecord lease(double seconds, String address, String name) {
    return events.zeek(
        seconds,
        "dhcp",
        "assigned_addr",
        address,
        "host_name",
        name,
        "lease_time",
        "28800.0",
        "mac",
        "52:54:00:AA:BB:CC");
  }

  private LogRecord gateway(double seconds, String message) {
    return events.log(seconds, new LogSource("cisco", "", "asa"), "edge01", "message", message);
  }

  @Test
  void learnsALeaseOnceUntilHalfOfItHasPassed() {
    List<Identity> learned =
        learned(
            List.of(
                lease(0, "10.1.2.3", "WKS-0021"),
                lease(3600, "10.1.2.3", "wks-0021"),
                lease(15_000, "10.1.2.3", "wks-0021")));

    assertThat(learned).hasSize(2);
    Identity first = learned.getFirst();
    assertThat(first.address().name()).isEqualTo("10.1.2.3");
    assertThat(first.owner().key()).isEqualTo("host:wks-0021");
    assertThat(first.witness()).isEqualTo("52:54:00:aa:bb:cc");
    assertThat(Duration.between(first.since(), first.until())).isEqualTo(Duration.ofHours(8));
  }

  @Test
  void learnsThatAnAddressChangedHands() {
    assertThat(
            learned(List.of(lease(0, "10.1.2.3", "wks-0021"), lease(900, "10.1.2.3", "wks-0044"))))
        .extracting(identity -> identity.owner().name())
        .containsExactly("wks-0021", "wks-0044");
  }

  @Test
  void learnsWhoseSessionAVpnAddressIs() {
    List<Identity> learned =
        learned(
            List.of(
                gateway(
                    0,
                    "Group <g> User <carla> IP <203.0.113.9> IPv4 Address <10.8.0.14> IPv6 address"
                        + " <::> assigned to session")));

    assertThat(learned).hasSize(1);
    assertThat(learned.getFirst().source()).isEqualTo(Identity.Source.VPN_SESSION);
    assertThat(learned.getFirst().address().name()).isEqualTo("10.8.0.14");
    assertThat(learned.getFirst().owner().key()).isEqualTo("address:203.0.113.9");
  }

  @Test
  void learnsFromAMachinesAccountAndNotFromAPersons() {
    List<Identity> learned =
        learned(
            List.of(
                events.security(
                    0,
                    4768,
                    "dc01",
                    "TargetUserName",
                    "alice",
                    "IpAddress",
                    "10.1.2.4",
                    "Status",
                    "0x0"),
                events.security(
                    1,
                    4768,
                    "dc01",
                    "TargetUserName",
                    "WKS-0021$",
                    "IpAddress",
                    "::ffff:10.1.2.3",
                    "Status",
                    "0x0"),
                events.security(
                    2,
                    4768,
                    "dc01",
                    "TargetUserName",
                    "WKS-0022$",
                    "IpAddress",
                    "10.1.2.5",
                    "Status",
                    "0x6")));

    assertThat(learned).hasSize(1);
    assertThat(learned.getFirst().owner().key()).isEqualTo("host:wks-0021");
    assertThat(learned.getFirst().address().name()).isEqualTo("10.1.2.3");
    assertThat(learned.getFirst().source()).isEqualTo(Identity.Source.MACHINE_LOGON);
  }

  @Test
  void learnsFromDhcpd() {
    List<Identity> learned =
        learned(
            List.of(
                events.log(
                    0,
                    new LogSource("linux", "", "dhcpd"),
                    "gate",
                    "message",
                    "DHCPACK on 10.1.2.3 to 52:54:00:aa:bb:cc (wks-0021) via eth0")));

    assertThat(learned).extracting(identity -> identity.owner().name()).containsExactly("wks-0021");
  }

  @Test
  void throwsNothingWhateverTheRecordsHold() {
    Random random = new Random(SEED);
    String[] pieces = {
      "User <",
      "> IP <",
      "> IPv4 Address <",
      "assigned to session",
      "DHCPACK on ",
      " to ",
      " (",
      ") via ",
      "10.0.0.1",
      "::",
      "$",
      "@",
      "",
      "NaN",
      "-1e999",
      "1e999",
      "\u0000",
      "x",
      "52:54:00"
    };
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String one = text(random, pieces);
      String other = text(random, pieces);
      records.add(
          switch (i % 4) {
            case 0 ->
                events.zeek(i, "dhcp", "assigned_addr", one, "host_name", other, "lease_time", one);
            case 1 ->
                events.zeek(i, "kerberos", "client", one, "id.orig_h", other, "success", "true");
            case 2 -> events.security(i, 4624, "s", "TargetUserName", one, "IpAddress", other);
            default -> gateway(i, one + other);
          });
    }
    assertThatCode(() -> learned(records)).as("seed %d", SEED).doesNotThrowAnyException();
  }

  private static String text(Random random, String[] pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
