package io.testudo.suricata.http;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * HTTP/2 (RFC 9113): a stream is a transaction, and so is every frame that is about the connection.
 * At most {@value #MOST_STREAMS} streams are followed at a time.
 */
public final class Http2Dissector implements Dissector {
  private static final int PREFACE = 24;
  private static final int HEADER = 9;
  private static final int MOST_FRAME = 1 << 20;
  private static final int MOST_STREAMS = 256;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITISED = 0x20;

  private final HeaderTable[] tables = {new HeaderTable(), new HeaderTable()};
  private final Map<Integer, Http2Stream> streams = new LinkedHashMap<>();

  @Override
  public int read(Side side, byte[] b, int length, TransactionLog log) {
    if (side == Side.TO_SERVER && Signs.at(b, 0, length, "PRI * HTTP/2.0")) {
      return length < PREFACE ? 0 : PREFACE;
    }
    if (length < HEADER) {
      return 0;
    }
    int size = Wire.u24(b, 0);
    if (size > MOST_FRAME) {
      return BROKEN;
    }
    if (length < HEADER + size) {
      return 0;
    }
    int stream = Wire.i32(b, 5) & 0x7FFF_FFFF;
    int type = Wire.u8(b, 3);
    if (stream == 0) {
      ofConnection(side, type, log);
    } else {
      ofStream(
          side, type, Wire.u8(b, 4), stream, Arrays.copyOfRange(b, HEADER, HEADER + size), log);
    }
    return HEADER + size;
  }

  private static void ofConnection(Side side, int type, TransactionLog log) {
    Transaction t = log.begin("http2");
    t.number(side, "http2.frametype", type);
    t.close(side.other());
    t.advance(side, Transaction.WHOLE);
  }

  private void ofStream(
      Side side, int type, int flags, int number, byte[] body, TransactionLog log) {
    Http2Stream stream = streams.get(number);
    if (stream == null) {
      if (type != HEADERS && type != PRIORITY) {
        return;
      }
      if (streams.size() >= MOST_STREAMS) {
        streams.remove(streams.keySet().iterator().next());
      }
      stream = new Http2Stream(log.begin("http2"));
      streams.put(number, stream);
    }
    int from = (flags & PADDED) != 0 && type <= HEADERS ? 1 : 0;
    int to = body.length - (from == 1 && body.length > 0 ? body[0] & 0xFF : 0);
    if (type == HEADERS && (flags & PRIORITISED) != 0) {
      stream.priority(side, body.length > from + 4 ? body[from + 4] & 0xFF : -1);
      from += 5;
    }
    if (from > to) {
      return;
    }
    switch (type) {
      case HEADERS, CONTINUATION -> {
        stream.fragment(side, body, from, to);
        if ((flags & END_HEADERS) != 0) {
          stream.headers(side, tables[side.ordinal()]);
        }
      }
      case DATA -> stream.data(side, body, from, to);
      case PRIORITY -> stream.priority(side, body.length >= 5 ? body[4] & 0xFF : -1);
      default -> {}
    }
    if ((flags & END_STREAM) != 0 && type <= HEADERS && stream.end(side)) {
      streams.remove(number);
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {
    streams.values().forEach(stream -> stream.end(side));
  }
}
