package io.testudo.vocabulary.event;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a flow got, in the terms of Zeek's {@code conn_state}, which the field knows best. */
public enum FlowState {
  /** The originator asked, nobody answered. */
  ATTEMPTED("S0"),
  /** Established, not yet ended. For UDP and ICMP: answered. */
  ESTABLISHED("S1"),
  /** Established and ended by both sides. For UDP and ICMP: answered. */
  FINISHED("SF"),
  /** The attempt was rejected. */
  REJECTED("REJ"),
  /** Established; the originator wants to end it, the responder has not answered that. */
  ORIGINATOR_CLOSED("S2"),
  /** Established; the responder wants to end it, the originator has not answered that. */
  RESPONDER_CLOSED("S3"),
  /** Established; the originator aborted it. */
  ORIGINATOR_RESET("RSTO"),
  /** The responder aborted it. */
  RESPONDER_RESET("RSTR"),
  /** The originator asked, then aborted, and no answer was seen. */
  ATTEMPT_RESET("RSTOS0"),
  /** The responder answered and aborted; the originator's request was not seen. */
  RESPONDER_RESET_HALF_SEEN("RSTRH"),
  /** The originator asked, then ended; no answer was seen. */
  HALF_OPEN("SH"),
  /** The responder answered and ended; the originator's request was not seen. */
  RESPONDER_HALF_OPEN("SHR"),
  /** No beginning was seen, only traffic in between. */
  MIDSTREAM("OTH");

  private static final Map<String, FlowState> BY_CODE = new HashMap<>();

  static {
    for (FlowState state : values()) {
      BY_CODE.put(state.code, state);
    }
  }

  private final String code;

  FlowState(String code) {
    this.code = code;
  }

  /** Zeek's short spelling, for instance {@code S0}. */
  public String code() {
    return code;
  }

  /** The state with this short spelling, or null if there is none. */
  public static @Nullable FlowState ofCode(String code) {
    return BY_CODE.get(code);
  }

  /** Whether both sides were heard. */
  public boolean isAnswered() {
    return switch (this) {
      case ATTEMPTED, ATTEMPT_RESET, HALF_OPEN, MIDSTREAM -> false;
      default -> true;
    };
  }

  /** Whether a TCP handshake completed, or a datagram was answered. */
  public boolean isEstablished() {
    return switch (this) {
      case ESTABLISHED,
          FINISHED,
          ORIGINATOR_CLOSED,
          RESPONDER_CLOSED,
          ORIGINATOR_RESET,
          RESPONDER_RESET ->
          true;
      default -> false;
    };
  }
}
