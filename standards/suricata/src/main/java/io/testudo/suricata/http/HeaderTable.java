package io.testudo.suricata.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads header blocks of HTTP/2 (HPACK, RFC 7541) of one side of a connection.
 *
 * <p>The dynamic table holds at most {@value #MOST_TABLE} octets whatever the sender asks for, and
 * a block gives at most {@value #MOST_FIELDS} fields.
 */
final class HeaderTable {
  private static final int MOST_TABLE = 65_536;
  private static final int USUAL_TABLE = 4_096;
  private static final int MOST_FIELDS = 512;
  private static final int OVERHEAD = 32;

  private static final String STATIC =
      ":authority|;:method|GET;:method|POST;:path|/;:path|/index.html;:scheme|http;:scheme|https;"
          + ":status|200;:status|204;:status|206;:status|304;:status|400;:status|404;:status|500;"
          + "accept-charset|;accept-encoding|gzip, deflate;accept-language|;accept-ranges|;accept|;"
          + "access-control-allow-origin|;age|;allow|;authorization|;cache-control|;"
          + "content-disposition|;content-encoding|;content-language|;content-length|;"
          + "content-location|;content-range|;content-type|;cookie|;date|;etag|;expect|;expires|;"
          + "from|;host|;if-match|;if-modified-since|;if-none-match|;if-range|;"
          + "if-unmodified-since|;last-modified|;link|;location|;max-forwards|;"
          + "proxy-authenticate|;proxy-authorization|;range|;referer|;refresh|;retry-after|;"
          + "server|;set-cookie|;strict-transport-security|;transfer-encoding|;user-agent|;vary|;"
          + "via|;www-authenticate|";

  private static final List<Headers.Header> FIXED = new ArrayList<>();

  static {
    for (String entry : STATIC.split(";")) {
      int bar = entry.indexOf('|');
      FIXED.add(new Headers.Header(entry.substring(0, bar), entry.substring(bar + 1)));
    }
  }

  private final Deque<Headers.Header> newest = new ArrayDeque<>();
  private int size;
  private int bound = USUAL_TABLE;
  private byte[] block = new byte[0];
  private int at;

  /** The fields of a block, as far as it is valid. */
  Headers read(byte[] octets) {
    block = octets;
    at = 0;
    Headers fields = new Headers();
    int count = 0;
    while (at < block.length && count++ < MOST_FIELDS) {
      int first = block[at] & 0xFF;
      if ((first & 0x80) != 0) {
        Headers.Header known = entry(number(7));
        if (known == null) {
          break;
        }
        fields.add(known.name(), known.value());
      } else if ((first & 0xE0) == 0x20) {
        bound = Math.min(MOST_TABLE, Math.max(0, number(5)));
        shrink();
      } else if (!literal(fields, (first & 0x40) != 0)) {
        break;
      }
    }
    return fields;
  }

  private boolean literal(Headers fields, boolean isKept) {
    int index = number(isKept ? 6 : 4);
    Headers.Header known = index == 0 ? null : entry(index);
    if (index != 0 && known == null) {
      return false;
    }
    String name = known == null ? text() : known.name();
    String value = name == null ? null : text();
    if (name == null || value == null) {
      return false;
    }
    fields.add(name, value);
    if (isKept) {
      newest.addFirst(new Headers.Header(name, value));
      size += name.length() + value.length() + OVERHEAD;
      shrink();
    }
    return true;
  }

  private void shrink() {
    while (size > bound && !newest.isEmpty()) {
      Headers.Header oldest = newest.removeLast();
      size -= oldest.name().length() + oldest.value().length() + OVERHEAD;
    }
  }

  private Headers.@org.jspecify.annotations.Nullable Header entry(int index) {
    if (index >= 1 && index <= FIXED.size()) {
      return FIXED.get(index - 1);
    }
    int place = FIXED.size() + 1;
    for (Headers.Header kept : newest) {
      if (place++ == index) {
        return kept;
      }
    }
    return null;
  }

  /** A number whose first bits are the last ones of an octet; -1 if it is cut or too large. */
  private int number(int bits) {
    int mask = (1 << bits) - 1;
    int value = block[at++] & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; shift <= 21 && at < block.length; shift += 7) {
      int octet = block[at++];
      value += (octet & 0x7F) << shift;
      if ((octet & 0x80) == 0) {
        return value;
      }
    }
    return -1;
  }

  private @org.jspecify.annotations.Nullable String text() {
    if (at >= block.length) {
      return null;
    }
    boolean coded = (block[at] & 0x80) != 0;
    int length = number(7);
    if (length < 0 || length > block.length - at) {
      return null;
    }
    int from = at;
    at += length;
    return coded
        ? new String(HuffmanCode.decode(block, from, at), StandardCharsets.ISO_8859_1)
        : new String(block, from, length, StandardCharsets.ISO_8859_1);
  }
}
