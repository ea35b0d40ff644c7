package io.testudo.telemetry.pairing;

import io.testudo.telemetry.flow.CommunityId;
import io.testudo.telemetry.flow.FlagState;
import io.testudo.telemetry.record.StoredText;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowExport;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.Traffic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reports to flows, with the state that they allow to tell.
 *
 * <p>That nobody answered is said only where it can be known: TCP flags show it; otherwise the
 * exporter must have reported both directions of other conversations, and count every packet. Where
 * it samples, the answer may have been among the packets that it passed over.
 */
final class PairedFlows {

  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int PSH = 0x08;
  private static final int ACK = 0x10;

  /** So many packets each way take a handshake and more. */
  private static final int CONVERSATION_PACKETS = 3;

  /** So many pairs show that an exporter reports both directions. */
  private static final int PAIRS_THAT_SHOW = 10;

  private static final int MOST_EXPORTERS = 10_000;

  private record Observer(String exporter, long domain) {}

  private final Consumer<Flow> sink;
  private final Map<Observer, Integer> pairsOf = new LinkedHashMap<>();

  PairedFlows(Consumer<Flow> sink) {
    this.sink = sink;
  }

  /** Two directions of one conversation, in the order in which they came. */
  void pair(HeldReport first, HeldReport second) {
    Observer observer = new Observer(first.key.exporter, first.key.domain);
    int pairs = pairsOf.getOrDefault(observer, 0);
    if (pairs < PAIRS_THAT_SHOW && (pairs > 0 || pairsOf.size() < MOST_EXPORTERS)) {
      pairsOf.put(observer, pairs + 1);
    }
    boolean swapped = Direction.isSecondOriginator(first, second);
    HeldReport forward = swapped ? second : first;
    HeldReport backward = swapped ? first : second;
    Traffic sent = forward.traffic();
    Traffic answered = backward.traffic();
    FlowState state =
        first.key.protocol == Flow.TCP
            ? tcp(forward.flags, backward.flags, sent, answered)
            : FlowState.FINISHED;
    emit(
        first,
        Math.min(first.startNanos, second.startNanos),
        Math.max(first.endNanos, second.endNanos),
        forward.source(),
        forward.destination(),
        state,
        sent,
        answered,
        export(first, forward.input, forward.output));
  }

  /** A report that counts both ways; {@code counts} holds what the held one has no room for. */
  void whole(HeldReport report, ReportedFlow counts) {
    Traffic source = report.traffic();
    Traffic destination =
        HeldReport.traffic(
            counts.reversePackets, counts.reverseBytes, report.sampling, counts.reverseFlags);
    boolean swapped = counts.fromResponder;
    Traffic sent = swapped ? destination : source;
    Traffic answered = swapped ? source : destination;
    boolean isAnswered = answered.packets() > 0 || answered.ipBytes() > 0;
    FlowState state;
    if (report.isDenied || (!isAnswered && report.sampling == 1 && !report.isOngoing)) {
      state = FlowState.ATTEMPTED;
    } else if (!isAnswered) {
      state = FlowState.MIDSTREAM;
    } else if (report.key.protocol == Flow.TCP) {
      state =
          swapped
              ? tcp(counts.reverseFlags, report.flags, sent, answered)
              : tcp(report.flags, counts.reverseFlags, sent, answered);
    } else {
      state = FlowState.FINISHED;
    }
    emit(
        report,
        report.startNanos,
        report.endNanos,
        swapped ? report.destination() : report.source(),
        swapped ? report.source() : report.destination(),
        state,
        sent,
        answered,
        swapped
            ? export(report, report.output, report.input)
            : export(report, report.input, report.output));
  }

