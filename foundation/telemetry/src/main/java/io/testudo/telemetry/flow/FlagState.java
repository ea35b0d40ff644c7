package io.testudo.telemetry.flow;

import io.testudo.vocabulary.event.FlowState;

/**
 * How far a TCP flow got, told by the union of the flags that each side sent: what recorders keep
 * that count packets and forget their order.
 */
public final class FlagState {

  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;

  private FlagState() {}

  /**
   * The state of a flow of which both directions were looked at.
   *
   * @param forward flags of the originator, as in {@link
   *     io.testudo.vocabulary.event.Traffic#tcpFlags}
   * @param backward flags of the responder
   * @param answers how many packets the responder sent
   */
  public static FlowState of(int forward, int backward, long answers) {
    if (answers == 0) {
      return unanswered(forward);
    }
    if ((forward & SYN) == 0) {
      boolean answered = (backward & (SYN | ACK)) == (SYN | ACK);
      return answered && (backward & RST) != 0
          ? FlowState.RESPONDER_RESET_HALF_SEEN
          : answered && (backward & FIN) != 0 ? FlowState.RESPONDER_HALF_OPEN : FlowState.MIDSTREAM;
    }
    if ((backward & SYN) == 0) {
      return (backward & RST) != 0 ? FlowState.REJECTED : FlowState.MIDSTREAM;
    }
    if ((backward & RST) != 0) {
      return FlowState.RESPONDER_RESET;
    }
    if ((forward & RST) != 0) {
      return FlowState.ORIGINATOR_RESET;
    }
    boolean originatorEnded = (forward & FIN) != 0;
    boolean responderEnded = (backward & FIN) != 0;
    return originatorEnded && responderEnded
        ? FlowState.FINISHED
        : originatorEnded
            ? FlowState.ORIGINATOR_CLOSED
            : responderEnded ? FlowState.RESPONDER_CLOSED : FlowState.ESTABLISHED;
  }

  private static FlowState unanswered(int forward) {
    if ((forward & SYN) == 0) {
      return FlowState.MIDSTREAM;
    }
    return (forward & RST) != 0
        ? FlowState.ATTEMPT_RESET
        : (forward & FIN) != 0 ? FlowState.HALF_OPEN : FlowState.ATTEMPTED;
  }
}
