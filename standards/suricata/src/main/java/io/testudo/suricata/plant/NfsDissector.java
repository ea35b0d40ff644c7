package io.testudo.suricata.plant;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls of NFS (RFC 1813, RFC 7530) over UDP and TCP: a call and its reply are one transaction. */
public final class NfsDissector implements Dissector {
  private static final int PROGRAM = 100_003;
  private static final int MOST_RECORD = 1 << 20;
  private static final int MOST_OPEN = 256;

  private final boolean isStream;
  private final Map<Integer, Transaction> open = new LinkedHashMap<>();

  /** Reads records of a stream, or one from each datagram. */
  public NfsDissector(boolean isStream) {
    this.isStream = isStream;
  }

  @Override
  public int read(Side side, byte[] b, int length, TransactionLog log) {
    if (!isStream) {
      record(side, b, 0, length, log);
      return length;
    }
    if (length < 4) {
      return 0;
    }
    int size = Wire.i32(b, 0) & 0x7FFF_FFFF;
    if (size > MOST_RECORD) {
      return BROKEN;
    }
    if (length < 4 + size) {
      return 0;
    }
    record(side, b, 4, 4 + size, log);
    return 4 + size;
  }

  private void record(Side side, byte[] b, int from, int to, TransactionLog log) {
    if (from + 8 > to) {
      return;
    }
    int call = Wire.i32(b, from);
    if (Wire.i32(b, from + 4) == 1) {
      Transaction t = open.remove(call);
      if (t != null) {
        copy(t, side.other(), side);
        t.advance(side, Transaction.WHOLE);
      }
    } else if (from + 24 <= to && Wire.i32(b, from + 12) == PROGRAM) {
      Transaction t = log.begin("nfs");
      t.number(side, "nfs_version", Wire.u32(b, from + 16));
      t.number(side, "nfs_procedure", Wire.u32(b, from + 20));
      t.advance(side, Transaction.WHOLE);
      if (open.size() >= MOST_OPEN) {
        open.remove(open.keySet().iterator().next());
      }
      open.put(call, t);
    }
  }

  private static void copy(Transaction t, Side from, Side to) {
    for (String field : new String[] {"nfs_version", "nfs_procedure"}) {
      t.numbers(from, field).forEach(value -> t.number(to, field, value));
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
