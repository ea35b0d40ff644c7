package io.testudo.telemetry.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of one flow's two sides on their way to a dissector. */
public final class Conversation {

  /** How many bytes in order a dissector may leave, of one side. */
  static final int MOST_UNREAD = 1 << 18;

  final Dissector dissector;
  private final ByteStream originator;
  private final ByteStream responder;
  private boolean over;

  Conversation(Dissector dissector, ByteStream originator, ByteStream responder) {
    this.dissector = dissector;
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

  /** Stops reading; what is held may go. */
  void stop() {
    over = true;
    originator.clear();
    responder.clear();
  }

  int held() {
    return over ? 0 : originator.held() + responder.held();
  }

  void save(DataOutput out) throws IOException {
    out.writeBoolean(over);
    if (!over) {
      originator.save(out);
      responder.save(out);
      dissector.save(out);
    }
  }

  static Conversation restore(DataInput in, Dissector dissector) throws IOException {
    if (in.readBoolean()) {
      Conversation stopped = new Conversation(dissector, new ByteStream(0), new ByteStream(0));
      stopped.stop();
      return stopped;
    }
    ByteStream originator = ByteStream.restore(in);
    ByteStream responder = ByteStream.restore(in);
    dissector.restore(in);
    return new Conversation(dissector, originator, responder);
  }
}
