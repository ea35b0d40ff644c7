package io.testudo.suricata.option;

import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.Threshold;
import io.testudo.suricata.rule.Threshold.Kind;
import io.testudo.suricata.rule.Threshold.Track;
import io.testudo.suricata.rule.Threshold.Unique;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.HashMap;
import java.util.Map;

/** The options {@code threshold} and {@code detection_filter}. */
final class ThresholdOption {
  private static final long MOST = 1L << 31;

  private ThresholdOption() {}

  static Threshold parse(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    Map<String, String> words = new HashMap<>();
    for (String part : option.value().split(",")) {
      String[] pair = part.strip().split("\\s+");
      if (pair.length != 2) {
        throw new MalformedRuleException(
            option.name() + " (" + part + ") must be a name and a value");
      }
      words.put(pair[0], pair[1]);
    }
    Kind kind =
        option.name().equals("detection_filter")
            ? Kind.DETECTION_FILTER
            : kind(words.getOrDefault("type", ""));
    return new Threshold(
        kind,
        track(words.getOrDefault("track", "")),
        number(words, "count", "1"),
        number(words, "seconds", kind == Kind.BACKOFF ? "0" : "60"),
        number(words, "multiplier", "1"),
        unique(words.getOrDefault("unique_on", "")));
  }

  private static long number(Map<String, String> words, String name, String usual)
      throws MalformedRuleException {
    long number = Numbers.number(words.getOrDefault(name, usual));
    if (number < 0 || number > MOST) {
      throw new MalformedRuleException(name + " (" + number + ") must be between 0 and " + MOST);
    }
    return number;
  }

  private static Kind kind(String text) throws MalformedRuleException {
    return switch (text) {
      case "limit" -> Kind.LIMIT;
      case "threshold" -> Kind.THRESHOLD;
      case "both" -> Kind.BOTH;
      case "backoff" -> Kind.BACKOFF;
      default -> throw new MalformedRuleException("threshold type (" + text + ") is not known");
    };
  }

  private static Track track(String text) throws MalformedRuleException {
    return switch (text) {
      case "by_src" -> Track.BY_SOURCE;
      case "by_dst" -> Track.BY_DESTINATION;
      case "by_both" -> Track.BY_BOTH;
      case "by_rule" -> Track.BY_RULE;
      case "by_flow" -> Track.BY_FLOW;
      default -> throw new MalformedRuleException("threshold track (" + text + ") is not known");
    };
  }

  private static Unique unique(String text) throws UnsupportedKeywordException {
    return switch (text) {
      case "" -> Unique.NOTHING;
      case "src_port" -> Unique.SOURCE_PORT;
      case "dst_port" -> Unique.DESTINATION_PORT;
      default ->
          throw new UnsupportedKeywordException(
              "detection_filter", "unique_on " + text + " is not honoured");
    };
  }
}
