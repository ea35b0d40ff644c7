package io.testudo.suricata.http;

import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;

/** What of a response is against the rules, or seldom. */
final class ResponseEvents {
  private static final int MOST_LAYERS = 2;

  private ResponseEvents() {}

  static void note(Transaction t, Headers headers) {
    Side side = Side.TO_CLIENT;
    if (headers.folded("content-encoding").split(",").length > MOST_LAYERS) {
      t.event(side, "http.too_many_encoding_layers");
    }
    if (headers.count("content-length") > 1) {
      t.event(side, "http.duplicate_content_length_field_in_response");
    }
  }
}
