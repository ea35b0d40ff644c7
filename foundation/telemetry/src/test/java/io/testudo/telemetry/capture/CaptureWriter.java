package io.testudo.telemetry.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Writes captures and packets for tests, by the formats' own rules and not by the reader's. */
public final class CaptureWriter {

  /** A packet with the time at which it was seen. */
  public record Timed(long nanos, byte[] frame) {}

  private CaptureWriter() {}

  /** A pcap file of this magic number and byte order. */
  public static byte[] pcap(int magic, ByteOrder order, int linkType, List<Timed> packets) {
    boolean nanos = magic == 0xA1B23C4D;
    boolean modified = magic == 0xA1B2CD34;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(24).order(order);
    header.putInt(magic).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(262_144).putInt(linkType);
    out.writeBytes(header.array());
    for (Timed packet : packets) {
      ByteBuffer record = ByteBuffer.allocate(modified ? 24 : 16).order(order);
      record.putInt((int) (packet.nanos / 1_000_000_000L));
      record.putInt((int) (packet.nanos % 1_000_000_000L / (nanos ? 1 : 1000)));
      record.putInt(packet.frame.length).putInt(packet.frame.length);
      out.writeBytes(record.array());
      out.writeBytes(packet.frame);
    }
    return out.toByteArray();
  }

  /** A little-endian pcap file of Ethernet frames with microseconds. */
  public static byte[] pcap(List<Timed> packets) {
    return pcap(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, packets);
  }

  /** A block of a pcapng file. */
  public static byte[] block(ByteOrder order, int type, byte[] body) {
    int padded = (body.length + 3) & ~3;
    ByteBuffer block = ByteBuffer.allocate(12 + padded).order(order);
    block.putInt(type).putInt(12 + padded).put(body);
    block.position(8 + padded);
    block.putInt(12 + padded);
    return block.array();
  }

  /** The block that begins a section. */
  public static byte[] section(ByteOrder order) {
    ByteBuffer body = ByteBuffer.allocate(16).order(order);
    body.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    return block(order, 0x0A0D0D0A, body.array());
  }

  /** The block that describes an interface, with its time resolution and offset. */
  public static byte[] networkInterface(
      ByteOrder order, int linkType, int resolution, long offsetSeconds) {
    ByteBuffer body = ByteBuffer.allocate(8 + 8 + 12 + 4).order(order);
    body.putShort((short) linkType).putShort((short) 0).putInt(0);
    body.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    body.putShort((short) 14).putShort((short) 8).putLong(offsetSeconds);
    body.putInt(0);
    return block(order, 1, body.array());
  }

  /** A packet block of an interface. */
  public static byte[] enhanced(ByteOrder order, int on, long ticks, byte[] frame) {
    ByteBuffer body = ByteBuffer.allocate(20 + ((frame.length + 3) & ~3)).order(order);
    body.putInt(on).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    body.putInt(frame.length).putInt(frame.length).put(frame);
    return block(order, 6, body.array());
  }

  /** A packet block without a time. */
  public static byte[] simple(ByteOrder order, byte[] frame) {
    ByteBuffer body = ByteBuffer.allocate(4 + ((frame.length + 3) & ~3)).order(order);
    body.putInt(frame.length).put(frame);
    return block(order, 3, body.array());
  }

  /** A packet block of the format's first years. */
  public static byte[] obsolete(ByteOrder order, int on, long ticks, byte[] frame) {
    ByteBuffer body = ByteBuffer.allocate(20 + ((frame.length + 3) & ~3)).order(order);
    body.putShort((short) on).putShort((short) 0);
    body.putInt((int) (ticks >>> 32)).putInt((int) ticks);
    body.putInt(frame.length).putInt(frame.length).put(frame);
    return block(order, 2, body.array());
  }

  /** One after the other. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** An Ethernet frame, padded to the shortest length that Ethernet sends. */
  public static byte[] ethernet(int type, byte[] content) {
    byte[] frame = Arrays.copyOf(concat(new byte[12], be16(type), content), 14 + content.length);
    return frame.length < 60 ? Arrays.copyOf(frame, 60) : frame;
  }

  /** An IPv4 packet without options. */
  public static byte[] ipv4(int protocol, String source, String destination, byte[] content) {
    return ipv4Fragment(protocol, source, destination, 0, 0, false, content);
  }

  /** A fragment of an IPv4 packet. */
  public static byte[] ipv4Fragment(
      int protocol,
      String source,
      String destination,
      int id,
      int offset,
      boolean more,
      byte[] content) {
    ByteBuffer header = ByteBuffer.allocate(20);
    header.put((byte) 0x45).put((byte) 0).putShort((short) (20 + content.length));
    header.putShort((short) id).putShort((short) ((more ? 0x2000 : 0) | offset / 8));
    header.put((byte) 64).put((byte) protocol).putShort((short) 0);
    header.put(address(source)).put(address(destination));
    return concat(header.array(), content);
  }

  /** An IPv6 packet; extension headers are part of the content. */
  public static byte[] ipv6(int next, String source, String destination, byte[] content) {
    ByteBuffer header = ByteBuffer.allocate(40);
    header.putInt(0x60000000).putShort((short) content.length).put((byte) next).put((byte) 64);
    header.put(address(source)).put(address(destination));
    return concat(header.array(), content);
  }

  /** A TCP segment without options. */
  public static byte[] tcp(int from, int to, int flags, int sequence, int ack, byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(20);
    header.putShort((short) from).putShort((short) to).putInt(sequence).putInt(ack);
    header.put((byte) 0x50).put((byte) flags).putShort((short) 1024).putInt(0);
    return concat(header.array(), payload);
  }

  /** A UDP datagram. */
  public static byte[] udp(int from, int to, byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(8);
    header.putShort((short) from).putShort((short) to);
    header.putShort((short) (8 + payload.length)).putShort((short) 0);
    return concat(header.array(), payload);
  }

  /** An ICMP message with four bytes of rest. */
  public static byte[] icmp(int type, int code, byte[] payload) {
    return concat(new byte[] {(byte) type, (byte) code, 0, 0, 0, 1, 0, 1}, payload);
  }

  /** Two bytes in network order. */
  public static byte[] be16(int value) {
    return new byte[] {(byte) (value >>> 8), (byte) value};
  }

  private static byte[] address(String text) {
    return io.testudo.vocabulary.entity.IpAddress.parse(text).bytes();
  }
}
