package io.testudo.telemetry.netflow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes datagrams of exporters for tests, by the protocols' own rules and not by the decoder's.
 */
public final class ExportWriter {

  /** 12:00:00 on the first of March 2026. */
  public static final long SECOND = 1_772_366_400L;

  private final List<byte[]> sets = new ArrayList<>();
  private int records;

  /** A record of version 5 with the times of first and last packet in milliseconds of uptime. */
  public static byte[] record5(
      int source, int destination, int from, int to, int protocol, int flags, int first, int last) {
    ByteBuffer record = ByteBuffer.allocate(48);
    record.putInt(source).putInt(destination).putInt(0).putShort((short) 3).putShort((short) 4);
    record.putInt(7).putInt(700).putInt(first).putInt(last);
    record.putShort((short) from).putShort((short) to);
    record.put((byte) 0).put((byte) flags).put((byte) protocol);
    return record.array();
  }

  /** A datagram of version 5. */
  public static byte[] version5(
      int uptime, long second, int sequence, int sampling, byte[]... all) {
    ByteBuffer datagram = ByteBuffer.allocate(24 + 48 * all.length);
    datagram.putShort((short) 5).putShort((short) all.length).putInt(uptime).putInt((int) second);
    datagram.putInt(0).putInt(sequence).putShort((short) 0).putShort((short) sampling);
    for (byte[] record : all) {
      datagram.put(record);
    }
    return datagram.array();
  }

  /** Adds a set of this number. */
  public ExportWriter set(int id, byte[]... content) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : content) {
      body.writeBytes(part);
    }
    byte[] bytes = body.toByteArray();
    sets.add(
        ByteBuffer.allocate(4 + bytes.length)
            .putShort((short) id)
            .putShort((short) (4 + bytes.length))
            .put(bytes)
            .array());
    records += content.length;
    return this;
  }

  /** A template of elements and their lengths, one after the other. */
  public static byte[] template(int id, int... elementsAndLengths) {
    ByteBuffer template = ByteBuffer.allocate(4 + 2 * elementsAndLengths.length);
    template.putShort((short) id).putShort((short) (elementsAndLengths.length / 2));
    for (int each : elementsAndLengths) {
      template.putShort((short) each);
    }
    return template.array();
  }

  /** Bytes of numbers, each of a width. */
  public static byte[] bytes(long... valuesAndWidths) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < valuesAndWidths.length; i += 2) {
      for (long shift = valuesAndWidths[i + 1] - 1; shift >= 0; shift--) {
        out.write((int) (shift >= 8 ? 0 : valuesAndWidths[i] >>> (8 * shift)));
      }
    }
    return out.toByteArray();
  }

  /** The sets as a datagram of version 9. */
  public byte[] version9(int uptime, long second, int sequence, int source) {
    ByteBuffer datagram = ByteBuffer.allocate(20 + size());
    datagram.putShort((short) 9).putShort((short) records).putInt(uptime).putInt((int) second);
    datagram.putInt(sequence).putInt(source);
    sets.forEach(datagram::put);
    return datagram.array();
  }

  /** The sets as a message of IPFIX. */
  public byte[] ipfix(long second, int sequence, int domain) {
    ByteBuffer message = ByteBuffer.allocate(16 + size());
    message.putShort((short) 10).putShort((short) (16 + size())).putInt((int) second);
    message.putInt(sequence).putInt(domain);
    sets.forEach(message::put);
    return message.array();
  }

  private int size() {
    return sets.stream().mapToInt(set -> set.length).sum();
  }
}
