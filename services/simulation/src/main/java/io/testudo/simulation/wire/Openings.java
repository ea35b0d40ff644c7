package io.testudo.simulation.wire;

import io.testudo.simulation.chance.Chance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The first bytes that protocols say: by them sensors recognise what a connection is. */
public final class Openings {

  /** Bytes of the header of a TLS record. */
  static final int RECORD_HEADER = 5;

  private static final int[] SUITES = {
    0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0x009C, 0x009D
  };

  private Openings() {}

  /** A TLS 1.3 ClientHello (RFC 8446) that asks for {@code serverName} (RFC 6066). */
  public static byte[] clientHello(String serverName, Chance chance) {
    ByteArrayOutputStream extensions = new ByteArrayOutputStream(96);
    if (!serverName.isEmpty()) {
      byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
      put16(extensions, 0);
      put16(extensions, name.length + 5);
      put16(extensions, name.length + 3);
      extensions.write(0);
      put16(extensions, name.length);
      extensions.writeBytes(name);
    }
    // Supported groups, point formats, signature algorithms: what every client sends.
    extensions.writeBytes(new byte[] {0, 10, 0, 8, 0, 6, 0, 29, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0});
    extensions.writeBytes(new byte[] {0, 13, 0, 10, 0, 8, 4, 3, 8, 4, 4, 1, 5, 1});
    extensions.writeBytes(new byte[] {0, 43, 0, 5, 4, 3, 4, 3, 3});
    extensions.writeBytes(new byte[] {0, 51, 0, 38, 0, 36, 0, 29, 0, 32});
    extensions.writeBytes(chance.bytes(32));
    ByteArrayOutputStream body = new ByteArrayOutputStream(192);
    put16(body, 0x0303);
    body.writeBytes(chance.bytes(32));
    body.write(0);
    put16(body, 2 * SUITES.length);
    for (int suite : SUITES) {
      put16(body, suite);
    }
    body.write(1);
    body.write(0);
    put16(body, extensions.size());
    body.writeBytes(extensions.toByteArray());
    return record(1, body.toByteArray());
  }

  /** A TLS 1.3 ServerHello; all that follows it is encrypted. */
  public static byte[] serverHello(Chance chance) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(96);
    put16(body, 0x0303);
    body.writeBytes(chance.bytes(32));
    body.write(0);
    put16(body, 0x1301);
    body.write(0);
    put16(body, 46);
    body.writeBytes(new byte[] {0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, 29, 0, 32});
    body.writeBytes(chance.bytes(32));
    return record(2, body.toByteArray());
  }

  /** The client's ChangeCipherSpec and its encrypted Finished. */
  public static byte[] clientFinished() {
    byte[] bytes = new byte[64];
    byte[] head = {20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 53};
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  private static byte[] record(int handshake, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 9);
    out.write(22);
    put16(out, handshake == 1 ? 0x0301 : 0x0303);
    put16(out, body.length + 4);
    out.write(handshake);
    out.write(0);
    put16(out, body.length);
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** The header of a record of encrypted data, {@code length} bytes long with its header. */
  public static byte[] encrypted(long length) {
    int content = (int) Math.min(16_384, Math.max(1, length - 5));
    return new byte[] {23, 3, 3, (byte) (content >>> 8), (byte) content};
  }

  /** Text in ASCII. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void put16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
