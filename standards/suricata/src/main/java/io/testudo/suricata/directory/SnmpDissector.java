package io.testudo.suricata.directory;

import io.testudo.suricata.asn1.Der;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.List;

/** SNMP 1, 2c and 3 (RFC 1157, 3416, 3412). Every message is a transaction of its own. */
public final class SnmpDissector implements Dissector {
  private static final int TRAP_OF_VERSION_1 = 4;
  private static final String TRAP_IDENTIFIER = "1.3.6.1.6.3.1.1.4.1.0";

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    List<Der> parts = Der.at(octets, 0, length).children();
    if (parts.size() < 3 || parts.get(0).tag() != 2) {
      return length;
    }
    Transaction t = log.begin("snmp");
    t.close(side.other());
    long version = parts.get(0).number() + 1;
    t.number(side, "snmp.version", version == 4 ? 3 : version);
    if (parts.get(1).tag() == 4) {
      t.add(side, "snmp.community", parts.get(1).content());
      pdu(t, side, parts.get(2));
    }
    t.advance(side, Transaction.WHOLE);
    return length;
  }

  private static void pdu(Transaction t, Side side, Der pdu) {
    int type = pdu.tag() & 0x1F;
    t.number(side, "snmp.pdu_type", type);
    List<Der> fields = pdu.children();
    if (type == TRAP_OF_VERSION_1 && fields.size() > 3) {
      t.add(side, "snmp.trap_oid", fields.get(0).identifier());
      byte[] address = fields.get(1).content();
      if (address.length == 4) {
        t.add(side, "snmp.trap_address", dotted(address));
      }
      return;
    }
    for (Der binding : pdu.child(0x30).children()) {
      List<Der> pair = binding.children();
      if (pair.size() == 2 && pair.get(0).identifier().equals(TRAP_IDENTIFIER)) {
        t.add(side, "snmp.trap_oid", pair.get(1).identifier());
      }
    }
  }

  private static String dotted(byte[] address) {
    return (address[0] & 0xFF)
        + "."
        + (address[1] & 0xFF)
        + "."
        + (address[2] & 0xFF)
        + "."
        + (address[3] & 0xFF);
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
