package io.testudo.suricata.sip;

import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Transaction;
import java.util.Map;

/** A session description (RFC 8866): lines of a letter, an equals sign and a value. */
final class SessionDescription {
  private static final int MOST_LINES = 1_024;

  private static final Map<Character, String> OF_SESSION =
      Map.ofEntries(
          Map.entry('o', "sdp.origin"),
          Map.entry('s', "sdp.session_name"),
          Map.entry('i', "sdp.session_info"),
          Map.entry('u', "sdp.uri"),
          Map.entry('e', "sdp.email"),
          Map.entry('p', "sdp.phone_number"),
          Map.entry('c', "sdp.connection_data"),
          Map.entry('b', "sdp.bandwidth"),
          Map.entry('t', "sdp.time"),
          Map.entry('r', "sdp.repeat_time"),
          Map.entry('z', "sdp.timezone"),
          Map.entry('k', "sdp.encryption_key"),
          Map.entry('a', "sdp.attribute"));

  private static final Map<Character, String> OF_MEDIA =
      Map.of(
          'i', "sdp.media.media_info",
          'c', "sdp.media.connection_data",
          'b', "sdp.media.bandwidth",
          'k', "sdp.media.encryption_key",
          'a', "sdp.media.attribute");

  private SessionDescription() {}

  static void lay(Transaction t, Side side, String body) {
    boolean media = false;
    int count = 0;
    for (String line : body.split("\r?\n")) {
      if (line.length() < 2 || line.charAt(1) != '=' || count++ > MOST_LINES) {
        continue;
      }
      String value = line.substring(2).strip();
      if (line.charAt(0) == 'm') {
        media = true;
        t.add(side, "sdp.media.media", value);
        continue;
      }
      String buffer = (media ? OF_MEDIA : OF_SESSION).get(line.charAt(0));
      if (buffer != null) {
        t.add(side, buffer, value);
      }
    }
  }
}
