package io.testudo.telemetry.recognition;

import io.testudo.telemetry.argus.Binetflow;
import io.testudo.telemetry.audit.AuditLine;
import io.testudo.telemetry.netflow.Datagrams;
import io.testudo.telemetry.nfdump.NfdumpCsv;
import io.testudo.telemetry.nfdump.NfdumpRecords;
import io.testudo.telemetry.spool.SpoolRecords;
import io.testudo.telemetry.syslog.JournalRecords;
import io.testudo.telemetry.syslog.SyslogShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an item was recognised as.
 *
 * @param format the format
 * @param obstacle for {@link Format#UNREAD} one line that says why it is not read; else empty
 */
public record Recognition(Format format, String obstacle) {

  /** How many of an item's first bytes are looked at. */
  public static final int HEAD_BYTES = 64 * 1024;

  /** How many first bytes tell a capture. */
  public static final int MAGIC_BYTES = 4;

  private static final int MOST_LINES = 50;
  private static final int MOST_HEADER_CHARACTERS = 4096;

  private record Magic(String bytes, String what) {}

  private static final List<Magic> UNREAD =
      List.of(
          new Magic("\u00FD7zXZ\0", "packed by xz; unpack it first"),
          new Magic("\u0028\u00B5\u002F\u00FD", "packed by zstd; unpack it first"),
          new Magic("BZh", "packed by bzip2; unpack it first"),
          new Magic("7z\u00BC\u00AF\u0027\u001C", "a 7z archive; unpack it first"),
          new Magic("Rar!\u001A\u0007", "a RAR archive; unpack it first"),
          new Magic("\0\u0005\u0016\u0007", "a side file of macOS, which holds no telemetry"));

  private static Recognition of(Format format) {
    return new Recognition(format, "");
  }

  private static Recognition unread(String obstacle) {
    return new Recognition(Format.UNREAD, obstacle);
  }

  /**
   * Recognises an item.
   *
   * @param head its first bytes, {@link #HEAD_BYTES} or all there are
   */
  public static Recognition of(byte[] head) {
    if (head.length == 0) {
      return of(Format.EMPTY);
    }
    Format capture = capture(head);
    if (capture != null) {
      return of(capture);
    }
    if (SpoolRecords.recognises(head)) {
      return of(Format.SPOOL);
    }
    if (JournalRecords.recognises(head)) {
      return of(Format.JOURNAL);
    }
    String latin = new String(head, StandardCharsets.ISO_8859_1);
    if (latin.startsWith("ElfFile\0")) {
      return of(Format.EVTX);
    }
    for (Magic magic : UNREAD) {
      if (latin.startsWith(magic.bytes())) {
        return unread("is " + magic.what());
      }
    }
    if (Datagrams.recognises(head, head.length)) {
      return of(Format.NETFLOW);
    }
    if (NfdumpRecords.recognises(head)) {
      String obstacle = NfdumpRecords.obstacle(head);
      return obstacle.isEmpty() ? of(Format.NFDUMP) : unread(obstacle);
    }
    return isBinary(head) ? unread("is binary and of no known format") : ofText(latin, head.length);
  }

  /** Whether an item that begins so is a capture. */
  public static boolean isCapture(byte[] head) {
    return capture(head) != null;
  }

  private static @Nullable Format capture(byte[] head) {
    if (head.length < MAGIC_BYTES) {
      return null;
    }
    return switch ((head[0] & 0xFF) << 24
        | (head[1] & 0xFF) << 16
        | (head[2] & 0xFF) << 8
        | (head[3] & 0xFF)) {
      case 0xA1B2C3D4, 0xD4C3B2A1, 0xA1B23C4D, 0x4D3CB2A1 -> Format.PCAP;
      case 0x0A0D0D0A -> Format.PCAPNG;
      default -> null;
    };
  }

  private static boolean isBinary(byte[] head) {
    int odd = 0;
    int looked = Math.min(head.length, 4096);
    for (int i = 0; i < looked; i++) {
      byte b = head[i];
      if (b == 0 && i < 512) {
        return true;
      }
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != 0x1E && b != 0x1B) {
        odd++;
      }
    }
    return odd * 20 > looked;
  }

  private static Recognition ofText(String head, int length) {
    String start = head.stripLeading();
    if (start.isEmpty()) {
      return length < HEAD_BYTES ? of(Format.EMPTY) : unread("begins with nothing but space");
    }
    if (start.startsWith("#separator ")
        || start.startsWith("#fields\t")
        || start.startsWith("#path\t")) {
      return of(Format.ZEEK_TSV);
    }
    String firstLine = start.substring(0, Math.min(start.length(), MOST_HEADER_CHARACTERS));
    if (Binetflow.recognises(firstLine)) {
      return of(Format.ARGUS);
    }
    if (NfdumpCsv.recognises(firstLine)) {
      return of(Format.NFDUMP_CSV);
    }
    if (JsonShape.begins(start)) {
      return of(JsonShape.isLines(head, length < HEAD_BYTES));
    }
    List<String> lines = head.lines().filter(line -> !line.isBlank()).limit(MOST_LINES).toList();
    if (count(lines, AuditLine::isAudit) * 2 > lines.size()) {
      return of(Format.AUDITD);
    }
    if (SyslogShape.isCounted(start)) {
      return of(Format.SYSLOG_COUNTED);
    }
    if (count(lines, SyslogShape::matches) * 2 > lines.size()) {
      return of(Format.SYSLOG);
    }
    if (count(lines, line -> line.startsWith("{\"")) * 2 > lines.size()) {
      return of(Format.JSON_LINES);
    }
    return unread("is text of no known format");
  }

  private static long count(List<String> lines, Predicate<String> shape) {
    return lines.stream().filter(shape).count();
  }
}
