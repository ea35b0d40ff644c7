package io.testudo.suricata.http;

import java.util.Locale;

/** A request's target: as it was sent, and as the server will take it. */
final class RequestTarget {
  private final String raw;
  private final String host;
  private final String normal;
  private boolean isDoubleEncoded;

  RequestTarget(String raw) {
    this.raw = raw;
    int scheme = raw.indexOf("://");
    boolean absolute = scheme > 0 && scheme < 8 && raw.substring(0, scheme).matches("[A-Za-z]+");
    int path = absolute ? raw.indexOf('/', scheme + 3) : 0;
    host = !absolute ? "" : raw.substring(scheme + 3, path < 0 ? raw.length() : path);
    String local = absolute ? (path < 0 ? "/" : raw.substring(path)) : raw;
    int query = local.indexOf('?');
    String folder = query < 0 ? local : local.substring(0, query);
    normal = path(decoded(folder)) + (query < 0 ? "" : local.substring(query));
  }

  String raw() {
    return raw;
  }

  /** The host of an absolute target, or an empty text. */
  String host() {
    return host;
  }

  String normal() {
    return normal;
  }

  /** Whether decoding it once leaves what can be decoded again. */
  boolean isDoubleEncoded() {
    return isDoubleEncoded;
  }

  private String decoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        out.append((char) (high << 4 | low));
        i += 2;
      } else {
        out.append(c);
      }
    }
    String once = out.toString();
    isDoubleEncoded = once.matches("(?s).*%[0-9A-Fa-f]{2}.*") && !once.equals(text);
    return once;
  }

  /** Removes repeated separators and what {@code .} and {@code ..} stand for. */
  private static String path(String path) {
    String single = path.replace('\\', '/').replaceAll("/{2,}", "/");
    if (!single.contains("/.")) {
      return single;
    }
    StringBuilder out = new StringBuilder();
    String[] parts = single.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].equals("..")) {
        int up = out.lastIndexOf("/", Math.max(0, out.length() - 2));
        out.setLength(up < 0 ? Math.min(1, out.length()) : up + 1);
      } else if (!parts[i].equals(".")) {
        out.append(parts[i]).append(last ? "" : "/");
      }
    }
    return out.toString();
  }

  /** A host's name in lower case without its port. */
  static String hostName(String host) {
    String bare = host.strip().toLowerCase(Locale.ROOT);
    int colon = bare.lastIndexOf(':');
    boolean port =
        colon > 0
            && colon > bare.lastIndexOf(']')
            && bare.substring(colon + 1).chars().allMatch(Character::isDigit);
    bare = port ? bare.substring(0, colon) : bare;
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }
}
