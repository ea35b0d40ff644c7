package io.testudo.suricata.flow;

import io.testudo.suricata.packet.Packet;
import io.testudo.suricata.protocol.Side;

/**
 * A TCP connection as rules see it: whether it is established, and the two streams.
 *
 * <p>Follows RFC 9293 as far as it takes to know when payload belongs to a stream: an opening, or
 * for a connection already under way its first segment, gives the sequence numbers; a reset or two
 * ends close it.
 */
public final class TcpSession {

  /** How far the connection has come. */
  public enum State {
    OPENING,
    ANSWERED,
    ESTABLISHED,
    CLOSED
  }

  private final TcpStream[] streams = {new TcpStream(), new TcpStream()};
  private State state = State.OPENING;
  private boolean wasEstablished;
  private int openingSequence;
  private String event = "";

  public State state() {
    return state;
  }

  /** Whether it was opened in full; it stays so when it is closed. */
  public boolean isEstablished() {
    return wasEstablished;
  }

  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** What a side sent. */
  public TcpStream stream(Side side) {
    return streams[side.ordinal()];
  }

  /** Whether an opening can be a repetition of the one that began this session. */
  boolean isRepeatedOpening(Packet p) {
    return state == State.OPENING || p.tcpSequence() == openingSequence;
  }

  /** Begins within a connection whose opening was not seen. */
  void beginUnderWay(Packet p, Side side) {
    if ((p.tcpFlags() & Packet.SYN) != 0) {
      stream(side.other()).open(p.tcpAcknowledgement());
      state = State.ANSWERED;
    } else {
      stream(side).open(p.tcpSequence());
      stream(side.other()).open(p.tcpAcknowledgement());
      establish();
    }
  }

  /** Takes a packet; whether its payload became part of a stream. */
  public boolean add(Packet p, Side side) {
    TcpStream sent = stream(side);
    TcpStream received = stream(side.other());
    int flags = p.tcpFlags();
    boolean opens = (flags & Packet.SYN) != 0;
    if (opens && !sent.isOpen()) {
      sent.open(p.tcpSequence() + 1);
      openingSequence = side == Side.TO_SERVER ? p.tcpSequence() : openingSequence;
    }
    if (side == Side.TO_CLIENT && opens && state == State.OPENING) {
      state = State.ANSWERED;
    }
    if ((flags & Packet.ACK) != 0 && received.isOpen()) {
      received.acknowledge(p.tcpAcknowledgement());
      if (side == Side.TO_SERVER && state == State.ANSWERED && !opens) {
        establish();
      }
    }
    boolean added = false;
    if (sent.isOpen() && state != State.CLOSED && (flags & Packet.RST) == 0) {
      int sequence = opens ? p.tcpSequence() + 1 : p.tcpSequence();
      added = sent.add(sequence, p.bytes(), p.payloadStart(), p.payloadLength());
    }
    event = "";
    if (received.hasLostOctets()) {
      event = "reassembly_seq_gap";
      received.giveUpHole();
    }
    close(flags, sent, received);
    return added;
  }

  /** What was remarkable about the last packet, by the name that rules know, or an empty text. */
  public String event() {
    return event;
  }

  private void establish() {
    state = State.ESTABLISHED;
    wasEstablished = true;
  }

  private void close(int flags, TcpStream sent, TcpStream received) {
    if ((flags & Packet.RST) != 0) {
      state = State.CLOSED;
    } else if ((flags & Packet.FIN) != 0) {
      sent.finish();
      state = received.isFinished() ? State.CLOSED : state;
    }
  }
}
