package io.testudo.suricata.option;

import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.flow.Flow;
import io.testudo.suricata.rule.Effect;
import io.testudo.suricata.rule.Sight;
import io.testudo.suricata.rule.SightCheck;
import io.testudo.suricata.rule.Sights;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The options by which rules remember: {@code flowbits, flowint, xbits, hostbits}. */
final class BitOptions {
  static final Set<String> NAMES = Set.of("flowbits", "flowint", "xbits", "hostbits");
  private static final long FOREVER = Long.MAX_VALUE;

  private final Draft draft;

  BitOptions(Draft draft) {
    this.draft = draft;
  }

  void read(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    switch (option.name()) {
      case "flowbits" -> flowbits(option.value());
      case "flowint" -> flowint(option.value());
      default -> shared(option);
    }
  }

  private void flowbits(String value) throws MalformedRuleException {
    String[] parts = value.split(",", 2);
    String command = parts[0].strip();
    if (command.equals("noalert")) {
      draft.isSilent = true;
      return;
    }
    if (parts.length < 2 || parts[1].isBlank()) {
      throw new MalformedRuleException("flowbits:" + command + " must name a bit");
    }
    List<String> names = List.of(parts[1].strip().split("\\s*\\|\\s*"));
    draft.onlyAddresses &= command.equals("set");
    switch (command) {
      case "set" -> bits(flow -> names.forEach(flow::setBit));
      case "unset" -> bits(flow -> names.forEach(flow.bits()::remove));
      case "toggle" ->
          bits(
              flow -> {
                for (String name : names) {
                  if (!flow.bits().remove(name)) {
                    flow.setBit(name);
                  }
                }
              });
      case "isset" -> {
        draft.readsBits = true;
        draft.checks.add(
            s -> s.flow() != null && names.stream().anyMatch(s.flow().bits()::contains));
      }
      case "isnotset" -> {
        draft.readsBits = true;
        draft.checks.add(
            s -> s.flow() != null && names.stream().noneMatch(s.flow().bits()::contains));
      }
      default -> throw new MalformedRuleException("flowbits:" + command + " is not known");
    }
  }

  private void bits(java.util.function.Consumer<Flow> change) {
    draft.setsBits = true;
    draft.effects.add(
        sight -> {
          Flow flow = sight.flow();
          if (flow != null) {
            change.accept(flow);
          }
        });
  }

  private void flowint(String value) throws MalformedRuleException {
    String[] parts = value.split(",");
    if (parts.length < 2) {
      throw new MalformedRuleException("flowint must be a name, a sign and a number");
    }
    draft.onlyAddresses = false;
    String name = parts[0].strip();
    String sign = parts[1].strip();
    if (sign.equals("isset") || sign.equals("isnotset") || sign.equals("notset")) {
      boolean set = sign.equals("isset");
      draft.checks.add(s -> s.flow() != null && (s.flow().counter(name) != null) == set);
      return;
    }
    if (parts.length < 3) {
      throw new MalformedRuleException("flowint:" + name + " must have a number");
    }
    Function<Flow, Long> operand = operand(parts[2].strip());
    if (sign.equals("+") || sign.equals("-") || sign.equals("=")) {
      draft.effects.add(change(name, sign, operand));
    } else {
      draft.checks.add(comparison(name, sign, operand));
    }
  }

  private static Function<Flow, Long> operand(String text) throws MalformedRuleException {
    if (Character.isDigit(text.charAt(0))) {
      long number = Numbers.number(text);
      return flow -> number;
    }
    return flow -> {
      Long kept = flow.counter(text);
      return kept == null ? 0L : kept;
    };
  }

  private static Effect change(String name, String sign, Function<Flow, Long> operand) {
    return sight -> {
      Flow flow = sight.flow();
      if (flow != null) {
        Long kept = flow.counter(name);
        long before = kept == null ? 0 : kept;
        long by = operand.apply(flow);
        flow.setCounter(name, sign.equals("+") ? before + by : sign.equals("-") ? before - by : by);
      }
    };
  }

  private static SightCheck comparison(String name, String sign, Function<Flow, Long> operand)
      throws MalformedRuleException {
    if (!Set.of("<", ">", "<=", ">=", "==", "!=").contains(sign)) {
      throw new MalformedRuleException("flowint sign (" + sign + ") is not known");
    }
    return sight -> {
      Flow flow = sight.flow();
      Long kept = flow == null ? null : flow.counter(name);
      if (flow == null || kept == null) {
        return false;
      }
      int order = Long.compare(kept, operand.apply(flow));
      return switch (sign) {
        case "<" -> order < 0;
        case ">" -> order > 0;
        case "<=" -> order <= 0;
        case ">=" -> order >= 0;
        case "==" -> order == 0;
        default -> order != 0;
      };
    };
  }

  /** {@code xbits:set,name,track ip_pair,expire 60} and {@code hostbits:set,name,src}. */
  private void shared(RuleOption option) throws MalformedRuleException {
    String[] parts = option.value().split(",");
    if (parts.length < 2) {
      throw new MalformedRuleException(option.name() + " must be a command and a name");
    }
    String name = option.name() + " " + parts[1].strip() + " ";
    String track = option.name().equals("hostbits") ? "ip_src" : "ip_pair";
    long seconds = option.name().equals("xbits") ? 30 : FOREVER;
    for (int i = 2; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.startsWith("expire")) {
        seconds = Numbers.number(part.substring(6));
      } else {
        track = part.startsWith("track") ? part.substring(5).strip() : part;
      }
    }
    String by = track;
    long lasting = seconds;
    Function<Sight, String> key = sight -> name + tracked(sight, by);
    switch (parts[0].strip()) {
      case "set" ->
          draft.effects.add(s -> s.memory().setBit(key.apply(s), until(s.timeNanos(), lasting)));
      case "unset" -> draft.effects.add(s -> s.memory().unsetBit(key.apply(s)));
      case "isset" -> draft.checks.add(s -> s.memory().hasBit(key.apply(s), s.timeNanos()));
      case "isnotset" -> draft.checks.add(s -> !s.memory().hasBit(key.apply(s), s.timeNanos()));
      case "noalert" -> draft.isSilent = true;
      default -> throw new MalformedRuleException(option.name() + ":" + parts[0] + " is not known");
    }
    draft.onlyAddresses = false;
  }

  private static long until(long now, long seconds) {
    return seconds > 1_000_000_000L ? FOREVER : now + seconds * 1_000_000_000L;
  }

  private static String tracked(Sight sight, String by) {
    String source = Sights.source(sight);
    String destination = Sights.destination(sight);
    return switch (by) {
      case "ip_src", "src" -> source;
      case "ip_dst", "dst" -> destination;
      default ->
          source.compareTo(destination) <= 0
              ? source + " " + destination
              : destination + " " + source;
    };
  }
}
