package io.testudo.telemetry.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A message as it lies in a segment, in the form that {@code docs/formats/spool.md} describes.
 *
 * @param received when it came
 * @param transport how it came
 * @param peer who sent it, as address and port
 * @param bytes the message; not copied
 */
public record SpooledMessage(Instant received, Transport transport, String peer, byte[] bytes) {

  /** How a message came. */
  public enum Transport {
    /** As a datagram. */
    UDP,
    /** Over a connection. */
    TCP,
    /** Over a connection, longer than the bound: only its beginning is here. */
    TCP_CUT,
    /** As a datagram of a flow exporter. */
    FLOW_EXPORT
  }

  /** The bytes of a record before its body: the body's length and checksum. */
  static final int PREFIX_BYTES = 8;

  /** The least bytes of a body. */
  static final int LEAST_BODY_BYTES = 10;

  private static final int MOST_PEER_BYTES = 255;

  /** Writes the record of a message, prefix and body. */
  static ByteBuffer encode(
      Instant received, Transport transport, String peer, byte[] bytes, int from, int length) {
    byte[] name = peer.getBytes(StandardCharsets.US_ASCII);
    int nameLength = Math.min(name.length, MOST_PEER_BYTES);
    ByteBuffer record = ByteBuffer.allocate(PREFIX_BYTES + LEAST_BODY_BYTES + nameLength + length);
    record.putInt(LEAST_BODY_BYTES + nameLength + length).putInt(0);
    record.putLong(
        Math.addExact(
            Math.multiplyExact(received.getEpochSecond(), 1_000_000L), received.getNano() / 1000));
    record.put((byte) (transport.ordinal() + 1)).put((byte) nameLength).put(name, 0, nameLength);
    record.put(bytes, from, length);
    record.putInt(4, checksum(record.array(), PREFIX_BYTES, record.position() - PREFIX_BYTES));
    return record.flip();
  }

  /**
   * The message of the record {@code bytes[from .. from + length)}, prefix included; null if it is
   * cut short or its checksum does not confirm it.
   */
  static @Nullable SpooledMessage decode(byte[] bytes, int from, int length) {
    if (length < PREFIX_BYTES + LEAST_BODY_BYTES) {
      return null;
    }
    ByteBuffer record = ByteBuffer.wrap(bytes, from, length);
    int bodyLength = record.getInt();
    int stated = record.getInt();
    if (bodyLength != length - PREFIX_BYTES
        || stated != checksum(bytes, from + PREFIX_BYTES, bodyLength)) {
      return null;
    }
    long micros = record.getLong();
    int transport = record.get() - 1;
    int nameLength = record.get() & 0xFF;
    if (transport < 0
        || transport >= Transport.values().length
        || nameLength > record.remaining()) {
      return null;
    }
    byte[] name = new byte[nameLength];
    record.get(name);
    byte[] message = new byte[record.remaining()];
    record.get(message);
    return new SpooledMessage(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), 1000L * Math.floorMod(micros, 1_000_000L)),
        Transport.values()[transport],
        new String(name, StandardCharsets.US_ASCII),
        message);
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}
