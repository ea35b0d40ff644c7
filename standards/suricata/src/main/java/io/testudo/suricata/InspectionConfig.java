package io.testudo.suricata;

/**
 * How traffic is followed.
 *
 * @param joinUnderWay whether TCP connections are followed whose opening was not seen
 * @param isGateway whether octets are looked at as they come, not once they are acknowledged, and a
 *     conversation that a rule stops is looked at no further
 * @param checkSums whether segments with a wrong checksum are no part of a stream
 * @param useTags whether the same ends with other VLAN tags are another conversation
 * @param mostFlows how many conversations are followed at a time, at least 1
 */
public record InspectionConfig(
    boolean joinUnderWay, boolean isGateway, boolean checkSums, boolean useTags, int mostFlows) {

  /** Refuses what cannot be. */
  public InspectionConfig {
    if (mostFlows < 1) {
      throw new IllegalArgumentException(
          "mostFlows (" + mostFlows + ") of InspectionConfig must be at least 1");
    }
  }

  /** An observer of whole traffic. */
  public static InspectionConfig usual() {
    return new InspectionConfig(true, false, false, true, 65_536);
  }
}
