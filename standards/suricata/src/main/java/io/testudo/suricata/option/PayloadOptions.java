package io.testudo.suricata.option;

import io.testudo.suricata.draft.Amounts;
import io.testudo.suricata.draft.ContentDraft;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.payload.Amount;
import io.testudo.suricata.payload.PayloadCheck;
import io.testudo.suricata.regex.BoundedRegex;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.Octets;
import io.testudo.suricata.text.RuleOption;
import io.testudo.suricata.transform.Base64Settings;
import java.util.Map;
import java.util.Set;

/** The options that look into octets. */
final class PayloadOptions {
  static final Set<String> OF_CONTENT =
      Set.of(
          "nocase",
          "offset",
          "depth",
          "distance",
          "within",
          "startswith",
          "endswith",
          "fast_pattern",
          "rawbytes");
  static final Set<String> NAMES =
      Set.of(
          "content",
          "uricontent",
          "pcre",
          "isdataat",
          "bsize",
          "byte_test",
          "byte_jump",
          "byte_extract",
          "byte_math",
          "base64_decode",
          "base64_data",
          "pkt_data");

  private static final Map<Character, String> BUFFERS_OF_FLAGS =
      Map.ofEntries(
          Map.entry('U', "http.uri"),
          Map.entry('I', "http.uri.raw"),
          Map.entry('P', "http.request_body"),
          Map.entry('Q', "http.response_body"),
          Map.entry('H', "http.header"),
          Map.entry('D', "http.header.raw"),
          Map.entry('M', "http.method"),
          Map.entry('C', "http.cookie"),
          Map.entry('S', "http.stat_code"),
          Map.entry('Y', "http.stat_msg"),
          Map.entry('V', "http.user_agent"),
          Map.entry('W', "http.host"),
          Map.entry('Z', "http.host.raw"));

  private final Draft draft;

  PayloadOptions(Draft draft) {
    this.draft = draft;
  }

  void read(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    switch (option.name()) {
      case "content" -> draft.content(content(option));
      case "uricontent" -> {
        draft.content(content(option));
        draft.moveContent(part("http.uri"), "uricontent");
      }
      case "pcre" -> pcre(option);
      case "isdataat" -> draft.group(isRelative(option)).add(dataAt(option));
      case "bsize" -> draft.group().add(new PayloadCheck.Size(Numbers.parse(option.value())));
      case "base64_decode" -> {
        Base64Settings settings = Base64Settings.parse(option.value());
        draft.group(settings.relative()).decode(settings);
      }
      case "base64_data" -> draft.selectDecoded();
      case "pkt_data" -> draft.select(GroupDraft.Target.PAYLOAD, "", null, Sides.BOTH);
      default -> draft.group(isRelative(option)).add(new ByteOptions(draft).read(option));
    }
  }

  private static boolean isRelative(RuleOption option) {
    return option.value().contains("relative");
  }

  private static ContentDraft content(RuleOption option) throws MalformedRuleException {
    String quoted = option.plainValue();
    if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
      throw new MalformedRuleException("content (" + option.value() + ") must be in quotes");
    }
    byte[] pattern = Octets.pattern(quoted.substring(1, quoted.length() - 1));
    return new ContentDraft(pattern, option.isNegated());
  }

  private static MessageKeywords.Part part(String name) {
    MessageKeywords.Part part = MessageKeywords.of(name);
    if (part == null) {
      throw new IllegalStateException("part " + name + " must be known");
    }
    return part;
  }

  private void pcre(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    String quoted = RuleOption.unquoted(option.plainValue());
    boolean negated = option.isNegated();
    if (quoted.startsWith("!")) {
      negated = true;
      quoted = quoted.substring(1);
    }
    int end = quoted.lastIndexOf('/');
    if (!quoted.startsWith("/") || end < 1) {
      throw new MalformedRuleException("pcre (" + option.value() + ") must be between slashes");
    }
    String flags = quoted.substring(end + 1);
    if (flags.indexOf(',') >= 0) {
      flags = flags.substring(0, flags.indexOf(','));
    }
    String expression = quoted.substring(1, end).replace("\\;", ";").replace("\\\"", "\"");
    BoundedRegex regex = BoundedRegex.compile(expression, engineFlags(flags));
    GroupDraft group = draft.group(flags.indexOf('R') >= 0);
    for (char flag : flags.toCharArray()) {
      String buffer = BUFFERS_OF_FLAGS.get(flag);
      if (buffer != null) {
        MessageKeywords.Part part = part(buffer);
        group = groupOf(part);
        draft.imply("pcre", part.applications());
      }
    }
    group.add(new PayloadCheck.Regex(regex, flags.indexOf('R') >= 0, negated));
  }

  private GroupDraft groupOf(MessageKeywords.Part part) {
    GroupDraft before = draft.group();
    GroupDraft group = draft.select(GroupDraft.Target.MESSAGE, part.name(), part, part.sides());
    if (before != group) {
      draft.select(before.target, before.name, before.part, before.sides);
    }
    return group;
  }

  private static String engineFlags(String flags) throws UnsupportedKeywordException {
    StringBuilder engine = new StringBuilder();
    for (char flag : flags.toCharArray()) {
      if ("ismxAEG".indexOf(flag) >= 0) {
        engine.append(flag);
      } else if ("RBO".indexOf(flag) < 0 && !BUFFERS_OF_FLAGS.containsKey(flag)) {
        throw new UnsupportedKeywordException("pcre", "pcre flag " + flag + " is not honoured");
      }
    }
    return engine.toString();
  }

  private PayloadCheck dataAt(RuleOption option) throws MalformedRuleException {
    String[] parts = option.plainValue().split(",");
    boolean relative = false;
    for (int i = 1; i < parts.length; i++) {
      relative |= parts[i].strip().equals("relative");
    }
    Amount distance = Amounts.parse(parts[0], draft.slots);
    return new PayloadCheck.DataAt(distance, relative, option.isNegated());
  }
}
