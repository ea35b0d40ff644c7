package io.testudo.suricata.http;

import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import java.util.Map;

/** Lays the headers of a message under the names that rules know. */
final class HeaderBuffers {
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("user-agent", "http.user_agent"),
          Map.entry("referer", "http.referer"),
          Map.entry("accept", "http.accept"),
          Map.entry("accept-language", "http.accept_lang"),
          Map.entry("accept-encoding", "http.accept_enc"),
          Map.entry("connection", "http.connection"),
          Map.entry("content-type", "http.content_type"),
          Map.entry("content-length", "http.content_len"),
          Map.entry("server", "http.server"),
          Map.entry("location", "http.location"));

  private HeaderBuffers() {}

  static void lay(Transaction t, Side side, Headers headers, String firstLine, String raw) {
    boolean request = side == Side.TO_SERVER;
    String cookieName = request ? "cookie" : "set-cookie";
    StringBuilder all = new StringBuilder();
    StringBuilder names = new StringBuilder("\r\n");
    for (Headers.Header header : headers.all()) {
      String line = header.name() + ": " + header.value();
      if (!header.name().equalsIgnoreCase(cookieName)) {
        all.append(line).append("\r\n");
      }
      names.append(header.name()).append("\r\n");
      t.add(side, request ? "http.request_header" : "http.response_header", line);
    }
    if (!headers.all().isEmpty()) {
      t.add(side, "http.header", all.toString());
      t.add(side, "http.header.raw", raw);
      t.add(side, "http.header_names", names.append("\r\n").toString());
    }
    t.add(side, "http.start", firstLine + "\r\n" + whole(headers) + "\r\n");
    NAMED.forEach(
        (name, buffer) -> {
          String value = headers.joined(name);
          if (value != null) {
            t.add(side, buffer, value);
          }
        });
    String cookie = headers.joined(cookieName);
    if (cookie != null) {
      t.add(side, "http.cookie", cookie);
    }
  }

  private static String whole(Headers headers) {
    StringBuilder all = new StringBuilder();
    for (Headers.Header header : headers.all()) {
      all.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    return all.toString();
  }
}
