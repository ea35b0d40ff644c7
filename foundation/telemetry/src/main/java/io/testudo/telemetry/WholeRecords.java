package io.testudo.telemetry;

import io.testudo.telemetry.capture.WholePackets;
import io.testudo.telemetry.mapping.MappedCsv;
import io.testudo.telemetry.recognition.Format;
import io.testudo.telemetry.recognition.Recognition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of a file that may still be written is whole records, so that it can be read while it
 * grows: lines with their end, packets with all their bytes.
 *
 * @param bytes how many of its first bytes
 * @param unit what a record is
 */
public record WholeRecords(long bytes, Unit unit) {

  /** What a record of a file is that can be read while it grows. */
  public enum Unit {
    /** A line; a reader that is shown its beginning as the end of a file takes it for a record. */
    LINE,
    /** A packet; its beginning is no record yet. */
    PACKET
  }

  private static final Set<Format> LINES =
      EnumSet.of(Format.JSON_LINES, Format.ZEEK_TSV, Format.SYSLOG, Format.AUDITD);

  private static final int BLOCK = 64 * 1024;

  /**
   * Looks at the first {@code size} bytes of a file.
   *
   * @return null if that cannot be told, since the file is of another format, a container, damaged,
   *     shorter by now, or ends in a line that is longer than the bound
   */
  public static @Nullable WholeRecords of(Path file, long size, TelemetryConfig config)
      throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes((int) Math.min(size, Recognition.HEAD_BYTES));
    }
    Format format = Recognition.of(head).format();
    boolean isMapped =
        !config.mappings().isEmpty()
            && MappedCsv.of(
                    config.mappings(), file.toString(), new String(head, StandardCharsets.UTF_8))
                != null;
    if (LINES.contains(format) || (isMapped && format == Format.UNREAD)) {
      return lines(file, size, config.mostRecordBytes());
    }
    if (format == Format.PCAP || format == Format.PCAPNG) {
      long bytes = WholePackets.bytes(file, size);
      return bytes == WholePackets.UNKNOWN ? null : new WholeRecords(bytes, Unit.PACKET);
    }
    return null;
  }

  private static @Nullable WholeRecords lines(Path file, long size, int mostRecordBytes)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    try (FileChannel channel = FileChannel.open(file)) {
      long to = size;
      while (to > 0 && size - to <= mostRecordBytes) {
        int length = (int) Math.min(BLOCK, to);
        block.clear().limit(length);
        while (block.hasRemaining() && channel.read(block, to - length + block.position()) >= 0) {}
        if (block.hasRemaining()) {
          return null;
        }
        for (int i = block.position() - 1; i >= 0; i--) {
          if (block.get(i) == '\n') {
            long bytes = to - length + i + 1;
            return size - bytes > mostRecordBytes ? null : new WholeRecords(bytes, Unit.LINE);
          }
        }
        to -= length;
      }
      return to == 0 && size <= mostRecordBytes ? new WholeRecords(0, Unit.LINE) : null;
    }
  }
}
