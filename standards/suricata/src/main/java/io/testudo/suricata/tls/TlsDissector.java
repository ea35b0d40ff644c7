package io.testudo.suricata.tls;

import io.testudo.suricata.packet.Wire;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of TLS (RFC 5246, RFC 8446) as far as it is in the clear: hellos and certificates.
 * A connection is one transaction.
 */
public final class TlsDissector implements Dissector {
  private static final int CHANGE_CIPHER = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION = 23;
  private static final int MOST_HANDSHAKE = 1 << 18;

  private final ByteArrayOutputStream[] handshakes = {
    new ByteArrayOutputStream(), new ByteArrayOutputStream()
  };
  private final boolean[] isEncrypted = new boolean[2];
  private @Nullable Transaction connection;
  private boolean hasClientHello;
  private boolean isMalformed;

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    Transaction t = connection;
    if (t == null) {
      t = log.begin("tls");
      connection = t;
    }
    if (length < 5) {
      return 0;
    }
    if ((octets[0] & 0x80) != 0) {
      return old(t, side, octets, length);
    }
    int type = Wire.u8(octets, 0);
    int size = Wire.u16(octets, 3);
    if (type < CHANGE_CIPHER || type > 24) {
      t.event(side, "tls.invalid_record_type");
      return BROKEN;
    }
    if (type == APPLICATION) {
      finish(t);
      isEncrypted[side.ordinal()] = true;
      return Math.min(length, 5 + size);
    }
    if (length < 5 + size) {
      return 0;
    }
    record(t, side, type, octets, 5, 5 + size);
    return isMalformed ? BROKEN : 5 + size;
  }

  /** The hello of SSL 2 that offers SSL 3 or TLS. */
  private static int old(Transaction t, Side side, byte[] octets, int length) {
    int size = Wire.u16(octets, 0) & 0x7FFF;
    if (length < 2 + size) {
      return 0;
    }
    t.number(side, "tls.version", Wire.u16(octets, 3));
    t.advance(side, Transaction.WHOLE);
    return 2 + size;
  }

  private void record(Transaction t, Side side, int type, byte[] octets, int from, int to) {
    if (type == CHANGE_CIPHER) {
      isEncrypted[side.ordinal()] = true;
      if (side == Side.TO_CLIENT) {
        t.advance(side, Transaction.WHOLE);
      }
    } else if (type == ALERT && !isEncrypted[side.ordinal()]) {
      t.event(side, "tls.error_message_encountered");
    } else if (type == HANDSHAKE && !isEncrypted[side.ordinal()]) {
      ByteArrayOutputStream held = handshakes[side.ordinal()];
      if (held.size() + to - from <= MOST_HANDSHAKE) {
        held.write(octets, from, to - from);
        messages(t, side, held);
      }
    }
  }

  private void messages(Transaction t, Side side, ByteArrayOutputStream held) {
    byte[] octets = held.toByteArray();
    int at = 0;
    while (at + 4 <= octets.length && at + 4 + Wire.u24(octets, at + 1) <= octets.length) {
      int end = at + 4 + Wire.u24(octets, at + 1);
      message(t, side, Wire.u8(octets, at), octets, at + 4, end);
      at = end;
    }
    held.reset();
    held.write(octets, at, octets.length - at);
  }

  private void message(Transaction t, Side side, int type, byte[] octets, int from, int to) {
    switch (type) {
      case 1 -> clientHello(t, side, octets, from, to);
      case 2 -> serverHello(t, side, octets, from, to);
      case 11 -> certificates(t, side, octets, from, to);
      case 14 -> t.advance(Side.TO_CLIENT, Transaction.WHOLE);
      default -> {}
    }
  }

  private void clientHello(Transaction t, Side side, byte[] octets, int from, int to) {
    if (hasClientHello) {
      return;
    }
    hasClientHello = true;
    Hello hello = Hello.read(octets, from, to, true);
    if (hello.isMalformed()) {
      t.event(side, "tls.invalid_handshake_message");
    }
    if (!hello.serverName().isEmpty()) {
      t.add(side, "tls.sni", hello.serverName());
    }
    common(t, side, hello);
    String ja3 = Fingerprints.ja3(hello);
    t.add(side, "ja3.string", ja3);
    t.add(side, "ja3.hash", Fingerprints.md5(ja3));
    t.add(side, "ja4.hash", Fingerprints.ja4(hello, 't'));
    t.advance(side, Transaction.WHOLE);
  }

  private static void serverHello(Transaction t, Side side, byte[] octets, int from, int to) {
    Hello hello = Hello.read(octets, from, to, false);
    if (hello.isMalformed()) {
      t.event(side, "tls.invalid_handshake_message");
    }
    common(t, side, hello);
    String ja3s = Fingerprints.ja3s(hello);
    t.add(side, "ja3s.string", ja3s);
    t.add(side, "ja3s.hash", Fingerprints.md5(ja3s));
    t.advance(side, Transaction.HEAD);
  }

  private static void common(Transaction t, Side side, Hello hello) {
    int version =
        hello.versions.isEmpty() || side == Side.TO_SERVER ? hello.version : hello.versions.get(0);
    t.number(side, "tls.version", version);
    if (hello.random().length == 32) {
      t.add(side, "tls.random", hello.random());
      t.add(side, "tls.random_time", java.util.Arrays.copyOf(hello.random(), 4));
      t.add(side, "tls.random_bytes", java.util.Arrays.copyOfRange(hello.random(), 4, 32));
    }
    hello.protocols().forEach(name -> t.add(side, "tls.alpn", name));
  }

  private void certificates(Transaction t, Side side, byte[] octets, int from, int to) {
    int at = from + 3;
    int count = 0;
    while (at + 3 <= to) {
      int size = Wire.u24(octets, at);
      if (at + 3 + size > to) {
        malformedCertificate(t, side);
        break;
      }
      byte[] der = java.util.Arrays.copyOfRange(octets, at + 3, at + 3 + size);
      t.add(side, "tls.certs", der);
      if (count++ == 0) {
        first(t, side, der);
      }
      at += 3 + size;
    }
    t.number(side, "tls.cert_chain_len", count);
    t.advance(side, Transaction.WHOLE);
  }

  private void first(Transaction t, Side side, byte[] der) {
    Certificate certificate = Certificate.read(der, 0, der.length);
    if (certificate.isMalformed()) {
      malformedCertificate(t, side);
      return;
    }
    t.add(side, "tls.cert_subject", certificate.subject());
    t.add(side, "tls.cert_issuer", certificate.issuer());
    t.add(side, "tls.cert_serial", certificate.serial());
    t.add(side, "tls.cert_fingerprint", fingerprint(der));
    certificate.names().forEach(name -> t.add(side, "tls.subjectaltname", name));
  }

  private void malformedCertificate(Transaction t, Side side) {
    t.event(side, "tls.certificate_invalid_length");
    t.event(side, "tls.invalid_handshake_message");
    isMalformed = true;
  }

  private static String fingerprint(byte[] der) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(der);
      return HexFormat.ofDelimiter(":").formatHex(digest).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 must be in every JDK", e);
    }
  }

  private static void finish(Transaction t) {
    t.advance(Side.TO_SERVER, Transaction.WHOLE);
    t.advance(Side.TO_CLIENT, Transaction.WHOLE);
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
