package io.testudo.intrusion.record;

import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.LogRecord;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to log on, as a log told of it.
 *
 * @param time when
 * @param outcome how it ended
 * @param user whose account, in lower case without its domain; empty if unknown
 * @param client address or name of the machine it came from; empty if unknown
 * @param server the machine that judged it; empty if unknown
 * @param service what was logged on to, for instance {@code ssh}
 */
public record Logon(
    Instant time, Outcome outcome, String user, String client, String server, String service) {

  /** How an attempt ended. */
  public enum Outcome {
    SUCCEEDED,
    FAILED
  }

  /** What the record says of a logon, or null if it speaks of none. */
  public static @Nullable Logon of(LogRecord log) {
    if (log.source().category().equals("authentication")) {
      return DeclaredLogons.read(log);
    }
    return switch (log.source().product().toLowerCase(Locale.ROOT)) {
      case "windows" -> WindowsLogons.read(log);
      case "zeek" -> ZeekLogons.read(log);
      case "cisco" -> CiscoLogons.read(log);
      case "suricata" -> null;
      default -> SshdLogons.read(log);
    };
  }

  /** The user's name as it is compared: lower case, without domain. */
  static String plainUser(String user) {
    String name = user.strip().toLowerCase(Locale.ROOT);
    int slash = name.lastIndexOf('\\');
    if (slash >= 0) {
      name = name.substring(slash + 1);
    }
    int at = name.indexOf('@');
    if (at > 0) {
      name = name.substring(0, at);
    }
    return name.equals("-") ? "" : name.length() > 128 ? name.substring(0, 128) : name;
  }

  /** The client as it is compared: a numeric address in its usual spelling, else lower case. */
  public static String plainClient(String client) {
    String text = client.strip();
    if (text.startsWith("::ffff:")) {
      text = text.substring(7);
    }
    IpAddress address = IpAddress.parseOrNull(text);
    if (address != null) {
      return address.isUnspecified() ? "" : address.toString();
    }
    text = text.toLowerCase(Locale.ROOT);
    while (text.startsWith("\\")) {
      text = text.substring(1);
    }
    return text.equals("-") || text.equals("local") ? "" : text.length() > 128 ? "" : text;
  }
}
