package io.testudo.telemetry.syslog;

import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.record.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Entries of a journal in its export format: fields one per line, {@code NAME=text}, or the name on
 * a line of its own, eight bytes with a length, and so many bytes; an empty line ends the entry. An
 * entry longer than the bound gives its beginning, and the rest is passed over in constant memory.
 *
 * <p>Source: systemd, Journal Export Formats.
 */
public final class JournalRecords implements Records {

  static final int LENGTH_BYTES = 8;

  /** The longest field that the journal itself takes. */
  static final long MOST_FIELD_BYTES = 768L << 20;

  private static final int KEPT_OF_LONG = 512;
  private static final byte[] BEGINNING = "__CURSOR=".getBytes(StandardCharsets.US_ASCII);

  private final Window window;
  private byte[] buffer;
  private int from;
  private int length;
  private long offset;
  private long excess;
  private byte[] kept = new byte[0];
  private long passed;
  private int seen;

  /** The entries of {@code in}, each of at most {@code mostBytes}. */
  public JournalRecords(InputStream in, int mostBytes) {
    window = new Window(in, mostBytes);
    buffer = window.bytes();
  }

  /** Whether an item that begins so is a journal's export. */
  public static boolean recognises(byte[] head) {
    return head.length >= BEGINNING.length
        && Arrays.equals(head, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
  }

  /** The length that is written at {@code at}; −1 if it cannot be that of a field. */
  static long fieldLength(byte[] bytes, int at) {
    long length = 0;
    for (int i = LENGTH_BYTES - 1; i >= 0; i--) {
      length = length << 8 | bytes[at + i] & 0xFF;
    }
    return length >= 0 && length <= MOST_FIELD_BYTES ? length : -1;
  }

  @Override
  public boolean next() throws IOException {
    while (window.see(1) && window.at(0) == '\n') {
      window.take(1);
    }
    if (window.seen() == 0) {
      return false;
    }
    excess = 0;
    kept = new byte[0];
    passed = 0;
    seen = 0;
    offset = window.offset();
    boolean isOpen = true;
    while (isOpen) {
      isOpen = field();
    }
    give();
    return true;
  }

  /** Goes behind the next field; false at the end of the entry, or of the stream. */
  private boolean field() throws IOException {
    boolean isText = false;
    boolean isEmpty = true;
    while (true) {
      if (!see(1)) {
        return false;
      }
      byte next = window.at(seen++);
      if (next == '\n') {
        break;
      }
      isEmpty = false;
      isText |= next == '=';
    }
    if (isEmpty) {
      seen--;
      return false;
    }
    return isText || bytes();
  }

  /** Goes behind a field's length and bytes; one that cannot be is left to the decoder. */
  private boolean bytes() throws IOException {
    if (!see(LENGTH_BYTES)) {
      seen = window.seen();
      return false;
    }
    long length = fieldLength(window.bytes(), window.from() + seen);
    if (length < 0) {
      return true;
    }
    seen += LENGTH_BYTES;
    long left = length + 1;
    while (left > 0) {
      if (!see(1)) {
        return false;
      }
      int now = (int) Math.min(left, window.seen() - seen);
      seen += now;
      left -= now;
    }
    return true;
  }

  /** Whether so many bytes lie behind those that were looked at; makes room where there is none. */
  private boolean see(int count) throws IOException {
    if (seen + count > window.mostBytes()) {
      if (kept.length == 0) {
        int first = window.from();
        kept = Arrays.copyOfRange(window.bytes(), first, first + Math.min(seen, KEPT_OF_LONG));
      }
      passed += seen;
      window.take(seen);
      seen = 0;
    }
    return window.see(seen + count);
  }

  private void give() {
    if (kept.length > 0) {
      passed += seen;
      buffer = kept;
      from = 0;
      length = kept.length;
      excess = passed - kept.length;
    } else {
      buffer = window.bytes();
      from = window.from();
      length = seen;
    }
    window.take(seen);
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long excess() {
    return excess;
  }
}
