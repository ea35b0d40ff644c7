package io.testudo.app.web.story;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How the console spells numbers, times and the vocabulary's words. */
public final class Wording {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Wording() {}

  /** A whole number with thin spaces between thousands. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  /** A rate with as many digits as it deserves. */
  public static String rate(double perSecond) {
    if (perSecond >= 100) {
      return number(Math.round(perSecond));
    }
    return String.format(
        Locale.ROOT, perSecond >= 10 || perSecond == 0 ? "%.0f" : "%.1f", perSecond);
  }

  /** A part of one as a percentage; never 100 % unless it is one. */
  public static String percent(double part) {
    return part < 1 && part > 0.99 ? "> 99 %" : Math.round(part * 100) + " %";
  }

  /** Bytes in binary units. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f" : "%.1f", value)
        + " "
        + BINARY[unit];
  }

  /** A score from 0 to 100. */
  public static String score(double score) {
    return Long.toString(Math.round(score));
  }

  /** A stretch of time. */
  public static String span(Instant from, Instant to) {
    return duration(Duration.between(from, to));
  }

  /** A duration in its two largest units. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return "less than a second";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** A moment in UTC to the second. */
  public static String utc(Instant moment) {
    return STAMP.format(moment);
  }

  /** For instance {@code Credential access}. */
  public static String tactic(Tactic tactic) {
    return sentence(tactic);
  }

  /** A constant's name as words, the first with a capital. */
  public static String sentence(Enum<?> constant) {
    String words = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A constant's name as a class name of the style sheet. */
  public static String css(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What sort of detector it is. */
  public static String detector(Detector.Kind kind) {
    return switch (kind) {
      case SIGMA_RULE -> "Sigma rule";
      case SURICATA_SIGNATURE -> "Suricata signature";
      case ZEEK_NOTICE -> "Zeek notice";
      case STATISTIC -> "Statistic";
    };
  }

  /** On what ground a confidence stands. */
  public static String basis(Confidence.Basis basis) {
    return switch (basis) {
      case STATED -> "stated by the rule's author, not measured";
      case COMPUTED -> "computed from the statistic's own model of chance";
      case CALIBRATED -> "calibrated on outcomes";
    };
  }

  /** What a person concluded. */
  public static String verdict(Verdict verdict) {
    return switch (verdict) {
      case TRUE_POSITIVE -> "True positive: it was an attack";
      case BENIGN -> "Benign: it happened as described and was legitimate";
      case FALSE_POSITIVE -> "False positive: it did not happen as described";
    };
  }

  /** Names in a row, at most three, then how many more. */
  public static String names(List<Entity> entities) {
    List<String> shown = entities.stream().limit(3).map(Entity::name).toList();
    int more = entities.size() - shown.size();
    if (more > 0) {
      return String.join(", ", shown) + " and " + more + " more";
    }
    if (shown.size() < 2) {
      return String.join("", shown);
    }
    return String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast();
  }
}
