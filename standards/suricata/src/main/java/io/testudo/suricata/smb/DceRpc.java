package io.testudo.suricata.smb;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Remote procedure calls of DCE (The Open Group, C706, chapter 12) over a connection: which
 * interfaces are bound, which operation is called with what. A call and its answer are one
 * transaction.
 */
final class DceRpc {
  private static final int HEADER = 16;
  private static final int MOST_CONTEXTS = 64;
  private static final int MOST_CALLS = 128;
  private static final int MOST_STUB = 1 << 18;
  private static final int REQUEST = 0;
  private static final int RESPONSE = 2;
  private static final int BIND = 11;
  private static final int ALTER_CONTEXT = 14;

  private final String protocol;
  private final Map<Integer, String> interfaces = new HashMap<>();
  private final Map<Long, Transaction> calls = new LinkedHashMap<>();
  private final ByteArrayOutputStream[] stubs = {
    new ByteArrayOutputStream(), new ByteArrayOutputStream()
  };

  /** Calls whose transactions are of this protocol. */
  DceRpc(String protocol) {
    this.protocol = protocol;
  }

  /** Whether a call can begin here. */
  static boolean isHere(byte[] b, int from, int to) {
    return to - from >= HEADER && b[from] == 5 && b[from + 1] <= 1 && (b[from + 2] & 0xFF) < 20;
  }

  /** How long the fragment is that begins here. */
  static int length(byte[] b, int from) {
    return isLittle(b, from) ? Wire.u16Little(b, from + 8) : Wire.u16(b, from + 8);
  }

  private static boolean isLittle(byte[] b, int from) {
    return (b[from + 4] & 0x10) != 0;
  }

  private static int u16(byte[] b, int at, boolean little) {
    return little ? Wire.u16Little(b, at) : Wire.u16(b, at);
  }

  /** Reads all fragments between two places. */
  void read(Side side, byte[] b, int from, int to, TransactionLog log) {
    int at = from;
    while (isHere(b, at, to)) {
      int length = length(b, at);
      if (length < HEADER) {
        return;
      }
      fragment(side, b, at, Math.min(to, at + length), log);
      at += length;
    }
  }

  private void fragment(Side side, byte[] b, int from, int to, TransactionLog log) {
    boolean little = isLittle(b, from);
    switch (b[from + 2]) {
      case BIND, ALTER_CONTEXT -> bind(b, from, to, little);
      case REQUEST -> request(side, b, from, to, log);
      case RESPONSE -> response(side, b, from, to);
      default -> {}
    }
  }

  private void bind(byte[] b, int from, int to, boolean little) {
    int at = from + HEADER + 12;
    int count = from + HEADER + 8 < to ? b[from + HEADER + 8] & 0xFF : 0;
    for (int i = 0; i < count && at + 24 <= to; i++) {
      int transfers = b[at + 2] & 0xFF;
      if (interfaces.size() < MOST_CONTEXTS) {
        interfaces.put(u16(b, at, little), uuid(b, at + 4, little));
      }
      at += 24 + 20 * transfers;
    }
  }

  private static String uuid(byte[] b, int at, boolean little) {
    long time = little ? Wire.u32Little(b, at) : Wire.u32(b, at);
    return String.format(
        Locale.ROOT,
        "%08x-%04x-%04x-%04x-%04x%08x",
        time,
        u16(b, at + 4, little),
        u16(b, at + 6, little),
        Wire.u16(b, at + 8),
        Wire.u16(b, at + 10),
        Wire.u32(b, at + 12));
  }

  private void request(Side side, byte[] b, int from, int to, TransactionLog log) {
    if (from + HEADER + 8 > to) {
      return;
    }
    boolean little = isLittle(b, from);
    int object = (b[from + 3] & 0x80) != 0 ? 16 : 0;
    int stub = from + HEADER + 8 + object;
    if (!whole(side, b, from, stub, to)) {
      return;
    }
    Transaction t = log.begin(protocol);
    String bound = interfaces.get(u16(b, from + HEADER + 4, little));
    if (bound != null) {
      t.add(side, "dcerpc.iface", bound);
    }
    t.number(side, "dcerpc.opnum", u16(b, from + HEADER + 6, little));
    t.add(side, "dcerpc.stub_data", taken(side));
    t.advance(side, Transaction.WHOLE);
    if (calls.size() >= MOST_CALLS) {
      calls.remove(calls.keySet().iterator().next());
    }
    calls.put(Wire.u32Little(b, from + 12), t);
  }

  private void response(Side side, byte[] b, int from, int to) {
    int stub = from + HEADER + 8;
    if (stub > to || !whole(side, b, from, stub, to)) {
      return;
    }
    Transaction t = calls.remove(Wire.u32Little(b, from + 12));
    byte[] content = taken(side);
    if (t != null) {
      for (byte[] bound : t.values(side.other(), "dcerpc.iface")) {
        t.add(side, "dcerpc.iface", bound);
      }
      for (long operation : t.numbers(side.other(), "dcerpc.opnum")) {
        t.number(side, "dcerpc.opnum", operation);
      }
      t.add(side, "dcerpc.stub_data", content);
      t.advance(side, Transaction.WHOLE);
    }
  }

  /** Adds a fragment's stub; whether it was the last one. */
  private boolean whole(Side side, byte[] b, int from, int stub, int to) {
    ByteArrayOutputStream held = stubs[side.ordinal()];
    if ((b[from + 3] & 1) != 0) {
      held.reset();
    }
    int authentication = u16(b, from + 10, isLittle(b, from));
    int end = authentication == 0 ? to : Math.max(stub, to - authentication - 8);
    if (stub < end && held.size() < MOST_STUB) {
      held.write(b, stub, end - stub);
    }
    return (b[from + 3] & 2) != 0;
  }

  private byte[] taken(Side side) {
    byte[] content = stubs[side.ordinal()].toByteArray();
    stubs[side.ordinal()].reset();
    return Arrays.copyOf(content, content.length);
  }
}
