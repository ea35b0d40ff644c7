package io.testudo.intrusion.attempt;

import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowExport;
import io.testudo.vocabulary.event.FlowState;

/** How an attempt to reach somebody ended, as far as a detector of scans or floods cares. */
public enum Outcome {
  ANSWERED,
  FAILED,
  /** Says nothing either way: traffic without a beginning, broadcasts, half an exchange. */
  UNCLEAR;

  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;
  private static final int ECHO = 8;
  private static final int TIMESTAMP = 13;
  private static final int ADDRESS_MASK = 17;
  private static final int ECHO6 = 128;

  /** How this flow ended. */
  public static Outcome of(Flow flow) {
    if (flow.responder().address().isMulticast()
        || flow.responder().address().isUnspecified()
        || flow.originator().address().isUnspecified()) {
      return UNCLEAR;
    }
    return switch (flow.protocol()) {
      case Flow.TCP -> tcp(flow);
      case Flow.UDP ->
          flow.state() == FlowState.ATTEMPTED
              ? FAILED
              : flow.state().isEstablished() ? ANSWERED : UNCLEAR;
      case Flow.ICMP, Flow.ICMP6 -> icmp(flow);
      default -> UNCLEAR;
    };
  }

  private static Outcome tcp(Flow flow) {
    return switch (flow.state()) {
      case ATTEMPTED, REJECTED, ATTEMPT_RESET, HALF_OPEN -> FAILED;
      case ESTABLISHED, FINISHED, ORIGINATOR_CLOSED, RESPONDER_CLOSED, RESPONDER_RESET -> ANSWERED;
      case ORIGINATOR_RESET ->
          flow.forward().payloadBytes() + flow.backward().payloadBytes() > 0 ? ANSWERED : UNCLEAR;
      case MIDSTREAM -> isProbe(flow) ? FAILED : UNCLEAR;
      case RESPONDER_RESET_HALF_SEEN, RESPONDER_HALF_OPEN -> UNCLEAR;
    };
  }

  /** NULL, FIN and XMAS scans: one or two segments that begin nothing and belong to nothing. */
  private static boolean isProbe(Flow flow) {
    return flow.forward().packets() > 0
        && flow.forward().packets() <= 2
        && (flow.forward().tcpFlags() & (SYN | ACK | RST)) == 0
        && flow.forward().ipBytes() > 0
        && flow.forward().payloadBytes() == 0
        && flow.backward().payloadBytes() == 0;
  }

  private static Outcome icmp(Flow flow) {
    int type = flow.originator().port();
    boolean asks = type == ECHO || type == TIMESTAMP || type == ADDRESS_MASK || type == ECHO6;
    if (!asks) {
      return UNCLEAR;
    }
    if (flow.backward().packets() > 0) {
      return ANSWERED;
    }
    // An exporter that reports one direction alone, or samples, cannot know that nobody answered.
    boolean isOneSided =
        !flow.export().equals(FlowExport.NONE) && flow.state() == FlowState.MIDSTREAM;
    return isOneSided ? UNCLEAR : FAILED;
  }
}
