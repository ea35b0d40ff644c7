package io.testudo.simulation.wire;

import io.testudo.vocabulary.entity.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Queries and answers of the DNS as RFC 1035 writes them. */
public final class DnsMessage {

  /** Types of record that are asked for. */
  public enum Type {
    A(1),
    PTR(12),
    MX(15),
    TXT(16),
    AAAA(28),
    SRV(33);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** Its number in the protocol. */
    public int number() {
      return number;
    }
  }

  private DnsMessage() {}

  /** A query. */
  public static byte[] query(int id, String name, Type type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    header(out, id, 0x0100, 0);
    question(out, name, type);
    return out.toByteArray();
  }

  /** An answer with these addresses; that there is no such name, if there are none. */
  public static byte[] answer(int id, String name, List<IpAddress> addresses, int lifetime) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(96);
    header(out, id, addresses.isEmpty() ? 0x8183 : 0x8180, addresses.size());
    question(out, name, Type.A);
    for (IpAddress address : addresses) {
      record(out, Type.A, lifetime, address.bytes());
    }
    return out.toByteArray();
  }

  /** An answer with one text, at most 255 bytes long. */
  public static byte[] answer(int id, String name, String text, int lifetime) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(160);
    header(out, id, 0x8180, 1);
    question(out, name, Type.TXT);
    byte[] given = text.getBytes(StandardCharsets.US_ASCII);
    byte[] data = new byte[given.length + 1];
    data[0] = (byte) given.length;
    System.arraycopy(given, 0, data, 1, given.length);
    record(out, Type.TXT, lifetime, data);
    return out.toByteArray();
  }

  private static void header(ByteArrayOutputStream out, int id, int flags, int answers) {
    put16(out, id);
    put16(out, flags);
    put16(out, 1);
    put16(out, answers);
    put16(out, 0);
    put16(out, 0);
  }

  private static void question(ByteArrayOutputStream out, String name, Type type) {
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    put16(out, type.number);
    put16(out, 1);
  }

  private static void record(ByteArrayOutputStream out, Type type, int lifetime, byte[] data) {
    put16(out, 0xC00C);
    put16(out, type.number);
    put16(out, 1);
    put16(out, lifetime >>> 16);
    put16(out, lifetime);
    put16(out, data.length);
    out.writeBytes(data);
  }

  private static void put16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
