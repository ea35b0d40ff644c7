package io.testudo.suricata.packet;

import java.util.ArrayList;
import java.util.List;

/** The chunks of an SCTP packet (RFC 9260, section 3). */
public final class SctpChunks {
  private static final int MOST = 64;
  private static final int HEADER = 4;
  private static final int DATA_HEADER = 16;

  private SctpChunks() {}

  /** One chunk: its type, and where what it carries begins and ends. */
  public record Chunk(int type, int from, int to) {}

  /** The chunks of a packet; none if it is no SCTP. */
  public static List<Chunk> of(Packet p) {
    List<Chunk> chunks = new ArrayList<>(2);
    int at = p.payloadStart;
    while (p.isSctp() && at + HEADER <= p.payloadEnd && chunks.size() < MOST) {
      int length = Wire.u16(p.bytes, at + 2);
      if (length < HEADER || at + length > p.payloadEnd) {
        break;
      }
      int type = Wire.u8(p.bytes, at);
      int header = type == 0 && length >= DATA_HEADER ? DATA_HEADER : HEADER;
      chunks.add(new Chunk(type, at + header, at + length));
      at += (length + 3) / 4 * 4;
    }
    return chunks;
  }

  /** The verification tag. */
  public static long tag(Packet p) {
    return Wire.u32(p.bytes, p.transportStart + 4);
  }
}
