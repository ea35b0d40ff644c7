package io.testudo.suricata.smb;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages of SMB 2 and 3 in the clear, also where several are chained. */
final class Smb2 {
  private static final int HEADER = 64;
  private static final long PENDING = 0x103;
  private static final int TREE_CONNECT = 3;
  private static final int CREATE = 5;
  private static final int CLOSE = 6;
  private static final int READ = 8;
  private static final int WRITE = 9;
  private static final int CONTROL = 11;
  private static final int MOST_OPEN = 256;
  private static final int MOST_CHAINED = 64;

  private final SmbFiles files;
  private final DceRpc calls;
  private final Smb1 first;
  private final Map<Long, Transaction> exchanges = new LinkedHashMap<>();
  private final Map<Long, String> asked = new LinkedHashMap<>();

  Smb2(SmbFiles files, DceRpc calls, Smb1 first) {
    this.first = first;
    this.files = files;
    this.calls = calls;
  }

  void read(Side side, byte[] b, int from, int to, TransactionLog log) {
    int at = from;
    for (int i = 0; i < MOST_CHAINED && at + HEADER <= to; i++) {
      long next = Wire.u32Little(b, at + 20);
      int end = next >= HEADER && next < to - at ? (int) (at + next) : to;
      message(side, b, at, end, log);
      if (next < HEADER) {
        return;
      }
      at = end;
    }
  }

  private void message(Side side, byte[] b, int from, int to, TransactionLog log) {
    boolean answer = (b[from + 16] & 1) != 0;
    int command = Wire.u16Little(b, from + 12);
    long exchange = Wire.i64Little(b, from + 24);
    if (answer && Wire.u32Little(b, from + 8) == PENDING) {
      pending(side, b, from, to, log);
      return;
    }
    Transaction older = answer && command == 0 ? first.takeNegotiation() : null;
    Transaction before = answer ? exchanges.remove(exchange) : null;
    before = older == null ? before : older;
    Transaction t = before == null ? log.begin("smb") : before;
    if (before == null && answer) {
      t.close(side.other());
    } else if (!answer) {
      bound(exchanges);
      exchanges.put(exchange, t);
    }
    t.number(side, "smb.version", older == null ? 2 : 1);
    frames(t, side, b, from, to);
    if (answer) {
      answer(side, command, exchange, b, from, to, log);
    } else {
      request(side, t, command, exchange, b, from, to, log);
    }
    t.advance(side, Transaction.WHOLE);
  }

  /** An answer that says no more than that another will come. */
  private static void pending(Side side, byte[] b, int from, int to, TransactionLog log) {
    Transaction t = log.begin("smb");
    t.close(side.other());
    frames(t, side, b, from, to);
    t.advance(side, Transaction.WHOLE);
  }

  private static void frames(Transaction t, Side side, byte[] b, int from, int to) {
    t.add(side, "frame.smb.smb2.pdu", Arrays.copyOfRange(b, from, to));
    t.add(side, "frame.smb.smb2.hdr", Arrays.copyOfRange(b, from, from + HEADER));
    t.add(side, "frame.smb.smb2.data", Arrays.copyOfRange(b, from + HEADER, to));
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
      long exchange,
      byte[] b,
      int from,
      int to,
      TransactionLog log) {
    int body = from + HEADER;
    switch (command) {
      case TREE_CONNECT -> {
        if (body + 8 <= to) {
          SmbShare.lay(t, side, text(b, from, to, body + 4, body + 6));
        }
      }
      case CREATE -> {
        if (body + 48 <= to) {
          bound(asked);
          asked.put(exchange, text(b, from, to, body + 44, body + 46));
        }
      }
      case READ -> {
        if (body + 32 <= to) {
          bound(asked);
          asked.put(exchange, id(b, body + 16) + " " + Wire.i64Little(b, body + 8));
        }
      }
      case WRITE -> {
        if (body + 32 <= to) {
          int at = from + Wire.u16Little(b, body + 2);
          long length = Wire.u32Little(b, body + 4);
          data(side, t, id(b, body + 16), Wire.i64Little(b, body + 8), b, at, length, to, log);
        }
      }
      case CLOSE -> {
        if (body + 24 <= to) {
          files.close(id(b, body + 8), log);
        }
      }
      case CONTROL -> control(side, b, from, to, body + 24, log);
      default -> {}
    }
  }

  private void answer(
      Side side, int command, long exchange, byte[] b, int from, int to, TransactionLog log) {
    int body = from + HEADER;
    String question = asked.remove(exchange);
    if (command == CREATE && question != null && body + 80 <= to) {
      files.name(id(b, body + 64), question);
    } else if (command == READ && question != null && body + 16 <= to) {
      int space = question.indexOf(' ');
      String file = question.substring(0, space);
      long offset = Long.parseLong(question.substring(space + 1));
      long length = Wire.u32Little(b, body + 4);
      data(side, null, file, offset, b, from + (b[body + 2] & 0xFF), length, to, log);
    } else if (command == CONTROL) {
      control(side, b, from, to, body + 32, log);
    }
  }

  private void data(
      Side side,
      @org.jspecify.annotations.Nullable Transaction t,
      String file,
      long offset,
      byte[] b,
      int at,
      long length,
      int to,
      TransactionLog log) {
    if (length <= 0 || at + length > to) {
      return;
    }
    int end = (int) (at + length);
    if (DceRpc.isHere(b, at, end)) {
      calls.read(side, b, at, end, log);
    } else if (files.add(side, file, offset, b, at, end - at) && t != null) {
      t.event(side, "smb.file_overlap");
    }
  }

  /** The input or output of a control, whose place is told behind {@code placeAt}. */
  private void control(Side side, byte[] b, int from, int to, int placeAt, TransactionLog log) {
    if (placeAt + 8 > to) {
      return;
    }
    long at = from + Wire.u32Little(b, placeAt);
    long length = Wire.u32Little(b, placeAt + 4);
    if (at >= from && length > 0 && at + length <= to) {
      calls.read(side, b, (int) at, (int) (at + length), log);
    }
  }

  private static String id(byte[] b, int at) {
    return "2:" + Wire.i64(b, at) + ":" + Wire.i64(b, at + 8);
  }

  private static String text(byte[] b, int from, int to, int offsetAt, int lengthAt) {
    int at = from + Wire.u16Little(b, offsetAt);
    int length = Wire.u16Little(b, lengthAt);
    return at < from || at + length > to
        ? ""
        : new String(b, at, length, StandardCharsets.UTF_16LE);
  }
}
