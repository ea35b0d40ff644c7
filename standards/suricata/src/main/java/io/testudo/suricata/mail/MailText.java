package io.testudo.suricata.mail;

import io.testudo.suricata.protocol.FileBuffers;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.Signs;
import io.testudo.suricata.protocol.Transaction;
import io.testudo.suricata.transform.Base64Settings;
import io.testudo.suricata.transform.Base64Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers and attachments of a mail (RFC 5322, RFC 2045). */
final class MailText {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";\\s]{1,200})\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE_NAME =
      Pattern.compile("(?:file)?name=\"?([^\";\r\n]{1,512})\"?", Pattern.CASE_INSENSITIVE);
  private static final int MOST_DEPTH = 5;
  private static final int MOST_HEADERS = 256;
  private static final Base64Settings BASE64 =
      new Base64Settings(0, 0, false, Base64Settings.Mode.SKIP);

  private static final Map<String, String> NAMES =
      Map.of(
          "subject", "email.subject",
          "from", "email.from",
          "to", "email.to",
          "cc", "email.cc",
          "date", "email.date",
          "message-id", "email.message_id",
          "x-mailer", "email.x_mailer");

  private MailText() {}

  static void lay(Transaction t, byte[] mail) {
    part(t, mail, 0, mail.length, 0);
  }

  private static void part(Transaction t, byte[] mail, int from, int to, int depth) {
    int blank = Signs.find(mail, from, to, "\r\n\r\n");
    int body = blank < 0 ? to : blank + 4;
    Map<String, String> headers = headers(t, text(mail, from, blank < 0 ? to : blank), depth);
    String type = headers.getOrDefault("content-type", "");
    Matcher boundary = BOUNDARY.matcher(type);
    if (type.toLowerCase(Locale.ROOT).contains("multipart")
        && boundary.find()
        && depth < MOST_DEPTH) {
      if (boundary.group(1).length() > 70) {
        t.event(Side.TO_SERVER, "smtp.mime_long_boundary");
      }
      parts(t, mail, body, to, "--" + boundary.group(1), depth);
      return;
    }
    Matcher name = FILE_NAME.matcher(headers.getOrDefault("content-disposition", "") + "; " + type);
    if (name.find()) {
      String encoding = headers.getOrDefault("content-transfer-encoding", "");
      FileBuffers.lay(t, Side.TO_SERVER, name.group(1), decoded(mail, body, to, encoding));
    }
  }

  private static void parts(
      Transaction t, byte[] mail, int from, int to, String boundary, int depth) {
    int at = Signs.find(mail, from, to, boundary);
    while (at >= 0) {
      int line = Signs.find(mail, at, to, '\n');
      int next = line < 0 ? -1 : Signs.find(mail, line, to, boundary);
      if (line < 0 || Signs.at(mail, at + boundary.length(), to, "--")) {
        return;
      }
      int end = next < 0 ? to : Math.max(line + 1, next - 2);
      part(t, mail, line + 1, end, depth + 1);
      at = next;
    }
  }

  private static Map<String, String> headers(Transaction t, String head, int depth) {
    Map<String, String> headers = new LinkedHashMap<>();
    String unfolded = head.replaceAll("\r\n[ \t]+", " ");
    for (String line : unfolded.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon <= 0 || headers.size() >= MOST_HEADERS) {
        continue;
      }
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      headers.putIfAbsent(name, value);
      String buffer = name.equals("received") ? "email.received" : NAMES.get(name);
      if (depth == 0 && buffer != null) {
        t.add(Side.TO_SERVER, buffer, value);
      }
    }
    return headers;
  }

  private static byte[] decoded(byte[] mail, int from, int to, String encoding) {
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "base64" -> Base64Text.decode(mail, from, to, BASE64);
      case "quoted-printable" -> quotedPrintable(mail, from, to);
      default -> Arrays.copyOfRange(mail, from, to);
    };
  }

  private static byte[] quotedPrintable(byte[] mail, int from, int to) {
    var out = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      if (mail[i] != '=' || i + 2 >= to) {
        out.write(mail[i]);
        continue;
      }
      int high = Character.digit(mail[i + 1], 16);
      int low = Character.digit(mail[i + 2], 16);
      if (high >= 0 && low >= 0) {
        out.write(high << 4 | low);
      }
      i += 2;
    }
    return out.toByteArray();
  }

  private static String text(byte[] mail, int from, int to) {
    return new String(mail, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
