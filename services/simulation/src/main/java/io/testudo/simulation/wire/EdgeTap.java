package io.testudo.simulation.wire;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/**
 * The capture between the office's border router, which translates addresses, and its firewall.
 *
 * <p>Of each packet the first {@link #SNAP_LENGTH} bytes are kept. The capturing machine joins
 * consecutive segments of a bulk transfer before it sees them (generic receive offload), as Linux
 * does, so packets may be up to 64 kB long.
 *
 * <p>Packets may be given in any order; the file has them by time, those of one microsecond in the
 * order given. Memory: the captured bytes and 16 bytes for each packet.
 */
public final class EdgeTap {

  /** Bytes kept of each packet. */
  public static final int SNAP_LENGTH = 256;

  private static final int MOST_PACKETS_SHIFT = 22;

  private final long startMicros;
  private final long endMicros;
  private byte[] bytes = new byte[1 << 20];
  private int used;
  private int packets;
  private int[] offsets = new int[1 << 14];
  private int[] lengths = new int[1 << 14];
  private long[] keys = new long[1 << 14];

  /** Captures from {@code start} until before {@code end}. */
  public EdgeTap(Instant start, Instant end) {
    this.startMicros = micros(start);
    this.endMicros = micros(end);
  }

  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  /** Takes a packet; what lies outside of the capture's time is not seen. */
  void packet(long timeMicros, byte[] frame, int length) {
    if (timeMicros < startMicros || timeMicros >= endMicros) {
      return;
    }
    if (packets == 1 << MOST_PACKETS_SHIFT) {
      throw new IllegalStateException("a capture must have fewer than 4 million packets");
    }
    int captured = Math.min(length, SNAP_LENGTH);
    if (used + captured > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    if (packets == offsets.length) {
      offsets = Arrays.copyOf(offsets, packets * 2);
      lengths = Arrays.copyOf(lengths, packets * 2);
      keys = Arrays.copyOf(keys, packets * 2);
    }
    System.arraycopy(frame, 0, bytes, used, captured);
    offsets[packets] = used;
    lengths[packets] = length;
    keys[packets] = (timeMicros - startMicros) << MOST_PACKETS_SHIFT | packets;
    used += captured;
    packets++;
  }

  /** How many packets were captured. */
  public int packets() {
    return packets;
  }

  /** Writes the capture as a classic pcap file with microseconds. */
  public void write(Path file) throws IOException {
    long[] order = Arrays.copyOf(keys, packets);
    Arrays.sort(order);
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
      header.putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(1);
      out.write(header.array());
      for (long key : order) {
        int packet = (int) (key & ((1 << MOST_PACKETS_SHIFT) - 1));
        long time = startMicros + (key >>> MOST_PACKETS_SHIFT);
        int captured = Math.min(lengths[packet], SNAP_LENGTH);
        header.clear();
        header.putInt((int) (time / 1_000_000)).putInt((int) (time % 1_000_000));
        header.putInt(captured).putInt(lengths[packet]);
        out.write(header.array(), 0, 16);
        out.write(bytes, offsets[packet], captured);
      }
    }
  }
}
