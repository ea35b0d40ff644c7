package io.testudo.suricata.http;

import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import java.util.Set;

/** What of a request is against the rules, or seldom. */
final class RequestEvents {
  private static final Set<String> SCHEMES =
      Set.of("basic", "digest", "bearer", "negotiate", "ntlm");

  private RequestEvents() {}

  static void note(Transaction t, String method, RequestTarget target, Headers headers) {
    Side side = Side.TO_SERVER;
    if (target.isDoubleEncoded()) {
      t.event(side, "http.double_encoded_uri");
    }
    if (headers.count("content-length") > 1) {
      t.event(side, "http.duplicate_content_length_field_in_request");
    }
    if (headers.count("host") == 0) {
      t.event(side, "http.missing_host_header");
    }
    String scheme = headers.folded("authorization").split(" ", 2)[0];
    if (!scheme.isEmpty() && !SCHEMES.contains(scheme)) {
      t.event(side, "http.request_auth_unrecognized");
    }
    if (!headers.folded("content-length").isEmpty()
        && (method.equals("GET") || method.equals("HEAD"))) {
      t.event(side, "http.request_body_unexpected");
    }
  }
}
