package io.testudo.suricata.ssh;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import io.testudo.suricata.tls.Fingerprints;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The opening of SSH (RFC 4253): the identification of both sides, and what they offer to
 * negotiate, of which HASSH (Salesforce, 2018) is a fingerprint. A connection is one transaction.
 */
public final class SshDissector implements Dissector {
  private static final int MOST_BANNER = 8_192;
  private static final int KEY_EXCHANGE_INIT = 20;

  private final boolean[] isIdentified = new boolean[2];
  private final boolean[] isNegotiated = new boolean[2];
  private @Nullable Transaction connection;

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    Transaction t = connection;
    if (t == null) {
      t = log.begin("ssh");
      connection = t;
    }
    if (isNegotiated[side.ordinal()]) {
      return length;
    }
    return isIdentified[side.ordinal()]
        ? packet(t, side, octets, length)
        : banner(t, side, octets, length);
  }

  private int banner(Transaction t, Side side, byte[] octets, int length) {
    int line = Signs.find(octets, 0, length, '\n');
    if (line < 0) {
      return length > MOST_BANNER ? BROKEN : 0;
    }
    String text = new String(octets, 0, line, StandardCharsets.ISO_8859_1).strip();
    if (text.startsWith("SSH-")) {
      isIdentified[side.ordinal()] = true;
      String[] parts = text.split("-", 3);
      t.add(side, "ssh.proto", parts[1]);
      t.add(side, "ssh.software", parts.length > 2 ? parts[2] : "");
      t.advance(side, Transaction.HEAD);
    }
    return line + 1;
  }

  private int packet(Transaction t, Side side, byte[] octets, int length) {
    if (length < 6) {
      return 0;
    }
    long size = Wire.u32(octets, 0);
    if (size < 2 || size > 1 << 18) {
      return BROKEN;
    }
    if (length < 4 + size) {
      return 0;
    }
    if (octets[5] == KEY_EXCHANGE_INIT) {
      negotiation(t, side, octets, 22, (int) (4 + size));
    }
    isNegotiated[side.ordinal()] = true;
    t.advance(side, Transaction.WHOLE);
    return (int) (4 + size);
  }

  /** Ten lists of names: key exchange, host keys, then ciphers, codes and compression by side. */
  private static void negotiation(Transaction t, Side side, byte[] octets, int from, int to) {
    String[] lists = new String[10];
    int at = from;
    for (int i = 0; i < lists.length; i++) {
      if (at + 4 > to || Wire.u32(octets, at) > to - at - 4) {
        return;
      }
      int size = Wire.i32(octets, at);
      lists[i] = new String(octets, at + 4, size, StandardCharsets.ISO_8859_1);
      at += 4 + size;
    }
    int own = side == Side.TO_SERVER ? 0 : 1;
    String offered = String.join(";", lists[0], lists[2 + own], lists[4 + own], lists[6 + own]);
    String name = side == Side.TO_SERVER ? "ssh.hassh" : "ssh.hassh.server";
    t.add(side, name + ".string", offered);
    t.add(side, name, Fingerprints.md5(offered));
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
