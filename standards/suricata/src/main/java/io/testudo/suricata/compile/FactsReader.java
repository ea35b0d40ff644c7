package io.testudo.suricata.compile;

import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.RuleFacts;
import io.testudo.suricata.rule.RuleFacts.Action;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import io.testudo.suricata.text.RuleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what is told of a rule. */
final class FactsReader {
  private static final int MOST_PRIORITY = 255;

  private FactsReader() {}

  static RuleFacts read(RuleText text, Draft draft, Classification classes)
      throws MalformedRuleException, UnsupportedKeywordException {
    if (!text.has("sid")) {
      throw new MalformedRuleException("sid is missing");
    }
    Action action = action(text.action());
    String classType = text.value("classtype", "");
    long priority = Numbers.number(text.value("priority", "" + classes.priority(classType)));
    if (priority < 1 || priority > MOST_PRIORITY) {
      throw new MalformedRuleException("priority must be between 1 and " + MOST_PRIORITY);
    }
    boolean silent = draft.isSilent || (action == Action.PASS && !draft.isLoud);
    return new RuleFacts(
        action,
        silent,
        draft.isExchange,
        Numbers.number(text.value("gid", "1")),
        Numbers.number(text.value("sid", "")),
        Numbers.number(text.value("rev", "0")),
        message(text),
        classType,
        (int) priority,
        references(text),
        metadata(text));
  }

  private static Action action(String word) throws UnsupportedKeywordException {
    return switch (word) {
      case "alert" -> Action.ALERT;
      case "pass" -> Action.PASS;
      case "drop" -> Action.DROP;
      case "reject", "rejectsrc", "rejectdst", "rejectboth" -> Action.REJECT;
      default ->
          throw new UnsupportedKeywordException(
              "action " + word, "action " + word + " is not honoured");
    };
  }

  private static String message(RuleText text) {
    return RuleOption.unquoted(text.value("msg", ""))
        .replace("\\;", ";")
        .replace("\\\"", "\"")
        .replace("\\:", ":")
        .replace("\\\\", "\\");
  }

  private static List<String> references(RuleText text) {
    List<String> references = new ArrayList<>();
    for (RuleOption option : text.options()) {
      if (option.name().equals("reference")) {
        references.add(option.value());
      }
    }
    return references;
  }

  private static Map<String, List<String>> metadata(RuleText text) {
    Map<String, List<String>> metadata = new LinkedHashMap<>();
    for (RuleOption option : text.options()) {
      if (option.name().equals("metadata")) {
        for (String pair : option.value().split(",")) {
          String[] words = pair.strip().split("\\s+", 2);
          if (words.length == 2) {
            metadata.computeIfAbsent(words[0], k -> new ArrayList<>()).add(words[1].strip());
          }
        }
      }
    }
    return metadata;
  }
}
