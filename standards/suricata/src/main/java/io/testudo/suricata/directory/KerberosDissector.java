package io.testudo.suricata.directory;

import io.testudo.suricata.asn1.Der;
import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;

/** Kerberos 5 (RFC 4120) over UDP and TCP. Every message is a transaction of its own. */
public final class KerberosDissector implements Dissector {
  private static final int MOST_MESSAGE = 1 << 19;
  private static final int ERROR = 30;

  private final boolean isStream;

  /** Reads messages behind their length, or one from each datagram. */
  public KerberosDissector(boolean isStream) {
    this.isStream = isStream;
  }

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (!isStream) {
      message(side, octets, 0, length, log);
      return length;
    }
    if (length < 4) {
      return 0;
    }
    long size = Wire.u32(octets, 0);
    if (size > MOST_MESSAGE) {
      return BROKEN;
    }
    if (length < 4 + size) {
      return 0;
    }
    message(side, octets, 4, (int) (4 + size), log);
    return (int) (4 + size);
  }

  private static void message(Side side, byte[] octets, int from, int to, TransactionLog log) {
    Der outer = Der.at(octets, from, to);
    if (!outer.isThere() || (outer.tag() & 0xE0) != 0x60) {
      return;
    }
    int type = outer.tag() & 0x1F;
    Transaction t = log.begin("krb5");
    t.close(side.other());
    t.number(side, "krb5_msg_type", type);
    Der body = outer.child(0x30);
    switch (type) {
      case 10, 12 -> {
        Der request = body.child(0xA4).child(0x30);
        name(t, side, "krb5.cname", request.child(0xA1));
        name(t, side, "krb5.sname", request.child(0xA3));
      }
      case 11, 13 -> {
        name(t, side, "krb5.cname", body.child(0xA4));
        Der ticket = body.child(0xA5).child(0x61).child(0x30);
        name(t, side, "krb5.sname", ticket.child(0xA2));
      }
      case ERROR -> {
        t.number(side, "krb5_err_code", body.child(0xA6).child(0x02).number());
        name(t, side, "krb5.cname", body.child(0xA8));
        name(t, side, "krb5.sname", body.child(0xAA));
      }
      default -> {}
    }
    t.advance(side, Transaction.WHOLE);
  }

  /** A principal's name: its parts. */
  private static void name(Transaction t, Side side, String buffer, Der wrapped) {
    for (Der part : wrapped.child(0x30).child(0xA1).child(0x30).children()) {
      t.add(side, buffer, part.content());
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
