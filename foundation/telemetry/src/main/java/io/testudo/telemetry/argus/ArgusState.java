package io.testudo.telemetry.argus;

import io.testudo.telemetry.flow.FlagState;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;

/**
 * Argus's states: for TCP the flags of both sides, {@code FSPA_FSPA}, or a word; for all else a
 * word. Some tools write Zeek's states in their place.
 */
final class ArgusState {

  private static final String FLAG_LETTERS = "FSRPAUEC";

  /** With fewer packets a reset answers the opening. */
  private static final int CONVERSATION_PACKETS = 3;

  private ArgusState() {}

  /** Whether a state is told by flags. */
  static boolean hasFlags(String state) {
    return state.indexOf('_') >= 0;
  }

  static int forwardFlags(String state) {
    int bar = state.indexOf('_');
    return bar < 0 ? 0 : flags(state.substring(0, bar));
  }

  static int backwardFlags(String state) {
    int bar = state.indexOf('_');
    return bar < 0 ? 0 : flags(state.substring(bar + 1));
  }

  private static int flags(String letters) {
    int flags = 0;
    for (int i = 0; i < letters.length(); i++) {
      int bit = FLAG_LETTERS.indexOf(letters.charAt(i));
      flags |= bit < 0 ? 0 : 1 << bit;
    }
    return flags;
  }

  /**
   * The state.
   *
   * @param sent packets of the originator
   * @param answered packets of the responder
   */
  static FlowState of(String state, int protocol, long sent, long answered) {
    if (protocol == Flow.TCP && hasFlags(state)) {
      return FlagState.of(forwardFlags(state), backwardFlags(state), answered);
    }
    FlowState zeek = FlowState.ofCode(state);
    if (zeek != null) {
      return zeek;
    }
    boolean isTcp = protocol == Flow.TCP;
    return switch (state) {
      case "REQ", "INT" ->
          answered == 0 ? FlowState.ATTEMPTED : isTcp ? FlowState.MIDSTREAM : FlowState.FINISHED;
      case "ACC" -> FlowState.ESTABLISHED;
      case "CON", "EST", "TIM" ->
          answered == 0
              ? isTcp ? FlowState.MIDSTREAM : FlowState.ATTEMPTED
              : isTcp ? FlowState.ESTABLISHED : FlowState.FINISHED;
      case "FIN", "CLO" -> answered == 0 ? FlowState.HALF_OPEN : FlowState.FINISHED;
      case "RST" ->
          answered == 0
              ? FlowState.ATTEMPT_RESET
              : sent < CONVERSATION_PACKETS && answered < CONVERSATION_PACKETS
                  ? FlowState.REJECTED
                  : FlowState.RESPONDER_RESET;
      case "ECO", "ECR", "MAS", "TST", "IRR" ->
          answered == 0 ? FlowState.ATTEMPTED : FlowState.FINISHED;
      default -> FlowState.MIDSTREAM;
    };
  }
}
