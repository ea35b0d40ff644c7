package io.testudo.intrusion.state;

import io.testudo.vocabulary.entity.IpAddress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** How many of the operator's own hosts talked with an outside network within the last day. */
public final class Popularity {

  private static final int MOST_HOSTS = 8;

  private final BoundedTable<IpAddress, RecentDistinct<IpAddress>> networks;

  public Popularity(int mostNetworks) {
    this.networks = new BoundedTable<>(mostNetworks);
  }

  /** The network that an outside address is counted under: 24 bits of IPv4, 48 of IPv6. */
  public static IpAddress network(IpAddress address) {
    return address.version() == 4
        ? IpAddress.v4((int) address.low() & 0xFFFF_FF00)
        : IpAddress.v6(address.high() & 0xFFFF_FFFF_FFFF_0000L, 0);
  }

  /** The host talked with the address. */
  public void add(IpAddress host, IpAddress outside, Instant now) {
    networks.get(network(outside), key -> made()).add(host, now);
  }

  /** How many hosts talked with the address's network, at most {@value #MOST_HOSTS}. */
  public int hosts(IpAddress outside) {
    RecentDistinct<IpAddress> hosts = networks.find(network(outside));
    return hosts == null ? 0 : hosts.size();
  }

  private static RecentDistinct<IpAddress> made() {
    return new RecentDistinct<>(MOST_HOSTS, Duration.ofDays(1));
  }

  /** Writes what is known. */
  public void save(DataOutput out) throws IOException {
    networks.save(out, Saved::writeAddress, (to, hosts) -> hosts.save(to, Saved::writeAddress));
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    networks.restore(
        in,
        Saved::readAddress,
        from -> {
          RecentDistinct<IpAddress> hosts = made();
          hosts.restore(from, Saved::readAddress);
          return hosts;
        });
  }
}
