package io.testudo.suricata.plant;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Modbus over TCP (Modbus Organization, messaging guide and application protocol): a request and
 * the response to it are one transaction, whose numbers say what was asked of which unit.
 */
public final class ModbusDissector implements Dissector {
  private static final int HEADER = 7;
  private static final int MOST_OPEN = 256;

  private final Map<Integer, Transaction> open = new LinkedHashMap<>();

  @Override
  public int read(Side side, byte[] b, int length, TransactionLog log) {
    if (length < HEADER + 1) {
      return 0;
    }
    int size = 6 + Wire.u16(b, 4);
    if (Wire.u16(b, 2) != 0 || size < HEADER + 1 || size > 6 + 260) {
      return BROKEN;
    }
    if (length < size) {
      return 0;
    }
    int number = Wire.u16(b, 0);
    if (side == Side.TO_SERVER) {
      Transaction t = log.begin("modbus");
      request(t, b, size);
      t.advance(side, Transaction.WHOLE);
      if (open.size() >= MOST_OPEN) {
        open.remove(open.keySet().iterator().next());
      }
      open.put(number, t);
    } else {
      Transaction t = open.remove(number);
      if (t != null) {
        t.advance(side, Transaction.WHOLE);
      }
    }
    return size;
  }

  private static void request(Transaction t, byte[] b, int size) {
    Side side = Side.TO_SERVER;
    int function = b[7] & 0x7F;
    t.number(side, "modbus.unit", Wire.u8(b, 6));
    t.number(side, "modbus.function", function);
    if (size >= HEADER + 3) {
      t.number(side, "modbus.subfunction", Wire.u16(b, 8));
    }
    boolean addressed =
        (function >= 1 && function <= 6) || function == 15 || function == 16 || function >= 22;
    if (!addressed || size < HEADER + 5) {
      return;
    }
    boolean one = function == 5 || function == 6 || function == 22;
    int first = Wire.u16(b, 8);
    int count = one ? 1 : Math.min(2_000, Wire.u16(b, 10));
    for (int i = 0; i < count; i++) {
      t.number(side, "modbus.address", first + i);
    }
    if (one) {
      t.number(side, "modbus.value", Wire.u16(b, 10));
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
