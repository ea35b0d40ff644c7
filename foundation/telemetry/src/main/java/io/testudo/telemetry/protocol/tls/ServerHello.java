package io.testudo.telemetry.protocol.tls;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a server chose.
 *
 * @param legacyVersion the version in the message itself
 * @param version what was agreed upon
 * @param cipher the cipher suite
 * @param extensions types, in the order of the answer
 * @param group the group of the key share; 0 if it is not told here
 * @param protocol the application protocol; empty if it is not told in the clear
 * @param isRetry whether it asks for another offer
 */
record ServerHello(
    int legacyVersion,
    int version,
    int cipher,
    List<Integer> extensions,
    int group,
    String protocol,
    boolean isRetry) {

  private static final int PROTOCOLS = 16;
  private static final int VERSIONS = 43;
  private static final int KEY_SHARE = 51;
  private static final int KEY_SHARE_OF_DRAFTS = 40;

  /**
   * The first bytes of the random value that marks a request for another offer (RFC 8446 §4.1.3).
   */
  private static final long RETRY = 0xCF21AD74L;

  static ServerHello read(Sent message) throws MalformedMessageException {
    int legacy = message.u16(0);
    boolean retry = message.u32(2) == RETRY;
    int at = 34;
    at += 1 + message.u8(at);
    int cipher = message.u16(at);
    at += 3;
    int version = legacy;
    int group = 0;
    String protocol = "";
    List<Integer> extensions = new ArrayList<>();
    if (at < message.length()) {
      int end = at + 2 + message.u16(at);
      at += 2;
      while (at < end) {
        int type = message.u16(at);
        Sent body = message.part(at + 4, message.u16(at + 2));
        extensions.add(type);
        if (type == VERSIONS) {
          version = body.u16(0);
        } else if (type == KEY_SHARE || type == KEY_SHARE_OF_DRAFTS) {
          group = body.u16(0);
        } else if (type == PROTOCOLS) {
          List<String> chosen = ClientHello.alpn(body);
          protocol = chosen.isEmpty() ? "" : chosen.getFirst();
        }
        at += 4 + body.length();
      }
    }
    return new ServerHello(legacy, version, cipher, extensions, group, protocol, retry);
  }

  /** MD5 of version, cipher and extensions. */
  String ja3s() {
    String types = extensions.stream().map(String::valueOf).collect(Collectors.joining("-"));
    return ClientHello.digest("MD5", legacyVersion + "," + cipher + "," + types);
  }
}
