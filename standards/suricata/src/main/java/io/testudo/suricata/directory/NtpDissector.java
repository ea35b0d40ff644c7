package io.testudo.suricata.directory;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.Arrays;

/** NTP (RFC 5905). Every message is a transaction of its own. */
public final class NtpDissector implements Dissector {
  private static final int HEADER = 48;

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    if (length >= HEADER) {
      Transaction t = log.begin("ntp");
      t.close(side.other());
      t.number(side, "ntp.version", octets[0] >>> 3 & 7);
      t.number(side, "ntp.mode", octets[0] & 7);
      t.number(side, "ntp.stratum", octets[1] & 0xFF);
      t.add(side, "ntp.reference_id", Arrays.copyOfRange(octets, 12, 16));
      t.advance(side, Transaction.WHOLE);
    }
    return length;
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
