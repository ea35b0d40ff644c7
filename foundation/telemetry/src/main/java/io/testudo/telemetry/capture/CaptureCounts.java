package io.testudo.telemetry.capture;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a capture held, by the outcome of reading it. Every packet that was not skipped is in
 * exactly one of {@code ip}, {@code arp}, {@code other} and {@code malformed}.
 *
 * @param packets packets so far, those skipped on resuming included
 * @param skipped packets that were passed over on resuming
 * @param ip packets whose IP and transport headers were read
 * @param arp ARP and reverse ARP
 * @param other neither IP nor ARP, or of a link type that is not read
 * @param malformed packets whose headers could not be read, by reason
 * @param carried IP packets that others carried in tunnels; those count above, these do not
 * @param badRecords places in the file's own framing that were wrong
 */
public record CaptureCounts(
    long packets,
    long skipped,
    long ip,
    long arp,
    long other,
    Map<Malformation, Long> malformed,
    long carried,
    long badRecords) {

  public CaptureCounts {
    Map<Malformation, Long> ordered = new EnumMap<>(Malformation.class);
    ordered.putAll(malformed);
    malformed = Collections.unmodifiableMap(ordered);
  }

  /** How many packets were malformed, whatever the reason. */
  public long malformedPackets() {
    return malformed.values().stream().mapToLong(Long::longValue).sum();
  }
}
