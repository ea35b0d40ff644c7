package io.testudo.telemetry.flow;

import static io.testudo.telemetry.flow.TcpState.CLOSED;
import static io.testudo.telemetry.flow.TcpState.ESTABLISHED;
import static io.testudo.telemetry.flow.TcpState.INACTIVE;
import static io.testudo.telemetry.flow.TcpState.PARTIAL;
import static io.testudo.telemetry.flow.TcpState.RESET;
import static io.testudo.telemetry.flow.TcpState.SYN_ACK_SENT;
import static io.testudo.telemetry.flow.TcpState.SYN_SENT;

import io.testudo.vocabulary.event.FlowState;

/**
 * What two ends of a TCP connection do to each other's state, and how the pair is named.
 *
 * <p>The transitions and the names follow what Zeek documents and does for {@code conn_state}, so
 * that flows from packets and flows from Zeek's logs mean the same. Sequence and acknowledgement
 * numbers are not required to be right: a capture may begin anywhere and miss anything. Deviation:
 * for protocols without connections Zeek names only UDP; here an answered flow is {@link
 * FlowState#FINISHED} and an unanswered one {@link FlowState#ATTEMPTED} for every protocol, save
 * ICMP messages that ask for no answer, which are {@link FlowState#MIDSTREAM}.
 */
final class ConnectionState {

  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int ACK = 0x10;

  private static final int TCP = 6;

  private ConnectionState() {}

  /** Takes a segment's flags; may swap the flow's roles. */
  static void observe(
      OpenFlow flow, boolean fromOriginator, int flags, int sequence, int payloadBytes) {
    HalfFlow from = fromOriginator ? flow.originator : flow.responder;
    HalfFlow to = fromOriginator ? flow.responder : flow.originator;
    switch (from.state) {
      case INACTIVE -> wasInactive(flow, from, to, flags, sequence, payloadBytes);
      case SYN_SENT, SYN_ACK_SENT -> {
        if (has(flags, FIN)) {
          from.enter(CLOSED);
        }
        if (has(flags, RST)) {
          from.enter(RESET);
        }
      }
      case ESTABLISHED, PARTIAL -> wasOpen(from, to, flags);
      case CLOSED -> {
        if (has(flags, RST) && to.state != CLOSED) {
          from.enter(RESET);
        }
      }
      case RESET -> {}
    }
  }

  private static void wasInactive(
      OpenFlow flow, HalfFlow from, HalfFlow to, int flags, int sequence, int payloadBytes) {
    if (has(flags, SYN)) {
      if (from == flow.originator) {
        from.enter(has(flags, ACK) ? SYN_ACK_SENT : SYN_SENT);
      } else {
        opens(flow, from, to, flags, sequence);
      }
    }
    if (has(flags, FIN)) {
      from.enter(CLOSED);
    }
    if (has(flags, RST)) {
      from.enter(RESET);
    }
    if (from.state != INACTIVE) {
      return;
    }
    boolean acknowledgesOpening =
        from == flow.responder && payloadBytes == 0 && to.state == SYN_SENT;
    if (acknowledgesOpening) {
      return;
    }
    boolean missedOpening = has(flags, ACK) && to.state == ESTABLISHED;
    from.enter(missedOpening ? ESTABLISHED : PARTIAL);
  }

  /** The responder's first segment is a SYN. */
  private static void opens(OpenFlow flow, HalfFlow from, HalfFlow to, int flags, int sequence) {
    if (!has(flags, ACK) && to.state == SYN_ACK_SENT && sequence == from.startSequence) {
      // The answer was captured before the request that it answers.
      flow.flip();
      to.enter(ESTABLISHED);
    }
    if (to.state == SYN_SENT) {
      to.enter(ESTABLISHED);
    }
    from.enter(ESTABLISHED);
  }

  private static void wasOpen(HalfFlow from, HalfFlow to, int flags) {
    if (has(flags, SYN) && !has(flags, ACK) && from.state == PARTIAL && to.state == INACTIVE) {
      from.enter(SYN_SENT);
    }
    if (has(flags, FIN) && !has(flags, RST)) {
      from.enter(CLOSED);
      if (to.state == RESET && to.before == CLOSED) {
        // It said goodbye before it aborted: that was an orderly end.
        to.enter(CLOSED);
      }
    }
    if (has(flags, RST)) {
      from.enter(RESET);
    }
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  /** Whether nothing more is to be expected. */
  static boolean isEnded(OpenFlow flow) {
    TcpState from = flow.originator.state;
    TcpState to = flow.responder.state;
    return from == RESET
        || to == RESET
        || (from == CLOSED && (to == CLOSED || to == INACTIVE))
        || (to == CLOSED && from == INACTIVE);
  }

  static FlowState of(OpenFlow flow) {
    if (flow.key.protocol == TCP) {
      return tcp(flow.originator, flow.responder);
    }
    if (flow.key.oneWay) {
      return FlowState.MIDSTREAM;
    }
    if (flow.responder.packets > 0) {
      return flow.originator.packets > 0 ? FlowState.FINISHED : FlowState.RESPONDER_HALF_OPEN;
    }
    return FlowState.ATTEMPTED;
  }

  private static FlowState tcp(HalfFlow originator, HalfFlow responder) {
    TcpState from = originator.state;
    TcpState to = responder.state;
    boolean fromUnheard = from == INACTIVE || from == PARTIAL;
    boolean toUnheard = to == INACTIVE || to == PARTIAL;
    if (to == RESET) {
      boolean silent = !originator.sentStream && !responder.sentStream;
      if (from == SYN_SENT || from == SYN_ACK_SENT || (from == RESET && silent)) {
        return FlowState.REJECTED;
      }
      return fromUnheard ? FlowState.RESPONDER_RESET_HALF_SEEN : FlowState.RESPONDER_RESET;
    }
    if (from == RESET) {
      return toUnheard ? FlowState.ATTEMPT_RESET : FlowState.ORIGINATOR_RESET;
    }
    if (from == CLOSED && to == CLOSED) {
      return FlowState.FINISHED;
    }
    if (from == CLOSED) {
      return toUnheard ? FlowState.HALF_OPEN : FlowState.ORIGINATOR_CLOSED;
    }
    if (to == CLOSED) {
      return fromUnheard ? FlowState.RESPONDER_HALF_OPEN : FlowState.RESPONDER_CLOSED;
    }
    if (from == SYN_SENT && to == INACTIVE) {
      return FlowState.ATTEMPTED;
    }
    return from == ESTABLISHED && to == ESTABLISHED ? FlowState.ESTABLISHED : FlowState.MIDSTREAM;
  }
}
