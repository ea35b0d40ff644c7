package io.testudo.suricata.packet;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts IP packets together of their fragments. Where fragments overlap, the octets that came first
 * hold. At most {@value #MOST_PACKETS} packets are held open; the oldest gives way.
 *
 * <p>For one thread.
 */
public final class Defragmenter {
  private static final int MOST_PACKETS = 1_024;
  private static final int MOST_OCTETS = 65_535;

  private record Key(int version, int protocol, int id, List<Long> ends, List<Integer> vlans) {}

  private static final class Pieces {
    byte[] header = new byte[0];
    byte[] octets = new byte[0];
    final BitSet there = new BitSet();
    int total = -1;
    int protocolAt;
  }

  private final Map<Key, Pieces> open = new LinkedHashMap<>();

  /** The whole packet that a fragment completes, or nothing. */
  public byte[] add(Packet p) {
    Key key =
        new Key(
            p.ipVersion,
            p.protocol,
            p.ipId,
            List.of(p.sourceHigh, p.sourceLow, p.destinationHigh, p.destinationLow),
            List.copyOf(p.vlans));
    Pieces pieces = open.get(key);
    if (pieces == null) {
      if (open.size() >= MOST_PACKETS) {
        open.remove(open.keySet().iterator().next());
      }
      pieces = new Pieces();
      open.put(key, pieces);
    }
    if (!put(p, pieces) || pieces.total < 0 || pieces.header.length == 0) {
      return new byte[0];
    }
    if (pieces.there.nextClearBit(0) < pieces.total) {
      return new byte[0];
    }
    open.remove(key);
    return whole(p, pieces);
  }

  private static boolean put(Packet p, Pieces pieces) {
    int length = p.end - p.ipEnd;
    int from = p.fragmentOffset;
    if (length <= 0 || from + length > MOST_OCTETS) {
      return false;
    }
    if (pieces.octets.length < from + length) {
      pieces.octets =
          Arrays.copyOf(pieces.octets, Math.max(from + length, 2 * pieces.octets.length));
    }
    for (int i = 0; i < length; i++) {
      if (!pieces.there.get(from + i)) {
        pieces.octets[from + i] = p.bytes[p.ipEnd + i];
      }
    }
    pieces.there.set(from, from + length);
    if ((p.fragmentBits & 1) == 0 && pieces.total < 0) {
      pieces.total = from + length;
    }
    if (from == 0) {
      int headerEnd = p.ipVersion == 4 ? p.ipEnd : p.ipStart + 40;
      pieces.header = Arrays.copyOfRange(p.bytes, p.ipStart, headerEnd);
      pieces.protocolAt = p.protocol;
    }
    return true;
  }

  private static byte[] whole(Packet p, Pieces pieces) {
    int header = pieces.header.length;
    if (header + pieces.total > MOST_OCTETS) {
      return new byte[0];
    }
    byte[] ip = Arrays.copyOf(pieces.header, header + pieces.total);
    System.arraycopy(pieces.octets, 0, ip, header, pieces.total);
    int length = p.ipVersion == 4 ? ip.length : pieces.total;
    int at = p.ipVersion == 4 ? 2 : 4;
    ip[at] = (byte) (length >>> 8);
    ip[at + 1] = (byte) length;
    if (p.ipVersion == 4) {
      ip[6] = 0;
      ip[7] = 0;
    } else {
      ip[6] = (byte) pieces.protocolAt;
    }
    return ip;
  }
}
