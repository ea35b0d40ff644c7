package io.testudo.suricata.http;

import io.testudo.suricata.protocol.Signs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header lines of a message in the order of the wire, folded lines joined. */
final class Headers {
  private static final int MOST = 512;

  /** One header. */
  record Header(String name, String value) {}

  private final List<Header> headers = new ArrayList<>();

  /** Reads the lines between two places. */
  static Headers read(byte[] octets, int from, int to) {
    Headers read = new Headers();
    int at = from;
    while (at < to && read.headers.size() < MOST) {
      int line = Signs.find(octets, at, to, '\n');
      int end = line < 0 ? to : line;
      read.line(new String(octets, at, end - at, StandardCharsets.ISO_8859_1));
      at = end + 1;
    }
    return read;
  }

  private void line(String raw) {
    String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    if (line.isEmpty()) {
      return;
    }
    if ((line.charAt(0) == ' ' || line.charAt(0) == '\t') && !headers.isEmpty()) {
      Header last = headers.remove(headers.size() - 1);
      headers.add(new Header(last.name, last.value + " " + line.strip()));
      return;
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      headers.add(new Header("", line));
    } else {
      headers.add(new Header(line.substring(0, colon).strip(), trimmed(line.substring(colon + 1))));
    }
  }

  private static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && (value.charAt(from) == ' ' || value.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (value.charAt(to - 1) == ' ' || value.charAt(to - 1) == '\t')) {
      to--;
    }
    return value.substring(from, to);
  }

  /** Adds a header. */
  void add(String name, String value) {
    if (headers.size() < MOST) {
      headers.add(new Header(name, value));
    }
  }

  List<Header> all() {
    return headers;
  }

  /** The values of a name, joined by commas as RFC 9110 lets them be; null if it is not there. */
  @Nullable String joined(String name) {
    String joined = null;
    for (Header header : headers) {
      if (header.name.equalsIgnoreCase(name)) {
        joined = joined == null ? header.value : joined + ", " + header.value;
      }
    }
    return joined;
  }

  /** The joined values of a name in lower case; empty if it is not there. */
  String folded(String name) {
    String joined = joined(name);
    return joined == null ? "" : joined.toLowerCase(Locale.ROOT);
  }

  int count(String name) {
    int count = 0;
    for (Header header : headers) {
      count += header.name.equalsIgnoreCase(name) ? 1 : 0;
    }
    return count;
  }
}
