package io.testudo.suricata.http;

import io.testudo.suricata.protocol.FileBuffers;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lays the body of a message under the names that rules know, and the files that it holds. */
final class BodyBuffers {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";,]{1,200})\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE_NAME =
      Pattern.compile("filename=\"?([^\";\r\n]{1,1024})\"?", Pattern.CASE_INSENSITIVE);
  private static final int MOST_PARTS = 64;

  private BodyBuffers() {}

  static void lay(Transaction t, Side side, Headers headers, Body body, String file) {
    if (body.size() == 0) {
      return;
    }
    byte[] decoded = body.decoded(headers);
    if (side == Side.TO_CLIENT) {
      t.add(side, "http.response_body", decoded);
      Matcher named = FILE_NAME.matcher(orEmpty(headers.joined("content-disposition")));
      FileBuffers.lay(t, side, named.find() ? named.group(1) : file, decoded);
      return;
    }
    t.add(side, "http.request_body", decoded);
    Matcher boundary = BOUNDARY.matcher(orEmpty(headers.joined("content-type")));
    if (headers.folded("content-type").contains("multipart") && boundary.find()) {
      parts(t, decoded, "--" + boundary.group(1).strip());
    } else {
      FileBuffers.lay(t, side, file, decoded);
    }
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  /** The parts of a form that are files (RFC 7578). */
  private static void parts(Transaction t, byte[] body, String boundary) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(boundary);
    for (int i = 0; i < MOST_PARTS && at >= 0; i++) {
      int head = at + boundary.length();
      int next = text.indexOf(boundary, head);
      int blank = text.indexOf("\r\n\r\n", head);
      if (blank < 0 || (next >= 0 && blank > next)) {
        return;
      }
      Matcher named = FILE_NAME.matcher(text.substring(head, blank));
      int end = next < 0 ? text.length() : Math.max(blank + 4, next - 2);
      if (named.find()) {
        byte[] content = java.util.Arrays.copyOfRange(body, blank + 4, end);
        FileBuffers.lay(t, Side.TO_SERVER, named.group(1), content);
      }
      at = next;
    }
  }
}
