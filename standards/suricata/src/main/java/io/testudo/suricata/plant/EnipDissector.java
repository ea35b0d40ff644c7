package io.testudo.suricata.plant;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.Arrays;

/**
 * EtherNet/IP and the Common Industrial Protocol in it (ODVA, volumes 2 and 1). Every encapsulated
 * message is a transaction of its own.
 */
public final class EnipDissector implements Dissector {
  private static final int HEADER = 24;
  private static final int LIST_IDENTITY = 0x63;
  private static final int SEND_REPLY_DATA = 0x6F;
  private static final int SEND_UNIT_DATA = 0x70;
  private static final int MOST_ITEMS = 16;

  @Override
  public int read(Side side, byte[] b, int length, TransactionLog log) {
    if (length < HEADER) {
      return 0;
    }
    int size = HEADER + Wire.u16Little(b, 2);
    if (length < size) {
      return 0;
    }
    Transaction t = log.begin("enip");
    t.close(side.other());
    int command = Wire.u16Little(b, 0);
    t.number(side, "enip_command", command);
    t.number(side, "enip.status", Wire.u32Little(b, 8));
    t.add(side, "frame.enip.hdr", Arrays.copyOf(b, HEADER));
    t.add(side, "frame.enip.pdu", Arrays.copyOf(b, size));
    if (size > HEADER) {
      t.add(side, "frame.enip.data", Arrays.copyOfRange(b, HEADER, size));
    }
    if (command == LIST_IDENTITY && size > HEADER + 2) {
      items(t, side, b, HEADER, size);
    } else if (command == SEND_REPLY_DATA || command == SEND_UNIT_DATA) {
      items(t, side, b, HEADER + 6, size);
    }
    t.advance(side, Transaction.WHOLE);
    return size;
  }

  private static void items(Transaction t, Side side, byte[] b, int from, int to) {
    int count = from + 2 <= to ? Wire.u16Little(b, from) : 0;
    int at = from + 2;
    for (int i = 0; i < Math.min(count, MOST_ITEMS) && at + 4 <= to; i++) {
      int type = Wire.u16Little(b, at);
      int end = at + 4 + Wire.u16Little(b, at + 2);
      if (end > to) {
        return;
      }
      t.add(side, "frame.enip.enip.item", Arrays.copyOfRange(b, at, end));
      switch (type) {
        case 0x0C -> identity(t, side, b, at + 4, end);
        case 0xB1 -> CipMessage.lay(t, side, b, at + 6, end);
        case 0xB2 -> CipMessage.lay(t, side, b, at + 4, end);
        default -> {}
      }
      at = end;
    }
  }

  private static void identity(Transaction t, Side side, byte[] b, int from, int to) {
    if (from + 33 > to) {
      return;
    }
    t.number(side, "enip.protocol_version", Wire.u16Little(b, from));
    t.number(side, "enip.vendor_id", Wire.u16Little(b, from + 18));
    t.number(side, "enip.device_type", Wire.u16Little(b, from + 20));
    t.number(side, "enip.product_code", Wire.u16Little(b, from + 22));
    t.number(side, "enip.revision", Wire.u16(b, from + 24));
    t.number(side, "enip.identity_status", Wire.u16Little(b, from + 26));
    t.number(side, "enip.serial", Wire.u32Little(b, from + 28));
    int end = from + 33 + Wire.u8(b, from + 32);
    if (end < to) {
      t.add(side, "enip.product_name", Arrays.copyOfRange(b, from + 33, end));
      t.number(side, "enip.state", Wire.u8(b, end));
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
