package io.testudo.suricata.http;

import io.testudo.suricata.dns.DnsDissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.transform.Base64Settings;
import io.testudo.suricata.transform.Base64Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One stream of HTTP/2: a request and the response to it. DNS that it carries is laid out too. */
final class Http2Stream {
  private static final int MOST_BLOCK = 1 << 18;
  private static final int MOST_DNS = 65_535;

  private final Transaction transaction;
  private final ByteArrayOutputStream[] blocks = {
    new ByteArrayOutputStream(), new ByteArrayOutputStream()
  };
  private final Headers[] headers = {new Headers(), new Headers()};
  private final Body[] bodies = {Body.of(new Headers(), true), Body.of(new Headers(), true)};
  private final boolean[] isEnded = new boolean[2];
  private final boolean[] hasHead = new boolean[2];
  private String file = "";

  Http2Stream(Transaction transaction) {
    this.transaction = transaction;
  }

  void priority(Side side, int weight) {
    if (weight >= 0) {
      transaction.number(side, "http2.priority", weight);
    }
  }

  void fragment(Side side, byte[] octets, int from, int to) {
    ByteArrayOutputStream block = blocks[side.ordinal()];
    block.write(octets, from, Math.min(to - from, Math.max(0, MOST_BLOCK - block.size())));
  }

  void headers(Side side, HeaderTable table) {
    int i = side.ordinal();
    Headers read = table.read(blocks[i].toByteArray());
    blocks[i].reset();
    if (hasHead[i]) {
      return;
    }
    hasHead[i] = true;
    headers[i] = read;
    if (side == Side.TO_SERVER) {
      request(read);
    } else {
      String status = read.folded(":status");
      transaction.add(side, "http.stat_code", status);
      transaction.add(side, "http.protocol", "HTTP/2");
    }
    HeaderBuffers.lay(transaction, side, read, "", "");
    transaction.advance(side, Transaction.HEAD);
  }

  private void request(Headers read) {
    Side side = Side.TO_SERVER;
    String path = read.joined(":path");
    RequestTarget target = new RequestTarget(path == null ? "" : path);
    transaction.add(side, "http.method", read.folded(":method").toUpperCase(java.util.Locale.ROOT));
    transaction.add(side, "http.uri", target.normal());
    transaction.add(side, "http.uri.raw", target.raw());
    transaction.add(side, "http.protocol", "HTTP/2");
    String authority = read.joined(":authority");
    String host = read.joined("host");
    String named = authority == null ? host : authority;
    if (named != null) {
      transaction.add(side, "http.host", RequestTarget.hostName(named));
      transaction.add(side, "http.host.raw", named);
    }
    if (authority != null
        && host != null
        && !RequestTarget.hostName(authority).equals(RequestTarget.hostName(host))) {
      transaction.event(side, "http2.authority_host_mismatch");
    }
    int query = target.normal().indexOf('?');
    file = query < 0 ? target.normal() : target.normal().substring(0, query);
    int dns = target.raw().indexOf("?dns=");
    if (dns >= 0) {
      dnsInPath(target.raw().substring(dns + 5));
    }
  }

  /** RFC 8484: a query in base64 with the alphabet for addresses. */
  private void dnsInPath(String coded) {
    byte[] text = coded.replace('-', '+').replace('_', '/').getBytes(StandardCharsets.ISO_8859_1);
    Base64Settings all = new Base64Settings(0, 0, false, Base64Settings.Mode.END);
    dns(Side.TO_SERVER, Base64Text.decode(text, 0, text.length, all));
  }

  private void dns(Side side, byte[] message) {
    if (message.length > MOST_DNS) {
      transaction.event(
          side,
          side == Side.TO_SERVER ? "http2.dns_request_too_long" : "http2.dns_response_too_long");
    } else if (message.length >= 12) {
      transaction.carry("doh2");
      DnsDissector.lay(transaction, side, message, 0, message.length);
    }
  }

  void data(Side side, byte[] octets, int from, int to) {
    bodies[side.ordinal()].take(octets, from, to);
  }

  /** A side has said all; whether both have. */
  boolean end(Side side) {
    int i = side.ordinal();
    if (!isEnded[i]) {
      isEnded[i] = true;
      if (headers[i].folded("content-type").contains("application/dns-message")) {
        dns(side, bodies[i].raw());
      }
      BodyBuffers.lay(transaction, side, headers[i], bodies[i], file);
      transaction.advance(side, Transaction.WHOLE);
    }
    return isEnded[0] && isEnded[1];
  }
}
