package io.testudo.suricata.sip;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.protocol.TransactionLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * SIP (RFC 3261) over UDP and TCP. Every message is a transaction of its own; requests come from
 * the one who opened the conversation, responses from the other.
 */
public final class SipDissector implements Dissector {
  private static final int MOST_HEAD = 65_536;
  private static final int MOST_HEADERS = 512;

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("from", "sip.from"),
          Map.entry("f", "sip.from"),
          Map.entry("to", "sip.to"),
          Map.entry("t", "sip.to"),
          Map.entry("via", "sip.via"),
          Map.entry("v", "sip.via"),
          Map.entry("user-agent", "sip.user_agent"),
          Map.entry("content-type", "sip.content_type"),
          Map.entry("c", "sip.content_type"),
          Map.entry("content-length", "sip.content_length"),
          Map.entry("l", "sip.content_length"));

  private final boolean isStream;

  /** Reads messages from a stream, or one from each datagram. */
  public SipDissector(boolean isStream) {
    this.isStream = isStream;
  }

  @Override
  public int read(Side side, byte[] octets, int length, TransactionLog log) {
    int head = Signs.find(octets, 0, length, "\r\n\r\n");
    if (head < 0 && isStream) {
      return length > MOST_HEAD ? BROKEN : 0;
    }
    int headEnd = head < 0 ? length : head + 2;
    int line = Signs.find(octets, 0, headEnd, '\n');
    if (line < 0) {
      return length;
    }
    String first = text(octets, 0, line).strip();
    boolean response = first.startsWith("SIP/");
    if (response != (side == Side.TO_CLIENT)) {
      return length;
    }
    int bodyAt = Math.min(length, headEnd + 2);
    int announced = announced(octets, line + 1, headEnd);
    int end = isStream ? bodyAt + announced : length;
    if (end > length) {
      return 0;
    }
    Transaction t = log.begin("sip");
    t.close(side.other());
    firstLine(t, side, first, response);
    String kind = response ? "response" : "request";
    t.add(side, "frame.sip." + kind + ".line", Arrays.copyOfRange(octets, 0, line + 1));
    t.add(side, "frame.sip.pdu", Arrays.copyOfRange(octets, 0, end));
    t.add(side, "frame.sip." + kind + ".headers", Arrays.copyOfRange(octets, line + 1, headEnd));
    headers(t, side, text(octets, line + 1, headEnd));
    if (bodyAt < end) {
      t.add(side, "frame.sip." + kind + ".body", Arrays.copyOfRange(octets, bodyAt, end));
      SessionDescription.lay(t, side, text(octets, bodyAt, end));
    }
    t.advance(side, Transaction.WHOLE);
    return end;
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static int announced(byte[] octets, int from, int to) {
    for (String header : text(octets, from, to).split("\r?\n")) {
      int colon = header.indexOf(':');
      String name = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (name.equals("content-length") || name.equals("l")) {
        String digits = header.substring(colon + 1).strip();
        return digits.matches("\\d{1,7}") ? Integer.parseInt(digits) : 0;
      }
    }
    return 0;
  }

  private static void firstLine(Transaction t, Side side, String line, boolean response) {
    String[] words = line.split(" ", 3);
    if (response) {
      t.add(side, "sip.response_line", line);
      t.add(side, "sip.protocol", words[0]);
      t.add(side, "sip.stat_code", words.length > 1 ? words[1] : "");
      t.add(side, "sip.stat_msg", words.length > 2 ? words[2] : "");
    } else {
      t.add(side, "sip.request_line", line);
      t.add(side, "sip.method", words[0]);
      t.add(side, "sip.uri", words.length > 1 ? words[1] : "");
      t.add(side, "sip.protocol", words.length > 2 ? words[2] : "");
    }
  }

  private static void headers(Transaction t, Side side, String text) {
    int count = 0;
    for (String header : text.split("\r?\n")) {
      int colon = header.indexOf(':');
      if (colon > 0 && count++ < MOST_HEADERS) {
        String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String buffer = NAMES.get(name);
        if (buffer != null) {
          t.add(side, buffer, header.substring(colon + 1).strip());
        }
      }
    }
  }

  @Override
  public void end(Side side, TransactionLog log) {}
}
