package io.testudo.suricata.http;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * WebSocket (RFC 6455): every frame is a transaction; the last frame of a message that came in
 * several carries the whole, and what is compressed (RFC 7692) is inflated.
 */
public final class WebSocketDissector implements Dissector {
  private static final int MOST_PAYLOAD = 1 << 19;
  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final byte[] FLUSH = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final ByteArrayOutputStream[] messages = {
    new ByteArrayOutputStream(), new ByteArrayOutputStream()
  };
  private final Inflater[] inflaters = {new Inflater(true), new Inflater(true)};
  private final boolean[] isCompressed = new boolean[2];

  @Override
  public int read(Side side, byte[] b, int length, TransactionLog log) {
    if (length < 2) {
      return 0;
    }
    boolean masked = (b[1] & 0x80) != 0;
    int brief = b[1] & 0x7F;
    int extended = brief == 126 ? 2 : brief == 127 ? 8 : 0;
    int header = 2 + extended + (masked ? 4 : 0);
    if (length < header) {
      return 0;
    }
    long size = extended == 0 ? brief : extended == 2 ? Wire.u16(b, 2) : Wire.i64(b, 2);
    if (size < 0 || size > MOST_PAYLOAD) {
      return BROKEN;
    }
    int end = (int) (header + size);
    if (length < end) {
      return 0;
    }
    frame(side, b, header, end, masked, log);
    return end;
  }

  private void frame(Side side, byte[] b, int header, int end, boolean masked, TransactionLog log) {
    Transaction t = log.begin("websocket");
    t.close(side.other());
    byte[] payload = Arrays.copyOfRange(b, header, end);
    if (masked) {
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= b[header - 4 + i % 4];
      }
      t.number(side, "websocket.mask", Wire.u32(b, header - 4));
    }
    int opcode = b[0] & 15;
    t.number(side, "websocket.opcode", opcode);
    for (int flag : new int[] {FIN, COMPRESSED}) {
      if ((b[0] & flag) != 0) {
        t.number(side, "websocket.flags", flag);
      }
    }
    t.add(side, "frame.websocket.header", Arrays.copyOf(b, header));
    t.add(side, "frame.websocket.pdu", Arrays.copyOf(b, end));
    t.add(side, "frame.websocket.data", payload);
    byte[] whole = opcode >= 8 ? payload : message(side, b[0], payload);
    if (whole.length > 0) {
      t.add(side, "websocket.payload", whole);
    }
    t.advance(side, Transaction.WHOLE);
  }

  /** The message that a frame completes, or what of it is there. */
  private byte[] message(Side side, int first, byte[] payload) {
    ByteArrayOutputStream held = messages[side.ordinal()];
    if ((first & 15) != 0) {
      held.reset();
      isCompressed[side.ordinal()] = (first & COMPRESSED) != 0;
    }
    held.write(payload, 0, Math.min(payload.length, Math.max(0, MOST_PAYLOAD - held.size())));
    if ((first & FIN) == 0) {
      return payload;
    }
    byte[] whole = held.toByteArray();
    held.reset();
    return isCompressed[side.ordinal()] ? inflated(side, whole) : whole;
  }

  /** Inflates a message; later messages may refer to what earlier ones held. */
  private byte[] inflated(Side side, byte[] coded) {
    Inflater inflater = inflaters[side.ordinal()];
    byte[] ended = Arrays.copyOf(coded, coded.length + FLUSH.length);
    System.arraycopy(FLUSH, 0, ended, coded.length, FLUSH.length);
    inflater.setInput(ended);
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[4_096];
    try {
      int count = inflater.inflate(piece);
      while (count > 0 && out.size() < MOST_PAYLOAD) {
        out.write(piece, 0, count);
        count = inflater.inflate(piece);
      }
    } catch (DataFormatException e) {
      inflater.reset();
    }
    return out.toByteArray();
  }

  @Override
  public void end(Side side, TransactionLog log) {
    inflaters[side.ordinal()].end();
  }
}
