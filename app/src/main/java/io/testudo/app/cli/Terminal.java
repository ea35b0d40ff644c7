package io.testudo.app.cli;

import io.testudo.vocabulary.finding.Severity;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a command prints: results to one stream, progress and remarks to the other; colours only
 * where a person reads. Text from outside is made harmless before it is printed.
 */
final class Terminal {

  /** When to use colours. */
  enum Colour {
    AUTO,
    ALWAYS,
    NEVER
  }

  /** How a piece of text looks. */
  enum Style {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    BRIGHT_RED("1;91"),
    YELLOW("33"),
    GREEN("32"),
    CYAN("36"),
    BLUE("34");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** What is said when results could not be printed. */
  static final String RESULTS_LOST =
      "results could not all be written to standard output: its reader has gone, or its disk is full";

  private static final int PROGRESS_WIDTH = 78;
  private static final int LINES_BETWEEN_CHECKS = 256;

  private final PrintStream out;
  private final PrintStream remarks;
  private final boolean coloured;
  private final boolean live;
  private boolean progressShown;
  private int unchecked;

  private Terminal(PrintStream out, PrintStream remarks, boolean coloured, boolean live) {
    this.out = out;
    this.remarks = remarks;
    this.coloured = coloured;
    this.live = live;
  }

  /** The terminal of this process. */
  static Terminal ofProcess(Colour colour) {
    boolean coloured =
        switch (colour) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO ->
              isTerminal("out")
                  && System.getenv("NO_COLOR") == null
                  && !"dumb".equals(System.getenv("TERM"));
        };
    return new Terminal(
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        coloured,
        isTerminal("err"));
  }

  /** Whether a person reads this stream, {@code out} or {@code err}: the launcher knows. */
  private static boolean isTerminal(String stream) {
    return Boolean.getBoolean("testudo.terminal." + stream);
  }

  /**
   * Prints one line of results.
   *
   * @throws UncheckedIOException now and then, if the stream takes nothing any more: its reader has
   *     gone, or the disk is full
   */
  void line(String text) {
    out.println(text);
    if (++unchecked == LINES_BETWEEN_CHECKS) {
      unchecked = 0;
      if (out.checkError()) {
        throw new UncheckedIOException(RESULTS_LOST, new IOException("write failed"));
      }
    }
  }

  /** Makes sure that everything printed has left the process. */
  void flush() {
    clearProgress();
    out.flush();
    remarks.flush();
  }

  /** Prints one remark, which is no part of the results. */
  void remark(String text) {
    clearProgress();
    out.flush();
    remarks.println(text);
  }

  /** Shows how far long work has come, in place of what was shown before; nothing in a script. */
  void progress(String text) {
    if (!live) {
      return;
    }
    remarks.print("\r\u001b[2K" + styled(safe(text, PROGRESS_WIDTH), Style.DIM));
    remarks.flush();
    progressShown = true;
  }

  private void clearProgress() {
    if (progressShown) {
      remarks.print("\r\u001b[2K");
      progressShown = false;
    }
  }

  /** The text in this style, where colours are used. */
  String styled(String text, Style style) {
    return coloured ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }

  /** The severity's name in its colour, padded to the longest. */
  String severity(Severity severity) {
    String word =
        severity == Severity.INFORMATIONAL ? "INFO" : severity.name().toUpperCase(Locale.ROOT);
    Style style =
        switch (severity) {
          case CRITICAL -> Style.BRIGHT_RED;
          case HIGH -> Style.RED;
          case MEDIUM -> Style.YELLOW;
          case LOW -> Style.CYAN;
          case INFORMATIONAL -> Style.DIM;
        };
    return styled(String.format(Locale.ROOT, "%-8s", word), style);
  }

  /** Text that may be of several lines, each of them made harmless. */
  static String safeLines(String text) {
    return text.lines()
        .map(line -> safe(line, Integer.MAX_VALUE))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Text from outside without control characters, at most {@code most} characters. */
  static String safe(String text, int most) {
    StringBuilder safe = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < text.length(); i++) {
      if (safe.length() == most - 1 && i < text.length() - 1) {
        return safe.append('…').toString();
      }
      char c = text.charAt(i);
      boolean reorders = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
      safe.append(Character.isISOControl(c) || reorders ? '·' : c);
    }
    return safe.toString();
  }
}
