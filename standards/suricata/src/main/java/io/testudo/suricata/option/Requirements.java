package io.testudo.suricata.option;

import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.text.RuleOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The option {@code requires}: a rule that is written for other versions of the language is not
 * loaded.
 */
final class Requirements {
  /** The version of the language that is understood here. */
  static final int VERSION = 9;

  private static final Pattern VERSION_CONDITION =
      Pattern.compile("(>=|<=|>|<)\\s*(\\d+)(?:\\.\\d+)*");

  private Requirements() {}

  static void check(RuleOption option) throws UnsupportedKeywordException {
    for (String part : option.value().split(",")) {
      String bare = part.strip();
      if (bare.startsWith("version")) {
        Matcher condition = VERSION_CONDITION.matcher(bare);
        while (condition.find()) {
          int wanted = Integer.parseInt(condition.group(2));
          boolean holds =
              switch (condition.group(1)) {
                case ">=" -> VERSION >= wanted;
                case "<=" -> VERSION <= wanted;
                case ">" -> VERSION > wanted;
                default -> VERSION < wanted;
              };
          if (!holds) {
            throw new UnsupportedKeywordException("requires", "rule requires " + bare);
          }
        }
      }
    }
  }
}
