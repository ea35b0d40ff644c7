package io.testudo.suricata.directory;

import io.testudo.suricata.asn1.Der;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LDAP (RFC 4511): a request and the responses to it are one transaction. */
public final class LdapDissector implements Dissector {
  private static final int MOST_MESSAGE = 1 << 18;
  private static final int MOST_OPEN = 256;

  private final Map<Long, Transaction> open = new LinkedHashMap<>();

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (octets[0] != 0x30) {
      return BROKEN;
    }
    Der message = Der.at(octets, 0, length);
    if (!message.isThere()) {
      return length > MOST_MESSAGE ? BROKEN : 0;
    }
    List<Der> parts = message.children();
    if (parts.size() > 1) {
      message(side, parts.get(0).number(), parts.get(1), log);
    }
    return message.to();
  }

  private void message(Side side, long number, Der operation, TransactionLog log) {
    int type = operation.tag() & 0x1F;
    if (side == Side.TO_SERVER) {
      Transaction t = log.begin("ldap");
      t.number(side, "ldap.request.operation", type);
      t.advance(side, Transaction.WHOLE);
      if (open.size() < MOST_OPEN) {
        open.put(number, t);
      }
      return;
    }
    Transaction asked = open.get(number);
    Transaction t = asked == null ? log.begin("ldap") : asked;
    if (asked == null) {
      t.close(side.other());
    }
    t.number(side, "ldap.responses.operation", type);
    List<Der> fields = operation.children();
    boolean result = type != 4 && type != 19 && type != 25;
    if (result && fields.size() > 2) {
      t.number(side, "ldap.responses.result_code", fields.get(0).number());
      t.add(side, "ldap.responses.dn", fields.get(1).content());
      t.add(side, "ldap.responses.message", fields.get(2).content());
      t.advance(side, Transaction.WHOLE);
      open.remove(number);
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
