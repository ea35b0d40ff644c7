package io.testudo.simulation.sensor;

import io.testudo.simulation.office.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The office's syslog server: one message a line, in the order of arrival, as it would send them on
 * over TCP.
 *
 * <p>Linux machines speak RFC 5424, appliances RFC 3164. The office's clocks are set to UTC.
 */
public final class SyslogServer {

  private static final DateTimeFormatter NEW =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OLD =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final Lines lines;

  /** Where a message comes from, with the number that the protocol gives it. */
  public enum Facility {
    KERNEL(0),
    USER(1),
    MAIL(2),
    DAEMON(3),
    AUTH(4),
    CRON(9),
    AUTHPRIV(10),
    LOCAL0(16),
    LOCAL4(20);

    private final int number;

    Facility(int number) {
      this.number = number;
    }
  }

  /** Listens from {@code start} until before {@code end}. */
  public SyslogServer(Instant start, Instant end) {
    this.lines = new Lines(start, end);
  }

  /**
   * A message of severity informational.
   *
   * @param process the program and, where it is not 0, its process number
   */
  public void say(Instant time, Machine from, Facility facility, Program process, String text) {
    say(time, from, facility, 6, process, text);
  }

  /** A program that writes messages. */
  public record Program(String name, int processId) {}

  /** A message of a severity from 0, an emergency, to 7, for debugging. */
  public void say(
      Instant time, Machine from, Facility facility, int severity, Program program, String text) {
    int priority = facility.number * 8 + severity;
    boolean old = from.platform() == Machine.Platform.APPLIANCE;
    String id = program.processId() == 0 ? "" : String.valueOf(program.processId());
    String line =
        old
            ? "<"
                + priority
                + ">"
                + dayPadded(time)
                + " "
                + from.name()
                + " "
                + program.name()
                + (id.isEmpty() ? "" : "[" + id + "]")
                + ": "
                + text
            : "<"
                + priority
                + ">1 "
                + NEW.format(time)
                + " "
                + from.name()
                + " "
                + program.name()
                + " "
                + (id.isEmpty() ? "-" : id)
                + " - - "
                + text;
    lines.add(time, line);
  }

  /** RFC 3164 pads the day of the month with a space. */
  private static String dayPadded(Instant time) {
    String text = OLD.format(time);
    return text.charAt(5) == ' ' ? text.substring(0, 4) + " " + text.substring(4) : text;
  }

  /** How many lines there are. */
  public int lines() {
    return lines.count();
  }

  /** Writes the messages to {@code file}. */
  public void write(Path file) throws IOException {
    lines.write(file);
  }
}
