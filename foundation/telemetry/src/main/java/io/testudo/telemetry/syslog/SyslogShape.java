package io.testudo.telemetry.syslog;

import java.util.regex.Pattern;

/** What a syslog message looks like from afar. */
public final class SyslogShape {

  private static final Pattern PRIORITY = Pattern.compile("<[0-9]{1,3}>.*", Pattern.DOTALL);
  private static final Pattern DATED =
      Pattern.compile(
          "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-3]?[0-9] [0-2][0-9]:[0-5][0-9]:.*",
          Pattern.DOTALL);
  private static final Pattern ISO =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(Z|[+-][0-9:]{5,6}) \\S{1,255} "
              + "[^\\s:\\[]{1,64}(\\[[^\\]\\s]{1,32}\\])?:.*",
          Pattern.DOTALL);
  private static final Pattern COUNTED =
      Pattern.compile("[1-9][0-9]{0,5} <[0-9]{1,3}>.*", Pattern.DOTALL);

  private SyslogShape() {}

  /** Whether this line looks like a message. */
  public static boolean matches(String line) {
    return PRIORITY.matcher(line).matches()
        || DATED.matcher(line).matches()
        || ISO.matcher(line).matches();
  }

  /** Whether text that begins so is a stream of messages with their lengths before them. */
  public static boolean isCounted(String text) {
    return COUNTED.matcher(text).matches();
  }
}
