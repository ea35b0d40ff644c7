package io.testudo.simulation.wire;

import io.testudo.simulation.office.Machine;
import java.util.Arrays;

/**
 * Ethernet frames with IPv4 and TCP or UDP inside, with right checksums.
 *
 * <p>Payload beyond the given head is taken to be zero, which adds nothing to a checksum; so a
 * frame of any size is made from its first bytes alone.
 */
final class Frames {

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;

  /** Largest payload of a segment on an Ethernet of 1500 bytes. */
  static final int SEGMENT = 1460;

  private static final int ETHERNET = 14;
  private static final int IP = 20;
  private static final byte[] SYN_OPTIONS = {2, 4, 0x05, (byte) 0xb4, 4, 2, 1, 3, 3, 8, 1, 0};

  private final byte[] buffer = new byte[EdgeTap.SNAP_LENGTH];

  /** The bytes that were captured; valid until the next frame is made. */
  byte[] buffer() {
    return buffer;
  }

  /** What one frame over TCP says. */
  record Segment(
      Machine from,
      int fromPort,
      Machine to,
      int toPort,
      int flags,
      int sequence,
      int acknowledgement,
      int window,
      int identification) {}

  /** Makes a TCP frame; answers its length on the wire. */
  int tcp(Segment segment, byte[] payload, int payloadOffset, int payloadLength) {
    boolean opening = (segment.flags & SYN) != 0;
    int header = opening ? 20 + SYN_OPTIONS.length : 20;
    int total = IP + header + payloadLength;
    ip(segment.from, segment.to, 6, total, segment.identification);
    int at = ETHERNET + IP;
    put16(at, segment.fromPort);
    put16(at + 2, segment.toPort);
    put32(at + 4, segment.sequence);
    put32(at + 8, segment.acknowledgement);
    buffer[at + 12] = (byte) (header / 4 << 4);
    buffer[at + 13] = (byte) segment.flags;
    put16(at + 14, segment.window);
    put16(at + 16, 0);
    put16(at + 18, 0);
    if (opening) {
      System.arraycopy(SYN_OPTIONS, 0, buffer, at + 20, SYN_OPTIONS.length);
    }
    int shown = payload(at + header, payload, payloadOffset, payloadLength);
    long sum = pseudoHeader(segment.from, segment.to, 6, header + payloadLength);
    put16(
        at + 16,
        checksum(sum, at, header + shown, payload, payloadOffset + shown, payloadLength - shown));
    return ETHERNET + total;
  }

  /** Makes a UDP frame; answers its length on the wire. */
  int udp(Machine from, int fromPort, Machine to, int toPort, byte[] payload, int length, int id) {
    int total = IP + 8 + length;
    ip(from, to, 17, total, id);
    int at = ETHERNET + IP;
    put16(at, fromPort);
    put16(at + 2, toPort);
    put16(at + 4, 8 + length);
    put16(at + 6, 0);
    int shown = payload(at + 8, payload, 0, length);
    long sum = pseudoHeader(from, to, 17, 8 + length);
    int check = checksum(sum, at, 8 + shown, payload, shown, length - shown);
    put16(at + 6, check == 0 ? 0xFFFF : check);
    return ETHERNET + total;
  }

  /** Makes an ICMP echo; answers its length on the wire. */
  int echo(Machine from, Machine to, int type, int identifier, int sequence) {
    int total = IP + 8 + 56;
    ip(from, to, 1, total, identifier + sequence);
    int at = ETHERNET + IP;
    buffer[at] = (byte) type;
    buffer[at + 1] = 0;
    put16(at + 2, 0);
    put16(at + 4, identifier);
    put16(at + 6, sequence);
    for (int i = 0; i < 56; i++) {
      buffer[at + 8 + i] = (byte) i;
    }
    put16(at + 2, checksum(0, at, 8 + 56, buffer, 0, 0));
    return ETHERNET + total;
  }

  private void ip(Machine from, Machine to, int protocol, int total, int identification) {
    // The tap sits between the office's router and its firewall: one of two addresses each way.
    boolean outwards = from.zone().internal();
    byte[] router = {0x00, 0x1b, 0x21, 0x10, 0x00, 0x01};
    byte[] firewall = {0x00, 0x1b, 0x21, 0x10, 0x00, (byte) 0xfe};
    System.arraycopy(outwards ? firewall : router, 0, buffer, 0, 6);
    System.arraycopy(outwards ? router : firewall, 0, buffer, 6, 6);
    put16(12, 0x0800);
    buffer[14] = 0x45;
    buffer[15] = 0;
    put16(16, total);
    put16(18, identification);
    put16(20, 0x4000);
    buffer[22] = (byte) (from.zone().internal() ? (from.platform().windows() ? 127 : 63) : 52);
    buffer[23] = (byte) protocol;
    put16(24, 0);
    put32(26, (int) from.address().low());
    put32(30, (int) to.address().low());
    put16(24, checksum(0, ETHERNET, IP, buffer, 0, 0));
  }

  private int payload(int at, byte[] payload, int offset, int length) {
    int shown = Math.min(length, buffer.length - at);
    int given = Math.max(0, Math.min(shown, payload.length - offset));
    System.arraycopy(payload, Math.min(offset, payload.length), buffer, at, given);
    Arrays.fill(buffer, at + given, at + shown, (byte) 0);
    return shown;
  }

  private static long pseudoHeader(Machine from, Machine to, int protocol, int length) {
    long source = from.address().low();
    long target = to.address().low();
    return (source >>> 16)
        + (source & 0xFFFF)
        + (target >>> 16)
        + (target & 0xFFFF)
        + protocol
        + length;
  }

  /** RFC 1071 over what is in the buffer and, behind it, what was cut off the payload. */
  private int checksum(
      long start, int at, int length, byte[] rest, int restOffset, int restLength) {
    long sum = start;
    for (int i = 0; i < length; i++) {
      sum += (i & 1) == 0 ? (buffer[at + i] & 0xFF) << 8 : buffer[at + i] & 0xFF;
    }
    int given = Math.max(0, Math.min(restLength, rest.length - restOffset));
    for (int i = 0; i < given; i++) {
      int value = rest[restOffset + i] & 0xFF;
      sum += ((i + length) & 1) == 0 ? value << 8 : value;
    }
    while ((sum >>> 16) != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) ~sum & 0xFFFF;
  }

  private void put16(int at, int value) {
    buffer[at] = (byte) (value >>> 8);
    buffer[at + 1] = (byte) value;
  }

  private void put32(int at, int value) {
    put16(at, value >>> 16);
    put16(at + 2, value);
  }
}
