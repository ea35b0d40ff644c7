package io.testudo.telemetry.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of one flow's two sides on their way to a dissector. */
public final class Conversation {

  /** How many bytes in order a dissector may leave, of one side. */
  static final int MOST_UNREAD = 1 << 18;

  final Dissector dissector;
  final Told told;
  private final ByteStream originator;
  private final ByteStream responder;
  private boolean over;

  /** What was counted of it as held, so that the sum of all can be kept. */
  private int counted;

  Conversation(Dissector dissector, Told told, ByteStream originator, ByteStream responder) {
    this.dissector = dissector;
    this.told = told;
    this.originator = originator;
    this.responder = responder;
  }

  ByteStream stream(Side side) {
    return side == Side.ORIGINATOR ? originator : responder;
  }

  /** Whether nothing more is read. */
  boolean isOver() {
    return over;
  }

  /** Tells what was begun and stops reading; what is held is let go. */
  void stop() {
    dissector.end(told);
    over = true;
    originator.clear();
    responder.clear();
  }

  int held() {
    return over ? 0 : originator.held() + responder.held() + dissector.held();
  }

  /** Counts anew what is held; says by how much that is more than before. */
  int recount() {
    int before = counted;
    counted = held();
    return counted - before;
  }

  int counted() {
    return counted;
  }

  void save(DataOutput out) throws IOException {
    out.writeBoolean(over);
    if (!over) {
      originator.save(out);
      responder.save(out);
      dissector.save(out);
    }
  }

  static Conversation restore(DataInput in, Dissector dissector, Told told) throws IOException {
    if (in.readBoolean()) {
      Conversation stopped =
          new Conversation(dissector, told, new ByteStream(0), new ByteStream(0));
      stopped.over = true;
      return stopped;
    }
    ByteStream originator = ByteStream.restore(in);
    ByteStream responder = ByteStream.restore(in);
    dissector.restore(in);
    return new Conversation(dissector, told, originator, responder);
  }
}
