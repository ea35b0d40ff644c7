package io.testudo.suricata.smb;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages of SMB 1: trees, files, and the pipes that carry calls. */
final class Smb1 {
  private static final int HEADER = 32;
  private static final int NEGOTIATE = 0x72;
  private static final int CLOSE = 0x04;
  private static final int TRANSACTION = 0x25;
  private static final int READ = 0x2E;
  private static final int WRITE = 0x2F;
  private static final int TREE_CONNECT = 0x75;
  private static final int CREATE = 0xA2;
  private static final int MOST_OPEN = 256;

  private final SmbFiles files;
  private final DceRpc calls;
  private final Map<Integer, Transaction> exchanges = new LinkedHashMap<>();
  private final Map<Integer, String> names = new LinkedHashMap<>();
  private @org.jspecify.annotations.Nullable Transaction negotiation;
  private final Map<Integer, long[]> reads = new LinkedHashMap<>();

  Smb1(SmbFiles files, DceRpc calls) {
    this.files = files;
    this.calls = calls;
  }

  /** The exchange that asks for a dialect, which SMB 2 may answer; null if there is none. */
  @org.jspecify.annotations.Nullable
  Transaction takeNegotiation() {
    Transaction t = negotiation;
    negotiation = null;
    return t;
  }

  void read(Side side, byte[] b, int from, int to, TransactionLog log) {
    boolean answer = (b[from + 9] & 0x80) != 0;
    int command = b[from + 4] & 0xFF;
    int exchange = Wire.u16Little(b, from + 30) << 16 | Wire.u16Little(b, from + 26);
    int words = from + HEADER;
    if (words >= to || words + 1 + 2 * (b[words] & 0xFF) + 2 > to) {
      return;
    }
    Transaction t = transaction(side, exchange, answer, log);
    t.number(side, "smb.version", 1);
    negotiation = command == NEGOTIATE && !answer ? t : null;
    if (answer) {
      answer(side, command, exchange, b, from, to, log);
    } else {
      request(side, t, command, exchange, b, from, to, log);
    }
    t.advance(side, Transaction.WHOLE);
  }

  private Transaction transaction(Side side, int exchange, boolean answer, TransactionLog log) {
    Transaction asked = answer ? exchanges.remove(exchange) : null;
    if (asked != null) {
      return asked;
    }
    Transaction t = log.begin("smb");
    if (answer) {
      t.close(side.other());
    } else {
      bound(exchanges);
      exchanges.put(exchange, t);
    }
    return t;
  }

  private static void bound(Map<?, ?> map) {
    if (map.size() >= MOST_OPEN) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private void request(
      Side side,
      Transaction t,
      int command,
      int exchange,
      byte[] b,
      int from,
      int to,
      TransactionLog log) {
    int words = from + HEADER;
    int count = b[words] & 0xFF;
    int data = words + 1 + 2 * count + 2;
    boolean unicode = (b[from + 11] & 0x80) != 0;
    switch (command) {
      case TREE_CONNECT -> {
        if (count >= 4) {
          int password = Wire.u16Little(b, words + 7);
          path(t, side, b, data + password, to, from, unicode);
        }
      }
      case CREATE -> {
        bound(names);
        int start = unicode && (data - from) % 2 != 0 ? data + 1 : data;
        names.put(exchange, text(b, start, to, unicode));
      }
      case WRITE -> write(side, t, b, from, to, log);
      case READ -> {
        if (count >= 5) {
          bound(reads);
          reads.put(
              exchange, new long[] {Wire.u16Little(b, words + 5), Wire.u32Little(b, words + 7)});
        }
      }
      case CLOSE -> files.close("1:" + Wire.u16Little(b, words + 1), log);
      case TRANSACTION -> calls(side, b, data, to, log);
      default -> {}
    }
  }

  private static void path(
      Transaction t, Side side, byte[] b, int at, int to, int from, boolean unicode) {
    if (at < to) {
      int start = unicode && (at - from) % 2 != 0 ? at + 1 : at;
      SmbShare.lay(t, side, text(b, start, to, unicode));
    }
  }

  private void write(Side side, Transaction t, byte[] b, int from, int to, TransactionLog log) {
    int words = from + HEADER;
    int count = b[words] & 0xFF;
    if (count < 12) {
      return;
    }
    int file = Wire.u16Little(b, words + 5);
    long offset = Wire.u32Little(b, words + 7);
    int length = Wire.u16Little(b, words + 21);
    int at = from + Wire.u16Little(b, words + 23);
    if (at < from + HEADER || at + length > to) {
      return;
    }
    if (DceRpc.isHere(b, at, at + length)) {
      calls.read(side, b, at, at + length, log);
    } else if (files.add(side, "1:" + file, offset, b, at, length)) {
      t.event(side, "smb.file_overlap");
    }
  }

  private void answer(
      Side side, int command, int exchange, byte[] b, int from, int to, TransactionLog log) {
    int words = from + HEADER;
    int count = b[words] & 0xFF;
    if (command == CREATE && count >= 4) {
      String name = names.remove(exchange);
      if (name != null && Wire.i32(b, from + 5) == 0) {
        files.name("1:" + Wire.u16Little(b, words + 6), name);
      }
    } else if (command == READ && count >= 12) {
      int length = Wire.u16Little(b, words + 11);
      int at = from + Wire.u16Little(b, words + 13);
      long[] asked = reads.remove(exchange);
      if (at >= from + HEADER && at + length <= to) {
        if (DceRpc.isHere(b, at, at + length)) {
          calls.read(side, b, at, at + length, log);
        } else if (asked != null) {
          files.add(side, "1:" + asked[0], asked[1], b, at, length);
        }
      }
    } else if (command == TRANSACTION) {
      calls(side, b, words + 1 + 2 * count + 2, to, log);
    }
  }

  /** Calls in a transaction's data: behind the pipe's name and its padding. */
  private void calls(Side side, byte[] b, int from, int to, TransactionLog log) {
    for (int at = from; at + 16 <= to && at < from + 64; at++) {
      if (DceRpc.isHere(b, at, to)
          && DceRpc.length(b, at) <= to - at
          && DceRpc.length(b, at) >= 16) {
        calls.read(side, b, at, to, log);
        return;
      }
    }
  }

  /** Text up to a zero. */
  static String text(byte[] b, int from, int to, boolean unicode) {
    if (from >= to) {
      return "";
    }
    int end = from;
    if (unicode) {
      while (end + 1 < to && (b[end] != 0 || b[end + 1] != 0)) {
        end += 2;
      }
      return new String(b, from, Math.max(0, end - from), StandardCharsets.UTF_16LE);
    }
    while (end < to && b[end] != 0) {
      end++;
    }
    return new String(b, from, Math.max(0, end - from), StandardCharsets.ISO_8859_1);
  }
}
