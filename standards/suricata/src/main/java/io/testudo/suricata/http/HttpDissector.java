package io.testudo.suricata.http;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1 (RFC 9112): requests and the responses to them, also where requests are sent ahead.
 *
 * <p>At most {@value #MOST_AHEAD} requests wait for a response; a head of more than {@value
 * #MOST_HEAD} octets is not read.
 */
public final class HttpDissector implements Dissector {
  private static final int MOST_AHEAD = 128;
  private static final int MOST_HEAD = 65_536;

  private final Deque<Request> unanswered = new ArrayDeque<>();
  private @Nullable Message request;
  private @Nullable Message response;
  private String successor = "";

  private record Request(Transaction transaction, String method, String file, Headers headers) {}

  private record Message(Transaction transaction, Headers headers, Body body, String file) {}

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    Message current = side == Side.TO_SERVER ? request : response;
    if (current == null) {
      return head(side, octets, length, log);
    }
    int used = current.body.take(octets, 0, length);
    if (current.body.isWhole() || current.body.isFull()) {
      finish(side, current);
    }
    return used;
  }

  private void finish(Side side, Message message) {
    if (message.transaction.stage(side) != Transaction.WHOLE) {
      BodyBuffers.lay(message.transaction, side, message.headers, message.body, message.file);
      message.transaction.advance(side, Transaction.WHOLE);
    }
    if (message.body.isWhole()) {
      set(side, null);
    }
  }

  private void set(Side side, @Nullable Message message) {
    if (side == Side.TO_SERVER) {
      request = message;
    } else {
      response = message;
    }
  }

  private int head(Side side, byte[] octets, int length, TransactionLog log) {
    int start = 0;
    while (start < length && (octets[start] == '\r' || octets[start] == '\n')) {
      start++;
    }
    int line = Signs.find(octets, start, length, '\n');
    if (line < 0) {
      return length > MOST_HEAD ? BROKEN : 0;
    }
    String first = text(octets, start, line);
    boolean old = side == Side.TO_SERVER && !first.toUpperCase(Locale.ROOT).contains(" HTTP/");
    int end = endOfHead(octets, line + 1, length);
    if (end < 0 && !(old && line + 1 >= length)) {
      return length > MOST_HEAD ? BROKEN : 0;
    }
    int bodyAt = end < 0 ? length : end;
    Headers headers = Headers.read(octets, line + 1, bodyAt);
    String raw =
        new String(
            octets,
            line + 1,
            rawEnd(octets, line + 1, bodyAt) - line - 1,
            StandardCharsets.ISO_8859_1);
    if (side == Side.TO_SERVER) {
      request(first, headers, raw, log);
      return bodyAt;
    }
    if (!first.startsWith("HTTP/")) {
      return unstructured(octets, length, log);
    }
    response(first, headers, raw, log);
    return bodyAt;
  }

  /** Where the empty line behind the headers ends, or -1. */
  private static int endOfHead(byte[] octets, int from, int length) {
    int at = from;
    while (at < length) {
      int line = Signs.find(octets, at, length, '\n');
      if (line < 0) {
        return -1;
      }
      if (line == at || (line == at + 1 && octets[at] == '\r')) {
        return line + 1;
      }
      at = line + 1;
    }
    return -1;
  }

  private static int rawEnd(byte[] octets, int from, int end) {
    int at = end;
    if (at > from && octets[at - 1] == '\n') {
      at--;
    }
    return at > from && octets[at - 1] == '\r' ? at - 1 : at;
  }

  private static String text(byte[] octets, int from, int line) {
    int end = line > from && octets[line - 1] == '\r' ? line - 1 : line;
    return new String(octets, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private void request(String line, Headers headers, String raw, TransactionLog log) {
    Transaction t = log.begin("http1");
    Side side = Side.TO_SERVER;
    RequestLine parts = RequestLine.parse(line);
    RequestTarget target = new RequestTarget(parts.target());
    t.add(side, "http.request_line", line);
    t.add(side, "http.method", parts.method());
    t.add(side, "http.uri", target.normal());
    t.add(side, "http.uri.raw", target.raw());
    if (!parts.protocol().isEmpty()) {
      t.add(side, "http.protocol", parts.protocol());
    }
    String host = headers.joined("host");
    String named = !target.host().isEmpty() ? target.host() : host;
    if (named != null) {
      t.add(side, "http.host", RequestTarget.hostName(named));
      t.add(side, "http.host.raw", named);
    }
    HeaderBuffers.lay(t, side, headers, line, raw);
    RequestEvents.note(t, parts.method(), target, headers);
    Body body = Body.of(headers, false);
    String path = target.normal();
    int query = path.indexOf('?');
    String file = query < 0 ? path : path.substring(0, query);
    if (unanswered.size() < MOST_AHEAD) {
      unanswered.add(new Request(t, parts.method(), file, headers));
    }
    t.advance(side, Transaction.HEAD);
    Message message = new Message(t, headers, body, file);
    set(side, message);
    if (body.isWhole()) {
      finish(side, message);
    }
  }

  private void response(String line, Headers headers, String raw, TransactionLog log) {
    Side side = Side.TO_CLIENT;
    Request asked = unanswered.poll();
    Transaction t = asked == null ? log.begin("http1") : asked.transaction;
    if (asked == null) {
      t.close(Side.TO_SERVER);
    }
    String[] words = line.split(" ", 3);
    String code = words.length > 1 ? words[1].strip() : "";
    if (code.equals("100") && asked != null) {
      unanswered.addFirst(asked);
      return;
    }
    t.add(side, "http.response_line", line);
    t.add(side, "http.protocol", words[0]);
    t.add(side, "http.stat_code", code);
    t.add(side, "http.stat_msg", words.length > 2 ? words[2] : "");
    HeaderBuffers.lay(t, side, headers, line, raw);
    String method = asked == null ? "" : asked.method;
    boolean empty =
        method.equals("HEAD") || code.startsWith("1") || code.equals("204") || code.equals("304");
    Body body = empty ? Body.none() : Body.of(headers, true);
    ResponseEvents.note(t, headers);
    t.advance(side, Transaction.HEAD);
    Message message = new Message(t, headers, body, asked == null ? "" : asked.file);
    set(side, message);
    if (body.isWhole()) {
      finish(side, message);
    }
    change(code, asked, headers, t);
  }

  /** What the connection carries from here on. */
  private void change(String code, @Nullable Request asked, Headers headers, Transaction t) {
    if (asked == null) {
      return;
    }
    if (code.equals("101")) {
      String upgrade = headers.folded("upgrade");
      successor =
          upgrade.contains("websocket")
              ? "websocket"
              : upgrade.contains("h2c") ? "http2" : "unknown";
    } else if (asked.method.equals("CONNECT") && code.startsWith("2")) {
      successor = "any";
    }
  }

  /** A response without a head, as HTTP/0.9 had it. */
  private int unstructured(byte[] octets, int length, TransactionLog log) {
    Request asked = unanswered.poll();
    if (asked == null) {
      return BROKEN;
    }
    Body body = Body.of(new Headers(), true);
    body.take(octets, 0, length);
    set(Side.TO_CLIENT, new Message(asked.transaction, new Headers(), body, asked.file));
    return length;
  }

  /** A head that was cut off is read as far as it goes. */
  @Override
  public void rest(Side side, byte[] octets, int length, TransactionLog log) {
    boolean head = (side == Side.TO_SERVER ? request : response) == null;
    if (head && Signs.find(octets, 0, length, '\n') > 0) {
      byte[] ended = java.util.Arrays.copyOf(octets, length + 4);
      System.arraycopy(new byte[] {'\r', '\n', '\r', '\n'}, 0, ended, length, 4);
      head(side, ended, length + 4, log);
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {
    Message current = side == Side.TO_SERVER ? request : response;
    if (current != null) {
      current.body.end();
      finish(side, current);
    }
  }

  @Override
  public String successor() {
    return successor;
  }
}