  /** A report whose other direction did not come. */
  void alone(HeldReport report) {
    Endpoint source = report.source();
    Endpoint destination = report.destination();
    boolean isAnswer =
        Direction.isAnswer(report.key.protocol, source, destination, report.flags)
            && !report.isDenied;
    Traffic traffic = report.traffic();
    emit(
        report,
        report.startNanos,
        report.endNanos,
        isAnswer ? destination : source,
        isAnswer ? source : destination,
        isAnswer ? answerState(report, traffic) : askerState(report, traffic),
        isAnswer ? Traffic.NONE : traffic,
        isAnswer ? traffic : Traffic.NONE,
        isAnswer
            ? export(report, report.output, report.input)
            : export(report, report.input, report.output));
  }

  private static FlowState tcp(int forward, int backward, Traffic sent, Traffic answered) {
    if (forward <= 0 || backward <= 0) {
      return sent.packets() >= CONVERSATION_PACKETS && answered.packets() >= CONVERSATION_PACKETS
          ? FlowState.ESTABLISHED
          : FlowState.MIDSTREAM;
    }
    return FlagState.of(forward, backward, Math.max(1, answered.packets()));
  }

  private FlowState askerState(HeldReport report, Traffic traffic) {
    if (report.isDenied) {
      return FlowState.ATTEMPTED;
    }
    boolean isFinal = report.sampling == 1 && !report.isOngoing;
    if (report.key.protocol != Flow.TCP) {
      boolean tellsBothWays =
          pairsOf.getOrDefault(new Observer(report.key.exporter, report.key.domain), 0)
              >= PAIRS_THAT_SHOW;
      return tellsBothWays && isFinal ? FlowState.ATTEMPTED : FlowState.MIDSTREAM;
    }
    if (report.flags <= 0) {
      return FlowState.MIDSTREAM;
    }
    if ((report.flags & (SYN | ACK)) == SYN) {
      return isFinal ? FlagState.of(report.flags, 0, 0) : FlowState.MIDSTREAM;
    }
    return isConversation(report.flags, traffic)
        ? (report.flags & FIN) != 0 ? FlowState.ORIGINATOR_CLOSED : FlowState.ESTABLISHED
        : FlowState.MIDSTREAM;
  }

  private static FlowState answerState(HeldReport report, Traffic traffic) {
    if (report.key.protocol != Flow.TCP || report.flags <= 0) {
      return FlowState.MIDSTREAM;
    }
    return isConversation(report.flags, traffic)
        ? (report.flags & FIN) != 0 ? FlowState.RESPONDER_CLOSED : FlowState.ESTABLISHED
        : FlagState.of(0, report.flags, 1);
  }

  /** Whether one side's flags show that the other one answered: it acknowledged and went on. */
  private static boolean isConversation(int flags, Traffic traffic) {
    return (flags & (SYN | ACK)) == (SYN | ACK)
        && (flags & (PSH | FIN)) != 0
        && traffic.packets() >= CONVERSATION_PACKETS;
  }

  private static FlowExport export(HeldReport report, long input, long output) {
    return new FlowExport(report.key.exporter, report.key.domain, input, output, report.sampling);
  }

  private void emit(
      HeldReport report,
      long startNanos,
      long endNanos,
      Endpoint originator,
      Endpoint responder,
      FlowState state,
      Traffic sent,
      Traffic answered,
      FlowExport export) {
    sink.accept(
        new Flow(
            report.origin,
            instant(startNanos),
            instant(Math.max(startNanos, endNanos)),
            report.key.protocol,
            originator,
            responder,
            state,
            sent,
            answered,
            "",
            CommunityId.of(report.key.protocol, originator, responder),
            export));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(pairsOf.size());
    for (Map.Entry<Observer, Integer> entry : pairsOf.entrySet()) {
      StoredText.write(entry.getKey().exporter(), out);
      out.writeLong(entry.getKey().domain());
      out.writeByte(entry.getValue());
    }
  }

  void restore(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_EXPORTERS) {
      throw new IOException("count (" + count + ") of exporters must be in 0.." + MOST_EXPORTERS);
    }
    for (int i = 0; i < count; i++) {
      pairsOf.put(
          new Observer(StoredText.read(in), in.readLong()),
          Math.min(PAIRS_THAT_SHOW, Math.max(0, in.readByte())));
    }
  }
}
