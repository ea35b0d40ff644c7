package io.testudo.telemetry.stream;

import io.testudo.telemetry.capture.Packet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Leads the bytes of conversations to their dissectors within one bound of memory for all: what
 * waits in streams and what dissectors remember.
 *
 * <p>A stream is given up, and counted, when it is not the protocol it was taken for, when its
 * dissector leaves more than {@value Conversation#MOST_UNREAD} bytes of a side, or when bytes are
 * missing that the dissector cannot do without. Where all conversations together hold too much,
 * those that hold most are given up until an eighth is free, so that who fills the memory pays for
 * it and not who comes last. For one thread.
 */
public final class Conversations {

  /** How many bytes all conversations together may hold. */
  public static final int MOST_HELD = 1 << 26;

  private static final int ACK = 0x10;

  private final int mostHeld;

  /** Those that hold something, in the order in which they began to. */
  private final Set<Conversation> holding = new LinkedHashSet<>();

  private byte[] segment = new byte[1 << 11];
  private long held;
  private long malformed;
  private long broken;
  private long crowded;

  /**
   * No conversations.
   *
   * @param mostHeld how many bytes all together may hold, for instance {@link #MOST_HELD}
   */
  public Conversations(int mostHeld) {
    this.mostHeld = mostHeld;
  }

  /**
   * A conversation of datagrams, or of streams whose next bytes have these sequence numbers.
   *
   * @param told takes what the dissector makes of it
   * @param originatorNext ignored for datagrams, as the other
   */
  public Conversation begin(Dissector dissector, Told told, int originatorNext, int responderNext) {
    return new Conversation(
        dissector, told, new ByteStream(originatorNext), new ByteStream(responderNext));
  }

  /** A datagram of the conversation. */
  public void datagram(Conversation conversation, Side side, Packet packet) {
    if (conversation.isOver() || packet.payloadCaptured() < packet.payloadBytes()) {
      return;
    }
    int length = copy(packet);
    try {
      Sent sent = new Sent(segment, 0, length, side, packet.timeNanos());
      if (conversation.dissector.read(sent, conversation.told) == Dissector.ENOUGH) {
        conversation.stop();
      }
    } catch (MalformedMessageException e) {
      malformed++;
    }
    account(conversation);
  }

  /**
   * A segment of the conversation, with or without payload.
   *
   * @param sequence the number of its first byte of payload
   */
  public void segment(Conversation conversation, Side side, Packet packet, int sequence) {
    if (conversation.isOver()) {
      return;
    }
    ByteStream stream = conversation.stream(side);
    if (packet.payloadCaptured() > 0) {
      int length = copy(packet);
      stream.add(sequence, segment, length);
      drain(conversation, side, packet.timeNanos());
      while (!conversation.isOver() && stream.isHoleTooOld()) {
        skip(conversation, side, packet.timeNanos());
      }
    }
    Side other = side.other();
    while ((packet.tcpFlags() & ACK) != 0
        && !conversation.isOver()
        && conversation.stream(other).isHoleAcknowledged(packet.tcpAcknowledgement())) {
      skip(conversation, other, packet.timeNanos());
    }
    account(conversation);
  }

  private int copy(Packet packet) {
    int length = packet.payloadCaptured();
    if (length > segment.length) {
      segment = new byte[length];
    }
    packet.copyPayload(segment);
    return length;
  }

  private void skip(Conversation conversation, Side side, long nanos) {
    long missing = conversation.stream(side).skipHole();
    if (conversation.dissector.missed(side, missing)) {
      drain(conversation, side, nanos);
    } else {
      broken++;
      conversation.stop();
    }
  }

  private void drain(Conversation conversation, Side side, long nanos) {
    ByteStream stream = conversation.stream(side);
    try {
      while (stream.available() > 0) {
        int taken = conversation.dissector.read(stream.sent(side, nanos), conversation.told);
        if (taken == Dissector.ENOUGH) {
          conversation.stop();
          return;
        }
        if (taken == 0) {
          break;
        }
        stream.take(taken);
      }
    } catch (MalformedMessageException e) {
      malformed++;
      conversation.stop();
      return;
    }
    if (stream.available() > Conversation.MOST_UNREAD) {
      malformed++;
      conversation.stop();
    }
  }

  /** Counts what the conversation holds now, and makes room where all hold too much. */
  private void account(Conversation conversation) {
    held += conversation.recount();
    if (conversation.counted() == 0) {
      holding.remove(conversation);
    } else {
      holding.add(conversation);
    }
    if (held > mostHeld) {
      makeRoom();
    }
  }

  private void makeRoom() {
    List<Conversation> largest = new ArrayList<>(holding);
    largest.sort(Comparator.comparingInt(Conversation::counted).reversed());
    for (Conversation conversation : largest) {
      if (held <= mostHeld - mostHeld / 8) {
        return;
      }
      crowded++;
      conversation.stop();
      held += conversation.recount();
      holding.remove(conversation);
    }
  }

  /** The flow is over: reads what waits behind holes, and tells what was begun. */
  public void end(Conversation conversation, long nanos) {
    if (conversation.isOver()) {
      return;
    }
    for (Side side : Side.values()) {
      while (!conversation.isOver() && conversation.stream(side).hasHole()) {
        skip(conversation, side, nanos);
      }
    }
    if (!conversation.isOver()) {
      conversation.stop();
    }
    account(conversation);
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
  public Conversation restore(DataInput in, Dissector dissector, Told told) throws IOException {
    Conversation conversation = Conversation.restore(in, dissector, told);
    account(conversation);
    return conversation;
  }

  /** How many bytes all conversations hold. */
  public long held() {
    return held;
  }

  /** What was given up so far. */
  public ConversationCounts counts() {
    return new ConversationCounts(malformed, broken, crowded);
  }
}
