package io.testudo.suricata.rule;

import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.protocol.Side;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is asked about at one moment: a packet, or the end of a conversation, with what has
 * become of its streams and messages by then.
 *
 * @param packet the packet, or null at the end of a conversation
 * @param flow the conversation, or null if the packet has none
 * @param side who sends
 * @param number the packet's ordinal; of the last one at the end of a conversation
 * @param timeNanos when
 * @param stream octets of the stream to look at; empty if there are none now
 * @param newFrom where in {@code stream} those begin that were not looked at before
 * @param isInStream whether the packet's payload became part of a stream
 * @param isDecided whether the conversation's protocol was decided by this packet
 * @param isFirst whether it is the first packet of its side
 * @param memory what rules remember beyond one conversation
 */
public record Sight(
    @Nullable Packet packet,
    @Nullable Flow flow,
    Side side,
    long number,
    long timeNanos,
    byte[] stream,
    int newFrom,
    boolean isInStream,
    boolean isDecided,
    boolean isFirst,
    Memory memory) {

  /** Octets of the packet's payload; empty without one. */
  public int payloadLength() {
    return packet == null ? 0 : packet.payloadLength();
  }

  /** IANA's number of the transport. */
  public int protocol() {
    if (packet != null) {
      return packet.protocol();
    }
    return flow == null ? 0 : flow.protocol();
  }
}
