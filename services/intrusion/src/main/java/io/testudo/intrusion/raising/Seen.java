package io.testudo.intrusion.raising;

import io.testudo.intrusion.record.RecordLine;
import io.testudo.ports.json.EventJson;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.finding.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Events and quantities in words for people. */
public final class Seen {

  private Seen() {}

  /** The event as evidence. */
  public static Evidence evidence(Event event) {
    return new Evidence(event.origin(), event.time(), summary(event), EventJson.write(event));
  }

  /** The event in one line. */
  public static String summary(Event event) {
    return switch (event) {
      case Flow flow ->
          protocol(flow.protocol())
              + " "
              + flow.originator()
              + " → "
              + flow.responder()
              + " "
              + flow.state().code()
              + ", "
              + bytes(flow.forward().payloadBytes())
              + " out, "
              + bytes(flow.backward().payloadBytes())
              + " back, "
              + duration(flow.duration());
      case Message message ->
          message.protocol() + " " + message.originator() + " → " + message.responder();
      case LogRecord log -> RecordLine.of(log);
    };
  }

  /** The protocol's name, or its number. */
  public static String protocol(int number) {
    return switch (number) {
      case Flow.TCP -> "TCP";
      case Flow.UDP -> "UDP";
      case Flow.ICMP, Flow.ICMP6 -> "ICMP";
      default -> "protocol " + number;
    };
  }

  /** A number of bytes with a unit. */
  public static String bytes(double count) {
    if (count < 1000) {
      return String.format(Locale.ROOT, "%.0f B", count);
    }
    if (count < 1e6) {
      return String.format(Locale.ROOT, "%.1f kB", count / 1e3);
    }
    return count < 1e9
        ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
  }

  /** A duration in its natural unit. */
  public static String duration(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    }
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 7200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  /** The time between two instants in its natural unit. */
  public static String between(Instant first, Instant last) {
    return duration(Duration.between(first, last).abs());
  }

  /** A probability or ratio to three digits. */
  public static String number(double value) {
    return Math.abs(value) >= 1e5 || (value != 0 && Math.abs(value) < 1e-3)
        ? String.format(Locale.ROOT, "%.1e", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
