package io.testudo.telemetry.flow;

import java.time.Duration;

/**
 * When flows are taken to be over, and how many may be open. Every duration is from 1 ms to a day,
 * or {@link #NEVER}.
 *
 * @param tcpAttemptIdle silence that ends a TCP flow whose opening was never answered
 * @param tcpIdle silence that ends any other TCP flow
 * @param tcpLinger silence that ends a TCP flow which both sides closed or one aborted
 * @param udpIdle silence that ends a UDP flow
 * @param icmpIdle silence that ends an ICMP flow
 * @param otherIdle silence that ends a flow of another protocol
 * @param mostAge age at which a flow is delivered although it goes on; what follows is delivered as
 *     a further flow with the same ends
 * @param mostFlows how many flows may be open, 16..4,000,000; beyond it the flow that was silent
 *     longest is delivered early. One takes about 600 bytes
 */
public record FlowAssemblerConfig(
    Duration tcpAttemptIdle,
    Duration tcpIdle,
    Duration tcpLinger,
    Duration udpIdle,
    Duration icmpIdle,
    Duration otherIdle,
    Duration mostAge,
    int mostFlows) {

  /** A duration that never passes: the time-out is off. */
  public static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofDays(1);

  public FlowAssemblerConfig {
    requireBounded("tcpAttemptIdle", tcpAttemptIdle);
    requireBounded("tcpIdle", tcpIdle);
    requireBounded("tcpLinger", tcpLinger);
    requireBounded("udpIdle", udpIdle);
    requireBounded("icmpIdle", icmpIdle);
    requireBounded("otherIdle", otherIdle);
    requireBounded("mostAge", mostAge);
    if (mostFlows < 16 || mostFlows > 4_000_000) {
      throw new IllegalArgumentException(
          "mostFlows (" + mostFlows + ") of FlowAssemblerConfig must be in 16..4000000");
    }
  }

  private static void requireBounded(String name, Duration value) {
    boolean bounded = value.compareTo(LEAST) >= 0 && value.compareTo(MOST) <= 0;
    if (!bounded && !value.equals(NEVER)) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of FlowAssemblerConfig must be from PT0.001S to PT24H or NEVER");
    }
  }

  /** What suits a live network: minutes of silence, flows of at most half an hour. */
  public static FlowAssemblerConfig defaults() {
    return new FlowAssemblerConfig(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofMinutes(30),
        200_000);
  }

  /**
   * No time-outs: one flow per conversation, however long. A TCP opening that repeats the sequence
   * number of the last one belongs to the same conversation, even after its end.
   */
  public static FlowAssemblerConfig withoutTimeouts() {
    return new FlowAssemblerConfig(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, 4_000_000);
  }

  /** The duration in nanoseconds, far beyond any difference of times for {@link #NEVER}. */
  static long nanos(Duration duration) {
    return duration.equals(NEVER) ? Long.MAX_VALUE : duration.toNanos();
  }
}
