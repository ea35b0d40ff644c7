package io.testudo.suricata.dns;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;

/**
 * DNS (RFC 1035) over UDP and, behind a length of two octets, over TCP. A query and an answer are
 * transactions of their own.
 */
public final class DnsDissector implements Dissector {
  private final boolean isFramed;

  /** Reads messages behind their length, or bare ones. */
  public DnsDissector(boolean isFramed) {
    this.isFramed = isFramed;
  }

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (!isFramed) {
      message(octets, 0, length, log);
      return length;
    }
    if (length < 2) {
      return 0;
    }
    int size = Wire.u16(octets, 0);
    if (length < 2 + size) {
      return 0;
    }
    message(octets, 2, 2 + size, log);
    return 2 + size;
  }

  private static void message(byte[] octets, int from, int to, TransactionLog log) {
    if (to - from < 12) {
      return;
    }
    boolean answer = (octets[from + 2] & 0x80) != 0;
    Side side = answer ? Side.TO_CLIENT : Side.TO_SERVER;
    Transaction t = log.begin("dns");
    lay(t, side, octets, from, to);
    t.close(side.other());
    t.advance(side, Transaction.WHOLE);
  }

  /** Lays a message under the names that rules know. */
  public static void lay(Transaction t, Side side, byte[] octets, int from, int to) {
    DnsMessage message = new DnsMessage(octets, from, to);
    int flags = Wire.u16(octets, from + 2);
    t.number(side, "dns.opcode", flags >>> 11 & 15);
    t.number(side, "dns.rcode", flags & 15);
    int at = from + 12;
    int questions = Wire.u16(octets, from + 4);
    for (int i = 0; i < questions && at >= 0 && at < to; i++) {
      at = question(t, side, message, at);
    }
    String[] sections = {"dns.answers.rrname", "dns.authorities.rrname", "dns.additionals.rrname"};
    for (int s = 0; s < 3; s++) {
      int records = Wire.u16(octets, from + 6 + 2 * s);
      for (int i = 0; i < records && at >= 0 && at < to; i++) {
        at = record(t, side, message, at, sections[s]);
      }
    }
  }

  private static int question(Transaction t, Side side, DnsMessage message, int at) {
    DnsMessage.Name name = message.name(at);
    if (name.end() < 0 || name.end() + 4 > message.end()) {
      return -1;
    }
    if (side == Side.TO_SERVER) {
      t.add(side, "dns.query", name.text());
    }
    t.add(side, "dns.queries.rrname", name.text());
    t.number(side, "dns.rrtype", message.u16(name.end()));
    return name.end() + 4;
  }

  private static int record(Transaction t, Side side, DnsMessage message, int at, String buffer) {
    DnsMessage.Name name = message.name(at);
    if (name.end() < 0 || name.end() + 10 > message.end()) {
      return -1;
    }
    t.add(side, buffer, name.text());
    t.number(side, "dns.rrtype", message.u16(name.end()));
    return name.end() + 10 + message.u16(name.end() + 8);
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
