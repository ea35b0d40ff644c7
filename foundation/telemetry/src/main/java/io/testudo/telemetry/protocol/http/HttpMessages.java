package io.testudo.telemetry.protocol.http;

import io.testudo.telemetry.stream.Dissector;
import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.Side;
import io.testudo.telemetry.stream.StoredFields;
import io.testudo.telemetry.stream.Told;
import io.testudo.vocabulary.event.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1: each request with its response (RFC 9112), pipelined or not. Fields are those of Zeek's
 * {@code http} log; a password is never told. Bodies are passed over and counted.
 *
 * <p>A stream that becomes another protocol (CONNECT, 101) is followed no further. At most {@value
 * #MOST_OPEN} requests wait for their responses.
 */
public final class HttpMessages implements Dissector {

  private static final String PROTOCOL = "http";
  private static final int MOST_OPEN = 64;
  private static final int MOST_METHOD = 32;
  private static final int SWITCHING = 101;
  private static final int MOST_LINE = 1 << 14;
  private static final int MOST_TEXT = 1 << 12;
  private static final int MOST_PROXIES = 16;

  /** A request whose response is not complete. */
  private static final class Exchange {
    final long nanos;
    final Map<String, Value> request;
    final Map<String, Value> response = new LinkedHashMap<>();
    final int held;
    long requestBytes;
    long responseBytes;

    Exchange(long nanos, Map<String, Value> request) {
      this.nanos = nanos;
      this.request = request;
      int texts = 400;
      for (Value value : request.values()) {
        texts += 100 + value.toString().length();
      }
      this.held = texts;
    }

    String method() {
      Value method = request.get("method");
      return method == null ? "" : method.toString();
    }
  }

  private final Deque<Exchange> open = new ArrayDeque<>();
  private long depth;
  private @Nullable HttpBody requestBody;

  /** Whether the response was complete before the body of the request is. */
  private boolean answeredEarly;

  private @Nullable HttpBody responseBody;
  private @Nullable Side client;

  /** How much of an incomplete head was looked at; not remembered across a save. */
  private int requestLooked;

  private int responseLooked;

  @Override
  public int read(Sent sent, Told told) throws MalformedMessageException {
    if (client == null) {
      client = sent.begins("HTTP/") ? sent.side().other() : sent.side();
    }
    return sent.side() == client ? readRequest(sent) : readResponse(sent, told);
  }

  private int readRequest(Sent sent) throws MalformedMessageException {
    HttpBody body = requestBody;
    if (body != null) {
      int taken = body.read(sent);
      if (!answeredEarly) {
        open.getLast().requestBytes = body.length();
      }
      if (body.isDone()) {
        requestBody = null;
      }
      return taken;
    }
    if (sent.u8(0) == '\r' || sent.u8(0) == '\n') {
      return 1;
    }
    int old = withoutVersion(sent);
    if (old != 0) {
      return Math.max(0, old);
    }
    int end = HttpHead.end(sent, requestLooked);
    if (end < 0) {
      requestLooked = sent.length();
      return 0;
    }
    requestLooked = 0;
    HttpHead head = HttpHead.read(sent.part(0, end));
    if (open.size() >= MOST_OPEN) {
      throw new MalformedMessageException("has too many requests without a response");
    }
    open.add(new Exchange(sent.nanos(), request(head)));
    answeredEarly = false;
    HttpBody next =
        head.isChunked() ? HttpBody.chunked() : HttpBody.counted(Math.max(0, head.contentLength()));
    requestBody = next.isDone() ? null : next;
    return head.length();
  }

  /**
   * A request of HTTP/0.9, which is one line and no more.
   *
   * @return its length, 0 if it is another request, -1 while that is not known
   */
  private int withoutVersion(Sent sent) throws MalformedMessageException {
    int end = sent.find('\n', 0);
    if (end < 0 || end > MOST_LINE) {
      if (sent.length() > MOST_LINE) {
        throw new MalformedMessageException("has a first line longer than " + MOST_LINE + " bytes");
      }
      return -1;
    }
    if (!sent.begins("GET ") || open.size() >= MOST_OPEN) {
      return 0;
    }
    String line = sent.utf8(0, end).strip();
    if (line.contains(" HTTP/")) {
      return 0;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("trans_depth", new Value.Whole(++depth));
    fields.put("method", new Value.Text("GET"));
    put(fields, "uri", PercentText.decoded(line.substring(4).strip()));
    fields.put("version", new Value.Text("0.9"));
    open.add(new Exchange(sent.nanos(), fields));
    answeredEarly = false;
    return end + 1;
  }

  private Map<String, Value> request(HttpHead head) throws MalformedMessageException {
    String line = head.line().strip();
    int space = line.indexOf(' ');
    int version = line.lastIndexOf(" HTTP/");
    if (space <= 0 || space > MOST_METHOD || version < space) {
      throw new MalformedMessageException("begins with no request");
    }
    String uri = line.substring(space, version).strip();
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("trans_depth", new Value.Whole(++depth));
    fields.put("method", new Value.Text(line.substring(0, space)));
    put(fields, "host", head.value("host"));
    put(fields, "uri", PercentText.decoded(uri));
    put(fields, "referrer", head.value("referer"));
    put(fields, "version", line.substring(version + 6));
    put(fields, "user_agent", head.value("user-agent"));
    put(fields, "origin", head.value("origin"));
    put(fields, "username", username(head.value("authorization")));
    List<Value> proxied = proxied(head);
    if (!proxied.isEmpty()) {
      fields.put("proxied", new Value.Many(proxied));
    }
    put(fields, "request_content_type", head.value("content-type"));
    return fields;
  }

  private static List<Value> proxied(HttpHead head) {
    List<Value> proxied = new ArrayList<>();
    for (int i = 0; i < head.names().size(); i++) {
      String name = head.names().get(i);
      boolean tells =
          name.equals("forwarded")
              || name.equals("x-forwarded-for")
              || name.equals("x-forwarded-from")
              || name.equals("client-ip")
              || name.equals("via")
              || name.equals("xroxy-connection")
              || name.equals("proxy-connection");
      if (tells && proxied.size() < MOST_PROXIES) {
        proxied.add(
            new Value.Text(cut(name.toUpperCase(Locale.ROOT) + " -> " + head.values().get(i))));
      }
    }
    return proxied;
  }

  /** The user of basic authentication (RFC 7617); never the password. */
  private static @Nullable String username(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      String both = new String(decoded, StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      return colon < 0 ? null : both.substring(0, colon);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private int readResponse(Sent sent, Told told) throws MalformedMessageException {
    HttpBody body = responseBody;
    if (body != null) {
      int taken = body.read(sent);
      open.getFirst().responseBytes = body.length();
      if (body.isDone()) {
        complete(told);
      }
      return taken;
    }
    if (!open.isEmpty() && !sent.begins("HTTP/") && isOfOldest(open.getFirst())) {
      // HTTP/0.9 answers with the body alone.
      responseBody = HttpBody.untilClose();
      return responseBody.read(sent);
    }
    int end = HttpHead.end(sent, responseLooked);
    if (end < 0) {
      responseLooked = sent.length();
      return 0;
    }
    responseLooked = 0;
    HttpHead head = HttpHead.read(sent.part(0, end));
    int code = code(head.line());
    if (open.isEmpty()) {
      Map<String, Value> unseen = new LinkedHashMap<>();
      unseen.put("trans_depth", new Value.Whole(++depth));
      open.add(new Exchange(sent.nanos(), unseen));
    }
    Exchange exchange = open.getFirst();
    String message = message(head.line());
    if (code / 100 == 1 && code != SWITCHING) {
      exchange.response.put("info_code", new Value.Whole(code));
      put(exchange.response, "info_msg", message);
      return head.length();
    }
    put(exchange.request, "version", head.line().substring(5, head.line().indexOf(' ')));
    exchange.response.put("status_code", new Value.Whole(code));
    put(exchange.response, "status_msg", message);
    put(exchange.response, "response_content_type", head.value("content-type"));
    put(exchange.response, "location", head.value("location"));
    put(exchange.response, "server", head.value("server"));
    boolean becomesOther =
        code == SWITCHING || (code / 100 == 2 && exchange.method().equals("CONNECT"));
    if (becomesOther) {
      return ENOUGH;
    }
    responseBody = body(head, code, exchange.method());
    if (responseBody.isDone()) {
      complete(told);
    }
    return head.length();
  }

  private static boolean isOfOldest(Exchange exchange) {
    Value version = exchange.request.get("version");
    return version != null && version.toString().equals("0.9");
  }

  /** RFC 9112 §6.3. */
  private static HttpBody body(HttpHead head, int code, String method)
      throws MalformedMessageException {
    if (code == 204 || code == 304 || method.equals("HEAD")) {
      return HttpBody.none();
    }
    if (head.isChunked()) {
      return HttpBody.chunked();
    }
    long length = head.contentLength();
    return length < 0 ? HttpBody.untilClose() : HttpBody.counted(length);
  }

  private static int code(String line) throws MalformedMessageException {
    int space = line.indexOf(' ');
    if (!line.startsWith("HTTP/") || space < 0 || line.length() < space + 4) {
      throw new MalformedMessageException("begins with no status line");
    }
    int code = 0;
    for (int i = space + 1; i < space + 4; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new MalformedMessageException("begins with no status line");
      }
      code = code * 10 + digit;
    }
    return code;
  }

  private static String message(String line) {
    int space = line.indexOf(' ');
    return line.length() > space + 5 ? line.substring(space + 5).strip() : "";
  }

  private static void put(Map<String, Value> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, new Value.Text(cut(value)));
    }
  }

  /** The beginning of a text: what a sender may have remembered of it. */
  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }

  private void complete(Told told) {
    responseBody = null;
    answeredEarly |= open.size() == 1 && requestBody != null;
    tell(open.removeFirst(), told);
  }

  private static void tell(Exchange exchange, Told told) {
    Map<String, Value> fields = exchange.request;
    fields.put("request_body_len", new Value.Whole(exchange.requestBytes));
    fields.put("response_body_len", new Value.Whole(exchange.responseBytes));
    fields.putAll(exchange.response);
    told.message(exchange.nanos, PROTOCOL, fields);
  }

  @Override
  public boolean missed(Side side, long bytes) {
    HttpBody body = side == client ? requestBody : responseBody;
    return body != null && body.missed(bytes);
  }

  @Override
  public void end(Told told) {
    open.forEach(exchange -> tell(exchange, told));
    open.clear();
  }

  @Override
  public int held() {
    int held = 0;
    for (Exchange exchange : open) {
      held += exchange.held;
    }
    return held;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Side known = client;
    out.writeByte(known == null ? 0 : 1 + known.ordinal());
    out.writeLong(depth);
    out.writeInt(open.size());
    for (Exchange exchange : open) {
      out.writeLong(exchange.nanos);
      StoredFields.write(exchange.request, out);
      StoredFields.write(exchange.response, out);
      out.writeLong(exchange.requestBytes);
      out.writeLong(exchange.responseBytes);
    }
    out.writeBoolean(answeredEarly);
    save(requestBody, out);
    save(responseBody, out);
  }

  private static void save(@Nullable HttpBody body, DataOutput out) throws IOException {
    out.writeBoolean(body != null);
    if (body != null) {
      body.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    int known = StoredFields.bounded(in.readUnsignedByte(), 2, "side of a client");
    client = known == 0 ? null : Side.values()[known - 1];
    depth = in.readLong();
    int count = StoredFields.bounded(in.readInt(), MOST_OPEN + 1, "number of open requests");
    for (int i = 0; i < count; i++) {
      long nanos = in.readLong();
      Exchange exchange = new Exchange(nanos, StoredFields.read(in));
      exchange.response.putAll(StoredFields.read(in));
      exchange.requestBytes = in.readLong();
      exchange.responseBytes = in.readLong();
      open.add(exchange);
    }
    answeredEarly = in.readBoolean();
    requestBody = in.readBoolean() ? HttpBody.restore(in) : null;
    responseBody = in.readBoolean() ? HttpBody.restore(in) : null;
    boolean orphan = requestBody != null && !answeredEarly;
    if (open.isEmpty() && (orphan || responseBody != null)) {
      throw new IOException("a stored HTTP body belongs to no request");
    }
  }
}
