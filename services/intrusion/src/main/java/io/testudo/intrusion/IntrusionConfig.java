package io.testudo.intrusion;

import io.testudo.vocabulary.entity.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What an operator may set for detection.
 *
 * @param findingWindow matches of one detector about one entity within this time are one finding;
 *     10 minutes to 1 day, default 1 hour
 * @param lateness events up to this much older than most of the last ones are taken in; 0 to 1 day,
 *     default 15 minutes
 * @param mostStep events further ahead of most of the last ones than this are not taken in; 1
 *     minute to 30 days, default 1 day
 * @param mostEntities how many entities each table remembers; 64 to 10 million, default 8192
 * @param homeNetworks addresses that count as the operator's own beside the private ranges; default
 *     none
 * @param authorisedScanners addresses that may scan: their scans are findings of severity
 *     informational; default none
 */
public record IntrusionConfig(
    Duration findingWindow,
    Duration lateness,
    Duration mostStep,
    int mostEntities,
    List<Network> homeNetworks,
    Set<IpAddress> authorisedScanners) {

  /**
   * A range of addresses.
   *
   * @param first its first address
   * @param prefixLength how many leading bits are the same throughout
   */
  public record Network(IpAddress first, int prefixLength) {
    public Network {
      if (prefixLength < 0 || prefixLength > (first.version() == 4 ? 32 : 128)) {
        throw new IllegalArgumentException(
            "prefixLength (" + prefixLength + ") of network " + first + " is out of range");
      }
    }
  }

  public IntrusionConfig {
    within("findingWindow", findingWindow, Duration.ofMinutes(10), Duration.ofDays(1));
    within("lateness", lateness, Duration.ZERO, Duration.ofDays(1));
    within("mostStep", mostStep, Duration.ofMinutes(1), Duration.ofDays(30));
    if (mostEntities < 64 || mostEntities > 10_000_000) {
      throw new IllegalArgumentException(
          "mostEntities (" + mostEntities + ") of intrusion must be in 64..10000000");
    }
    homeNetworks = List.copyOf(homeNetworks);
    authorisedScanners = Set.copyOf(authorisedScanners);
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of intrusion must be in " + least + ".." + most);
    }
  }

  /** Every default. */
  public static IntrusionConfig defaults() {
    return new IntrusionConfig(
        Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofDays(1), 8192, List.of(), Set.of());
  }

  /** Whether the address is the operator's own. */
  public boolean isInternal(IpAddress address) {
    if (address.isInternal()) {
      return true;
    }
    for (Network network : homeNetworks) {
      if (address.isIn(network.first, network.prefixLength)) {
        return true;
      }
    }
    return false;
  }
}
