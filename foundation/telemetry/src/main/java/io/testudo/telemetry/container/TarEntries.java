package io.testudo.telemetry.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a tar archive: old, ustar, GNU long names and sizes, pax headers.
 *
 * <p>Links, devices and folders are passed over; a sparse file is named as an obstacle.
 */
final class TarEntries {

  private static final int BLOCK = 512;
  private static final int MOST_HEADER_BYTES = 64 * 1024;

  private final PeekableBytes in;
  private final UnpackBudget budget;
  private long left;
  private long padding;

  TarEntries(PeekableBytes in, UnpackBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Whether these bytes, at least a block of them, begin a tar archive. */
  static boolean isHeader(byte[] block) {
    if (block.length < BLOCK || block[0] == 0) {
      return false;
    }
    long stated = octal(block, 148, 8);
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xFF;
    }
    return stated == sum;
  }

  @Nullable Entry next() throws IOException {
    String longName = "";
    long paxSize = -1;
    Instant paxTime = null;
    while (true) {
      if (!in.discard(left + padding)) {
        throw new DamagedContainerException("ends in the middle of an entry");
      }
      left = 0;
      padding = 0;
      byte[] block = in.takeBytes(BLOCK);
      if (block.length == 0 || isZero(block)) {
        return null;
      }
      if (!isHeader(block)) {
        throw new DamagedContainerException(
            "has no valid entry header at byte " + (in.position() - block.length));
      }
      long size = number(block, 124, 12);
      if (size < 0 || size > Long.MAX_VALUE - 2 * BLOCK) {
        throw new DamagedContainerException("states an impossible entry size");
      }
      char kind = (char) block[156];
      if (kind == 'L' || kind == 'x') {
        begin(size);
        byte[] content = in.takeBytes((int) Math.min(left, MOST_HEADER_BYTES));
        left -= content.length;
        if (kind == 'L') {
          longName = text(content, 0, content.length);
        } else {
          longName = pax(content, "path", longName);
          paxSize = wholeOr(pax(content, "size", ""), paxSize);
          paxTime = timeOr(pax(content, "mtime", ""), paxTime);
        }
        continue;
      }
      if (paxSize >= 0 && paxSize <= Long.MAX_VALUE - 2 * BLOCK) {
        size = paxSize;
      }
      begin(kind >= '1' && kind <= '6' ? 0 : size);
      if (kind == '0' || kind == 0 || kind == '7' || kind == 'S') {
        budget.entry();
        String name = longName.isEmpty() ? name(block) : longName;
        if (name.endsWith("/")) {
          longName = "";
          continue;
        }
        Instant modified = paxTime != null ? paxTime : instant(number(block, 136, 12));
        return new Entry(name, modified, new Content(), kind == 'S' ? "is stored sparsely" : "");
      }
      longName = "";
      paxSize = -1;
      paxTime = null;
    }
  }

  private void begin(long size) {
    left = size;
    padding = (BLOCK - size % BLOCK) % BLOCK;
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String name(byte[] block) {
    String name = text(block, 0, 100);
    boolean ustar = block[257] == 'u' && block[258] == 's' && block[262] == 0;
    String prefix = ustar ? text(block, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static String pax(byte[] content, String key, String otherwise) {
    String found = otherwise;
    int at = 0;
    while (at < content.length) {
      int space = at;
      int length = 0;
      while (space < content.length && Character.isDigit(content[space]) && length < 1_000_000) {
        length = length * 10 + content[space] - '0';
        space++;
      }
      if (space == at || space >= content.length || content[space] != ' ') {
        break;
      }
      int end = Math.min(content.length, at + length);
      if (end <= space + 1) {
        break;
      }
      String record = new String(content, space + 1, end - space - 1, StandardCharsets.UTF_8);
      if (record.startsWith(key + "=")) {
        found = record.substring(key.length() + 1).stripTrailing();
      }
      at = end;
    }
    return found;
  }

  private static long wholeOr(String text, long otherwise) {
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static @Nullable Instant timeOr(String text, @Nullable Instant otherwise) {
    int dot = text.indexOf('.');
    long seconds = wholeOr(dot < 0 ? text : text.substring(0, dot), Long.MIN_VALUE);
    return seconds == Long.MIN_VALUE ? otherwise : instant(seconds);
  }

  private static @Nullable Instant instant(long seconds) {
    return seconds <= 0 || seconds > 253_402_300_799L ? null : Instant.ofEpochSecond(seconds);
  }

  private static long number(byte[] block, int at, int length) {
    if ((block[at] & 0x80) == 0) {
      return octal(block, at, length);
    }
    long value = block[at] & 0x7F;
    for (int i = at + 1; i < at + length; i++) {
      if (value >>> 55 != 0) {
        return -1;
      }
      value = value << 8 | (block[i] & 0xFF);
    }
    return value;
  }

  private static long octal(byte[] block, int at, int length) {
    long value = 0;
    for (int i = at; i < at + length; i++) {
      byte b = block[i];
      if (b >= '0' && b <= '7') {
        value = value << 3 | (b - '0');
      } else if (b != ' ' || value != 0) {
        break;
      }
    }
    return value;
  }

  /** What is left of the current entry. */
  private final class Content extends InputStream {
    private final byte[] one = new byte[1];

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, left));
      if (read < 0) {
        left = 0;
        padding = 0;
        throw new DamagedContainerException("ends in the middle of an entry");
      }
      left -= read;
      return read;
    }
  }
}
