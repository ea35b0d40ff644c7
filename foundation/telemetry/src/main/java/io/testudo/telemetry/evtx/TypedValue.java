package io.testudo.telemetry.evtx;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Values of binary XML by their type: whole and real numbers, truth values; all else as text, as
 * Windows spells it, but GUIDs without braces.
 */
final class TypedValue {

  private static final int ARRAY = 0x80;
  private static final int TEXT = 0x01;
  private static final int ANSI_TEXT = 0x02;
  private static final int BINARY = 0x0E;

  /** Seconds between 1601, where Windows counts from, and 1970. */
  private static final long SECONDS_TO_1970 = 11_644_473_600L;

  private static final long TICKS_PER_SECOND = 10_000_000L;
  private static final Charset WESTERN = Charset.forName("windows-1252");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final DateTimeFormatter TICKS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  private TypedValue() {}

  static boolean isText(int type) {
    return type == TEXT || type == ANSI_TEXT;
  }

  /** The value of this type in {@code bytes[from .. from + size)}, which must be there. */
  static Value of(int type, byte[] bytes, int from, int size) throws MalformedRecordException {
    return switch (type) {
      case TEXT -> new Value.Text(text(bytes, from, size, StandardCharsets.UTF_16LE));
      case ANSI_TEXT -> new Value.Text(text(bytes, from, size, WESTERN));
      case BINARY -> new Value.Text(HEX.formatHex(bytes, from, from + size));
      case TEXT | ARRAY -> texts(bytes, from, size, StandardCharsets.UTF_16LE);
      case ANSI_TEXT | ARRAY -> texts(bytes, from, size, WESTERN);
      default ->
          (type & ARRAY) == 0 ? single(type, bytes, from, size) : many(type, bytes, from, size);
    };
  }

  private static String text(byte[] bytes, int from, int size, Charset charset) {
    String text = new String(bytes, from, size, charset);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  private static Value texts(byte[] bytes, int from, int size, Charset charset) {
    String[] parts = text(bytes, from, size, charset).split("\0", -1);
    List<Value> all = new ArrayList<>(parts.length);
    for (String part : parts) {
      all.add(new Value.Text(part));
    }
    return new Value.Many(all);
  }

  private static Value many(int type, byte[] bytes, int from, int size)
      throws MalformedRecordException {
    int each = width(type & ~ARRAY, bytes, from, size);
    List<Value> all = new ArrayList<>();
    for (int at = from; at + each <= from + size; at += each) {
      all.add(single(type & ~ARRAY, bytes, at, each));
    }
    return new Value.Many(all);
  }

  /** How many bytes a value takes; identifiers of accounts tell it themselves. */
  private static int width(int type, byte[] bytes, int from, int size)
      throws MalformedRecordException {
    return switch (type) {
      case 0x03, 0x04 -> 1;
      case 0x05, 0x06 -> 2;
      case 0x07, 0x08, 0x0B, 0x0D, 0x14 -> 4;
      case 0x09, 0x0A, 0x0C, 0x11, 0x15 -> 8;
      case 0x10 -> size % 8 == 0 ? 8 : 4;
      case 0x0F, 0x12 -> 16;
      case 0x13 -> size < 8 ? 8 : 8 + 4 * (bytes[from + 1] & 0xFF);
      default -> throw new MalformedRecordException("holds values of an unknown type: " + type);
    };
  }

  private static Value single(int type, byte[] bytes, int from, int size)
      throws MalformedRecordException {
    if (size < width(type, bytes, from, size)) {
      throw new MalformedRecordException("holds a value shorter than its type " + type);
    }
    return switch (type) {
      case 0x03 -> new Value.Whole(bytes[from]);
      case 0x04 -> new Value.Whole(bytes[from] & 0xFF);
      case 0x05 -> new Value.Whole((short) EvtxChunk.u16(bytes, from));
      case 0x06 -> new Value.Whole(EvtxChunk.u16(bytes, from));
      case 0x07 -> new Value.Whole(EvtxChunk.i32(bytes, from));
      case 0x08 -> new Value.Whole(EvtxChunk.i32(bytes, from) & 0xFFFF_FFFFL);
      case 0x09 -> new Value.Whole(EvtxChunk.i64(bytes, from));
      case 0x0A -> unsigned(EvtxChunk.i64(bytes, from));
      case 0x0B -> real(Float.intBitsToFloat(EvtxChunk.i32(bytes, from)));
      case 0x0C -> real(Double.longBitsToDouble(EvtxChunk.i64(bytes, from)));
      case 0x0D -> new Value.Truth(EvtxChunk.i32(bytes, from) != 0);
      case 0x14 -> new Value.Text("0x" + Integer.toHexString(EvtxChunk.i32(bytes, from)));
      case 0x15 -> new Value.Text("0x" + Long.toHexString(EvtxChunk.i64(bytes, from)));
      case 0x10 ->
          new Value.Text(
              "0x"
                  + Long.toHexString(
                      size == 8
                          ? EvtxChunk.i64(bytes, from)
                          : EvtxChunk.i32(bytes, from) & 0xFFFF_FFFFL));
      case 0x0F -> new Value.Text(guid(bytes, from));
      case 0x11 -> new Value.Text(TICKS.format(time(EvtxChunk.i64(bytes, from))));
      case 0x12 -> new Value.Text(calendar(bytes, from));
      case 0x13 -> new Value.Text(account(bytes, from));
      default -> throw new MalformedRecordException("holds a value of an unknown type: " + type);
    };
  }

  private static Value unsigned(long number) {
    return number >= 0 ? new Value.Whole(number) : new Value.Text(Long.toUnsignedString(number));
  }

  private static Value real(double number) {
    return Double.isFinite(number)
        ? new Value.Real(number)
        : new Value.Text(Double.toString(number));
  }

  /** The instant that is so many tenths of a microsecond after 1601. */
  static Instant time(long ticks) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(ticks, TICKS_PER_SECOND) - SECONDS_TO_1970,
        100 * Long.remainderUnsigned(ticks, TICKS_PER_SECOND));
  }

  private static String guid(byte[] bytes, int from) {
    return "%08X-%04X-%04X-%s-%s"
        .formatted(
            EvtxChunk.i32(bytes, from),
            EvtxChunk.u16(bytes, from + 4),
            EvtxChunk.u16(bytes, from + 6),
            HEX.formatHex(bytes, from + 8, from + 10),
            HEX.formatHex(bytes, from + 10, from + 16));
  }

  private static String calendar(byte[] bytes, int from) throws MalformedRecordException {
    int[] part = new int[8];
    for (int i = 0; i < part.length; i++) {
      part[i] = EvtxChunk.u16(bytes, from + 2 * i);
    }
    try {
      return MILLIS.format(
          LocalDateTime.of(
              part[0], part[1], part[3], part[4], part[5], part[6], part[7] * 1_000_000));
    } catch (DateTimeException e) {
      throw new MalformedRecordException("holds a date that cannot be");
    }
  }

  /** The identifier of an account, as {@code S-1-5-21-…}. */
  private static String account(byte[] bytes, int from) {
    long authority = 0;
    for (int i = 2; i < 8; i++) {
      authority = authority << 8 | bytes[from + i] & 0xFF;
    }
    var text = new StringBuilder("S-").append(bytes[from] & 0xFF).append('-').append(authority);
    int count = bytes[from + 1] & 0xFF;
    for (int i = 0; i < count; i++) {
      text.append('-').append(EvtxChunk.i32(bytes, from + 8 + 4 * i) & 0xFFFF_FFFFL);
    }
    return text.toString();
  }
}
