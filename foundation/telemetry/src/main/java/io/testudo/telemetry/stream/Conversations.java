package io.testudo.telemetry.stream;

import io.testudo.telemetry.capture.Packet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Leads the bytes of conversations to their dissectors within one bound of memory for all.
 *
 * <p>A stream is given up, and counted, when it is not the protocol it was taken for, when its
 * dissector leaves more than {@value Conversation#MOST_UNREAD} bytes of a side, when bytes are
 * missing that the dissector cannot do without, or when all conversations together hold more than
 * {@value #MOST_HELD} bytes. For one thread.
 */
public final class Conversations {

  /** How many bytes all conversations together may hold. */
  static final int MOST_HELD = 1 << 26;

  private byte[] segment = new byte[1 << 11];
  private long held;
  private long malformed;
  private long broken;
  private long crowded;

  /**
   * A conversation of datagrams, or of streams whose next bytes have these sequence numbers.
   *
   * @param originatorNext ignored for datagrams, as the other
   */
  public Conversation begin(Dissector dissector, int originatorNext, int responderNext) {
    return new Conversation(
        dissector, new ByteStream(originatorNext), new ByteStream(responderNext));
  }

  /** A datagram of the conversation. */
  public void datagram(Conversation conversation, Side side, Packet packet, Told told) {
    if (conversation.isOver() || packet.payloadCaptured() < packet.payloadBytes()) {
      return;
    }
    int length = copy(packet);
    try {
      Sent sent = new Sent(segment, 0, length, side, packet.timeNanos());
      if (conversation.dissector.read(sent, told) == Dissector.ENOUGH) {
        conversation.stop();
      }
    } catch (MalformedMessageException e) {
      malformed++;
    }
  }

  /**
   * A segment of the conversation, with or without payload.
   *
   * @param sequence the number of its first byte of payload
   */
  public void segment(
      Conversation conversation, Side side, Packet packet, int sequence, Told told) {
    if (conversation.isOver()) {
      return;
    }
    long before = conversation.held();
    ByteStream stream = conversation.stream(side);
    if (packet.payloadCaptured() > 0) {
      int length = copy(packet);
      stream.add(sequence, segment, length);
      drain(conversation, side, packet.timeNanos(), told);
      while (!conversation.isOver() && stream.isHoleTooOld()) {
        skip(conversation, side, packet.timeNanos(), told);
      }
    }
    Side other = side.other();
    while (!conversation.isOver()
        && conversation.stream(other).isHoleAcknowledged(packet.tcpAcknowledgement())) {
      skip(conversation, other, packet.timeNanos(), told);
    }
    held += conversation.held() - before;
    if (held > MOST_HELD && !conversation.isOver()) {
      crowded++;
      stop(conversation, told);
    }
  }

  private int copy(Packet packet) {
    int length = packet.payloadCaptured();
    if (length > segment.length) {
      segment = new byte[length];
    }
    packet.copyPayload(segment);
    return length;
  }

  private void skip(Conversation conversation, Side side, long nanos, Told told) {
    long missing = conversation.stream(side).skipHole();
    if (conversation.dissector.missed(side, missing)) {
      drain(conversation, side, nanos, told);
    } else {
      broken++;
      stopCounted(conversation, told);
    }
  }

  private void drain(Conversation conversation, Side side, long nanos, Told told) {
    ByteStream stream = conversation.stream(side);
    try {
      while (stream.available() > 0) {
        int taken = conversation.dissector.read(stream.sent(side, nanos), told);
        if (taken == Dissector.ENOUGH) {
          stopCounted(conversation, told);
          return;
        }
        if (taken == 0) {
          break;
        }
        stream.take(taken);
      }
    } catch (MalformedMessageException e) {
      malformed++;
      stopCounted(conversation, told);
      return;
    }
    if (stream.available() > Conversation.MOST_UNREAD) {
      malformed++;
      stopCounted(conversation, told);
    }
  }

  /** Stops within {@link #segment}, which accounts for what was held. */
  private static void stopCounted(Conversation conversation, Told told) {
    conversation.dissector.end(told);
    conversation.stop();
  }

  private void stop(Conversation conversation, Told told) {
    held -= conversation.held();
    stopCounted(conversation, told);
  }

  /** The flow is over: reads what waits behind holes, and tells what was begun. */
  public void end(Conversation conversation, long nanos, Told told) {
    if (conversation.isOver()) {
      return;
    }
    long before = conversation.held();
    for (Side side : Side.values()) {
      while (!conversation.isOver() && conversation.stream(side).hasHole()) {
        skip(conversation, side, nanos, told);
      }
    }
    held += conversation.held() - before;
    if (!conversation.isOver()) {
      stop(conversation, told);
    }
  }

  /** Writes what a conversation holds. */
  public void save(Conversation conversation, DataOutput out) throws IOException {
    conversation.save(out);
  }

  /**
   * A conversation as it was saved.
   *
   * @param dissector a new one of the same protocol
   * @throws IOException if it cannot be read or is not that
   */
  public Conversation restore(DataInput in, Dissector dissector) throws IOException {
    Conversation conversation = Conversation.restore(in, dissector);
    held += conversation.held();
    return conversation;
  }

  /** What was given up so far. */
  public ConversationCounts counts() {
    return new ConversationCounts(malformed, broken, crowded);
  }
}
