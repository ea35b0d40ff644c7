package io.testudo.simulation.wire;

import io.testudo.simulation.chance.Chance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The packets by which SSH agrees on keys, before all is encrypted (RFC 4253, RFC 8731). */
public final class SshPackets {

  private static final String[] ALGORITHMS = {
    "curve25519-sha256",
    "ssh-ed25519",
    "aes128-ctr",
    "aes128-ctr",
    "hmac-sha2-256",
    "hmac-sha2-256",
    "none",
    "none",
    "",
    ""
  };

  private SshPackets() {}

  /** SSH_MSG_KEXINIT. */
  public static byte[] keyExchangeInit(Chance chance) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    body.writeBytes(chance.bytes(16));
    for (String names : ALGORITHMS) {
      string(body, names.getBytes(StandardCharsets.US_ASCII));
    }
    body.write(0);
    body.writeBytes(new byte[4]);
    return packet(20, body.toByteArray());
  }

  /** SSH_MSG_KEX_ECDH_INIT. */
  public static byte[] ellipticInit(Chance chance) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(40);
    string(body, chance.bytes(32));
    return packet(30, body.toByteArray());
  }

  /** SSH_MSG_KEX_ECDH_REPLY. */
  public static byte[] ellipticReply(Chance chance) {
    ByteArrayOutputStream key = new ByteArrayOutputStream(60);
    string(key, "ssh-ed25519".getBytes(StandardCharsets.US_ASCII));
    string(key, chance.bytes(32));
    ByteArrayOutputStream signature = new ByteArrayOutputStream(90);
    string(signature, "ssh-ed25519".getBytes(StandardCharsets.US_ASCII));
    string(signature, chance.bytes(64));
    ByteArrayOutputStream body = new ByteArrayOutputStream(200);
    string(body, key.toByteArray());
    string(body, chance.bytes(32));
    string(body, signature.toByteArray());
    return packet(31, body.toByteArray());
  }

  /** SSH_MSG_NEWKEYS. */
  public static byte[] newKeys() {
    return packet(21, new byte[0]);
  }

  private static byte[] packet(int message, byte[] body) {
    int padding = 8 - (body.length + 6) % 8;
    if (padding < 4) {
      padding += 8;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 24);
    put32(out, body.length + 2 + padding);
    out.write(padding);
    out.write(message);
    out.writeBytes(body);
    out.writeBytes(new byte[padding]);
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, byte[] bytes) {
    put32(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void put32(ByteArrayOutputStream out, int value) {
    out.write(value >>> 24);
    out.write(value >>> 16);
    out.write(value >>> 8);
    out.write(value);
  }
}
