package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.Packet;
import io.testudo.telemetry.protocol.KnownProtocols;
import io.testudo.telemetry.service.Services;
import io.testudo.telemetry.stream.Conversation;
import io.testudo.telemetry.stream.ConversationCounts;
import io.testudo.telemetry.stream.Conversations;
import io.testudo.telemetry.stream.Dissector;
import io.testudo.telemetry.stream.Side;
import io.testudo.telemetry.stream.StoredFields;
import io.testudo.telemetry.stream.Told;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leads the payload of flows to dissectors, and says of their messages whose and when they were.
 */
final class Payloads {

  private final @Nullable Consumer<Message> sink;
  private final Conversations conversations = new Conversations(Conversations.MOST_HELD);

  /** With nobody to take messages, no payload is looked into. */
  Payloads(@Nullable Consumer<Message> sink) {
    this.sink = sink;
  }

  /** A TCP segment, with or without payload, after it was counted. */
  void segment(OpenFlow flow, Packet p, boolean fromOriginator) {
    Consumer<Message> into = sink;
    if (into == null || flow.service == Services.UNKNOWN) {
      return;
    }
    boolean aborts = (p.tcpFlags() & ConnectionState.RST) != 0;
    if (!flow.dissectorSought && p.payloadBytes() > 0 && !aborts) {
      flow.dissectorSought = true;
      Dissector dissector = KnownProtocols.overTcp(Services.name(flow.service));
      if (dissector != null) {
        flow.conversation = begin(flow, p, fromOriginator, dissector, into);
      }
    }
    Conversation conversation = flow.conversation;
    if (conversation == null || aborts) {
      return;
    }
    place(flow, p);
    int opening = (p.tcpFlags() & ConnectionState.SYN) != 0 ? 1 : 0;
    conversations.segment(conversation, side(fromOriginator), p, p.tcpSequence() + opening);
  }

  private Conversation begin(
      OpenFlow flow,
      Packet p,
      boolean fromOriginator,
      Dissector dissector,
      Consumer<Message> into) {
    HalfFlow half = fromOriginator ? flow.originator : flow.responder;
    HalfFlow other = fromOriginator ? flow.responder : flow.originator;
    boolean nothingBefore = half.payloadBytes <= p.payloadBytes();
    int own = nothingBefore ? half.startSequence + 1 : p.tcpSequence();
    int others = other.sequenced ? other.highSequence : p.tcpAcknowledgement();
    return fromOriginator
        ? conversations.begin(dissector, told(flow, into), own, others)
        : conversations.begin(dissector, told(flow, into), others, own);
  }

  /** A UDP datagram, after it was counted. */
  void datagram(OpenFlow flow, Packet p, boolean fromOriginator) {
    Consumer<Message> into = sink;
    if (into == null || flow.service == Services.UNKNOWN || p.isFragment()) {
      return;
    }
    if (!flow.dissectorSought) {
      flow.dissectorSought = true;
      Dissector dissector = KnownProtocols.overUdp(Services.name(flow.service));
      flow.conversation =
          dissector == null ? null : conversations.begin(dissector, told(flow, into), 0, 0);
    }
    Conversation conversation = flow.conversation;
    if (conversation != null) {
      place(flow, p);
      conversations.datagram(conversation, side(fromOriginator), p);
    }
  }

  /** The flow is over. */
  void end(OpenFlow flow) {
    Conversation conversation = flow.conversation;
    Consumer<Message> into = sink;
    if (conversation != null && into != null) {
      conversations.end(conversation, flow.lastNanos);
    }
  }

  ConversationCounts counts() {
    return conversations.counts();
  }

  private static Side side(boolean fromOriginator) {
    return fromOriginator ? Side.ORIGINATOR : Side.RESPONDER;
  }

  private static void place(OpenFlow flow, Packet p) {
    flow.lastSource = p.source();
    flow.lastItem = p.item();
    flow.lastRecord = p.number();
  }

  private static Told told(OpenFlow flow, Consumer<Message> into) {
    return (nanos, protocol, fields) ->
        into.accept(
            new Message(
                new Origin(flow.lastSource, flow.lastItem, flow.lastRecord),
                OpenFlow.instant(nanos),
                flow.key.protocol,
                flow.from(),
                flow.to(),
                CommunityId.of(flow.key),
                protocol,
                Fields.of(fields)));
  }

  void save(OpenFlow flow, DataOutput out) throws IOException {
    Conversation conversation = flow.conversation;
    out.writeBoolean(flow.dissectorSought);
    out.writeBoolean(conversation != null);
    if (conversation != null) {
      StoredFields.writeText(flow.lastSource, out);
      StoredFields.writeText(flow.lastItem, out);
      out.writeLong(flow.lastRecord);
      conversations.save(conversation, out);
    }
  }

  void restore(OpenFlow flow, DataInput in) throws IOException {
    flow.dissectorSought = in.readBoolean();
    if (!in.readBoolean()) {
      return;
    }
    flow.lastSource = StoredFields.readText(in);
    flow.lastItem = StoredFields.readText(in);
    flow.lastRecord = in.readLong();
    String service = Services.name(flow.service);
    Dissector dissector =
        flow.key.protocol == Flow.TCP
            ? KnownProtocols.overTcp(service)
            : KnownProtocols.overUdp(service);
    if (dissector == null) {
      throw new StreamCorruptedException(
          "flow assembler's state is damaged: a conversation is of no known protocol");
    }
    Consumer<Message> into = sink;
    Told told = into == null ? (nanos, protocol, fields) -> {} : told(flow, into);
    flow.conversation = conversations.restore(in, dissector, told);
  }
}
