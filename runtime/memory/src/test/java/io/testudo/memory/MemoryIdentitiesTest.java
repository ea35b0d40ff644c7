package io.testudo.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Identity.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryIdentitiesTest {

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final Entity ADDRESS = Entity.parse("address:10.1.2.3");
  private static final Entity HOST = Entity.parse("host:wks-0021");

  private final MemoryIdentities identities = new MemoryIdentities();

  private void learn(String address, String owner, Source source, int minute, String witness) {
    identities.learn(
        new Identity(
            Entity.parse("address:" + address),
            Entity.parse(owner),
            source,
            at(minute),
            at(minute + 120),
            witness));
  }

  private static Instant at(int minute) {
    return START.plusSeconds(60L * minute);
  }

  private List<Entity> owners(String address, int minute) {
    Entity entity = Entity.parse("address:" + address);
    return identities.of(entity, at(minute)).stream().map(i -> i.other(entity)).toList();
  }

  @Test
  void answersBothWaysWithinItsTime() {
    learn("10.1.2.3", "host:wks-0021", Source.LEASE, 0, "aa");

    assertThat(identities.of(HOST, at(30)).getFirst().address()).isEqualTo(ADDRESS);
    assertThat(owners("10.1.2.3", 30)).containsExactly(HOST);
    assertThat(owners("10.1.2.3", 121)).isEmpty();
    assertThat(owners("10.1.2.3", -61)).isEmpty();
  }

  @Test
  void aLaterLeaseEndsTheOneBefore() {
    learn("10.1.2.3", "host:wks-0021", Source.LEASE, 0, "aa");
    learn("10.1.2.3", "host:wks-0044", Source.LEASE, 90, "bb");

    assertThat(owners("10.1.2.3", 100)).containsExactly(Entity.parse("host:wks-0044"));
    assertThat(owners("10.1.2.3", 10)).containsExactly(HOST);
  }

  @Test
  void whoSaysAServersNameDoesNotTakeItOver() {
    learn("10.1.2.3", "host:dc01", Source.MACHINE_LOGON, 0, "dc01");
    learn("10.1.2.66", "host:dc01", Source.LEASE, 10, "ee");

    assertThat(owners("10.1.2.66", 20)).isEmpty();
    assertThat(owners("10.1.2.3", 20)).containsExactly(Entity.parse("host:dc01"));
  }

  @Test
  void aSecondNameForALeasedAddressDoesNotOutdoAProvedOne() {
    learn("10.1.2.3", "host:wks-0021", Source.OWN_RECORD, 0, "wks-0021");
    learn("10.1.2.3", "host:evil", Source.LEASE, 10, "ee");

    assertThat(owners("10.1.2.3", 20)).containsExactly(HOST);
  }

  @Test
  void whatTwoSayFromDifferentHardwareHoldsForNeither() {
    learn("10.1.2.3", "host:wks-0021", Source.LEASE, 0, "aa");
    learn("10.1.2.66", "host:wks-0021", Source.LEASE, 10, "ee");

    assertThat(owners("10.1.2.3", 20)).isEmpty();
    assertThat(owners("10.1.2.66", 20)).isEmpty();
  }

  @Test
  void anAddressThatTwoProvedAtOnceIsNobodys() {
    learn("10.1.2.3", "host:wks-0021", Source.MACHINE_LOGON, 0, "dc01");
    learn("10.1.2.3", "host:wks-0044", Source.MACHINE_LOGON, 1, "dc01");

    assertThat(owners("10.1.2.3", 20)).isEmpty();
  }

  @Test
  void whoHasManyAddressesGluesNothing() {
    for (int i = 1; i <= 5; i++) {
      learn("10.8.0." + i, "address:203.0.113.9", Source.VPN_SESSION, i, "gate");
    }

    assertThat(owners("10.8.0.1", 20)).isEmpty();
  }
}
