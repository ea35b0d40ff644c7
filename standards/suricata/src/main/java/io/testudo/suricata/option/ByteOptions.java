package io.testudo.suricata.option;

import io.testudo.suricata.draft.Amounts;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.payload.Amount;
import io.testudo.suricata.payload.NumberField;
import io.testudo.suricata.payload.PayloadCheck;
import io.testudo.suricata.payload.PayloadCheck.Comparison;
import io.testudo.suricata.payload.PayloadCheck.Operation;
import io.testudo.suricata.payload.PayloadCheck.Origin;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options that read numbers from octets. */
final class ByteOptions {
  private static final Set<String> WORDS =
      Set.of(
          "relative",
          "big",
          "little",
          "dce",
          "string",
          "hex",
          "dec",
          "oct",
          "align",
          "from_beginning",
          "from_end");
  private static final Set<String> PAIRS =
      Set.of(
          "multiplier",
          "post_offset",
          "bitmask",
          "align",
          "bytes",
          "offset",
          "oper",
          "rvalue",
          "result",
          "endian",
          "string");

  private final Draft draft;
  private final List<String> places = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> pairs = new HashMap<>();

  ByteOptions(Draft draft) {
    this.draft = draft;
  }

  PayloadCheck read(RuleOption option) throws MalformedRuleException {
    split(option.value(), option.name().equals("byte_math") ? 0 : placesOf(option.name()));
    return switch (option.name()) {
      case "byte_test" -> test();
      case "byte_jump" -> jump();
      case "byte_extract" -> extract();
      default -> math();
    };
  }

  private static int placesOf(String name) {
    return switch (name) {
      case "byte_test" -> 4;
      case "byte_jump" -> 2;
      default -> 3;
    };
  }

  private void split(String value, int placed) throws MalformedRuleException {
    for (String raw : value.split(",")) {
      String part = raw.strip();
      String[] two = part.split("\\s+");
      if (places.size() < placed) {
        places.add(part);
      } else if (two.length == 2 && PAIRS.contains(two[0])) {
        pairs.put(two[0], two[1]);
        words.add(two[1]);
      } else if (WORDS.contains(part)) {
        words.add(part);
      } else {
        throw new MalformedRuleException("(" + part + ") of (" + value + ") is not known");
      }
    }
    if (places.size() < placed) {
      throw new MalformedRuleException("(" + value + ") must begin with " + placed + " values");
    }
  }

  private NumberField field(String bytes, String offset) throws MalformedRuleException {
    boolean isText = words.contains("string") || pairs.containsKey("string");
    int radix = words.contains("hex") ? 16 : words.contains("oct") ? 8 : 10;
    boolean little = words.contains("little") || words.contains("dce");
    String mask = pairs.get("bitmask");
    long bits = mask == null ? -1 : hexadecimal(mask);
    return new NumberField(
        Amounts.parse(bytes, draft.slots),
        Amounts.parse(offset, draft.slots),
        words.contains("relative"),
        little,
        isText ? radix : 0,
        bits);
  }

  private static long hexadecimal(String text) throws MalformedRuleException {
    return Numbers.number(text.startsWith("0x") ? text : "0x" + text);
  }

  private PayloadCheck test() throws MalformedRuleException {
    String sign = places.get(1);
    boolean negated = sign.startsWith("!");
    String bare = negated ? sign.substring(1).strip() : sign;
    Comparison comparison =
        switch (bare) {
          case "<" -> Comparison.LESS;
          case "<=" -> Comparison.LESS_OR_EQUAL;
          case "", "=" -> Comparison.EQUAL;
          case ">" -> Comparison.GREATER;
          case ">=" -> Comparison.GREATER_OR_EQUAL;
          case "&" -> Comparison.AND;
          case "^" -> Comparison.OR;
          default ->
              throw new MalformedRuleException("byte_test operator (" + sign + ") is not known");
        };
    NumberField field = field(places.get(0), places.get(3));
    return new PayloadCheck.ByteTest(
        field, comparison, Amounts.parse(places.get(2), draft.slots), negated);
  }

  private PayloadCheck jump() throws MalformedRuleException {
    Origin origin =
        words.contains("from_beginning")
            ? Origin.BEGINNING
            : words.contains("from_end") ? Origin.END : Origin.NUMBER;
    Amount post = Amounts.parse(pairs.getOrDefault("post_offset", "0"), draft.slots);
    return new PayloadCheck.ByteJump(
        field(places.get(0), places.get(1)), multiplier(), words.contains("align"), origin, post);
  }

  private long multiplier() throws MalformedRuleException {
    long multiplier = Numbers.number(pairs.getOrDefault("multiplier", "1"));
    if (multiplier < 1 || multiplier > 65_535) {
      throw new MalformedRuleException("multiplier must be between 1 and 65535");
    }
    return multiplier;
  }

  private PayloadCheck extract() throws MalformedRuleException {
    NumberField field = field(places.get(0), places.get(1));
    int align = (int) Numbers.number(pairs.getOrDefault("align", "0"));
    return new PayloadCheck.ByteExtract(field, multiplier(), align, draft.slot(places.get(2)));
  }

  private PayloadCheck math() throws MalformedRuleException {
    Operation operation =
        switch (required("oper")) {
          case "+" -> Operation.ADD;
          case "-" -> Operation.SUBTRACT;
          case "*" -> Operation.MULTIPLY;
          case "/" -> Operation.DIVIDE;
          case "<<" -> Operation.SHIFT_LEFT;
          case ">>" -> Operation.SHIFT_RIGHT;
          default -> throw new MalformedRuleException("byte_math operator is not known");
        };
    NumberField field = field(required("bytes"), required("offset"));
    Amount operand = Amounts.parse(required("rvalue"), draft.slots);
    return new PayloadCheck.ByteMath(field, operation, operand, draft.slot(required("result")));
  }

  private String required(String name) throws MalformedRuleException {
    String value = pairs.get(name);
    if (value == null) {
      throw new MalformedRuleException("byte_math must have " + name);
    }
    return value;
  }
}
