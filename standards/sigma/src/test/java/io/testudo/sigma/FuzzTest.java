package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged and random rules: each is loaded or refused, nothing else; the rest is compared. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FuzzTest {
  private static final long SEED = Long.getLong("seed", 20_261_122L);
  private static final String[] SCRAPS = {
    "|",
    ":",
    "- ",
    "\n",
    "  ",
    "'",
    "\"",
    "*",
    "?",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!x ",
    "%p%",
    "|re",
    "|all",
    "|cidr",
    "|base64offset",
    "|expand",
    "|hour",
    "null",
    "not ",
    "1 of ",
    "(",
    ")",
    "---\n",
    "\t",
    "\u0000",
    "\u2028",
    "#",
    "<<: ",
    "? ",
    "0x",
    "1e999",
    "\uD800",
  };
  private static final String[] TOKENS = {
    "a", "x", "not", "and", "or", "(", ")", "1", "0", "all", "of", "them", "s_*", "*", "any", "|",
  };
  private static final String RULE =
      Rules.yaml(
          """
          selection:
              Image|endswith: ['\\cmd.exe', '*\\x?.exe']
              EventID: 4688
              CommandLine|contains|all: [' -enc ', 'hidden']
              Text|re|i: '^a(b|c)+\\d{2,5}$'
              Ip|cidr: 10.0.0.0/8
              When|hour|gte: 22
              B|wide|base64offset|contains: secret
          filter_1:
              - User: null
              - Size|lt: 10
          keywords:
              - 'evil'
          condition: (selection or keywords) and not 1 of filter_*
          """);

  /** Documents that change what the rules of a site ask. */
  private static final List<String> OF_SITE =
      List.of(
          """
          title: Honest work
          id: df0841c0-9846-4e9f-ad8a-7df91571771b
          logsource: {product: example}
          filter:
              rules: [0f3c0a4e-8a4f-4d0c-9d55-3a6f4f3b9f10]
              selection_1: {User|startswith: 'adm_'}
              selection_2: {User: [root, 'svc_*']}
              condition: not 1 of selection_*
          """,
          """
          format: testudo-sigma-values
          version: 1
          values:
              Administrators: [adm_*, 'EXAMPLE\\root']
              DomainControllers: dc1.example.org
          """,
          """
          format: testudo-sigma-mapping
          version: 1
          sources:
            - logsource: {product: example, category: door}
              when: [{kind: badge}, {declared: {product: door}}]
              fields: {user: {each: [holder, {join: [a, b], with: x}]}}
          """,
          """
          format: testudo-sigma-pipeline
          version: 1
          name: fuzz
          priority: 3
          transformations:
            - {id: a, type: field_name_mapping, mapping: {Image: [x, Image], User: owner}}
            - {type: field_name_prefix, prefix: d., rule_conditions: [{type: logsource, product: z}]}
            - type: set_value
              value: [1, 2*]
              field_name_conditions: [{type: include_fields, fields: [EventID]}]
            - {type: drop_detection_item, field_name_conditions: [{type: exclude_fields, fields: [x, Image]}]}
            - {type: add_condition, conditions: {tenant|contains: n}, negated: true}
          """);

  @Test
  void aDamagedRuleIsLoadedOrRefused() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var loader = new RuleLoader(Rules.MAPPING, Map.of("p", List.of("x", "y*")));
    JsonEvent event = JsonEvent.of("{\"Image\": \"cmd.exe\"}").declaring(Rules.SOURCE);
    int loaded = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = damaged(random);
      RuleReport report = loader.load("fuzz.yml", damaged);
      assertThat(report.rules().size() + report.refusals().size()).isPositive();
      assertThat(report.refusals()).allMatch(refusal -> refusal.reason().indexOf('\n') < 0);
      loaded += report.rules().size();
      RuleSet.compile(report).match(event);
    }
    assertThat(loaded).isGreaterThan(50);
  }

  @Test
  void aDamagedDocumentOfTheSiteIsTakenOrRefused() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var loader = new RuleLoader(Rules.MAPPING, Map.of());
    JsonEvent event = JsonEvent.of("{\"Image\": \"cmd.exe\"}").declaring(Rules.SOURCE);
    for (String document : OF_SITE) {
      int taken = 0;
      for (int i = 0; i < 1_000; i++) {
        RuleReport report = loader.load("fuzz.yml", damaged(random, RULE + "---\n" + document));
        assertThat(report.refusals()).allMatch(refusal -> refusal.reason().indexOf('\n') < 0);
        taken += report.refusals().isEmpty() ? 1 : 0;
        RuleSet.compile(report).match(event);
      }
      assertThat(taken).as(document).isBetween(10, 990);
    }
  }

  private static byte[] damaged(RandomGenerator random) {
    return damaged(random, RULE);
  }

  private static byte[] damaged(RandomGenerator random, String whole) {
    var text = new StringBuilder(whole);
    int wounds = 1 + random.nextInt(4);
    for (int wound = 0; wound < wounds; wound++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, SCRAPS[random.nextInt(SCRAPS.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
        case 2 -> text.setCharAt(at, (char) random.nextInt(0x250));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void aRandomConditionIsParsedOrRefused() {
    var random = new Random(SEED);
    int loaded = 0;
    for (int i = 0; i < 3_000; i++) {
      var tokens = new ArrayList<String>();
      addCondition(tokens, random, 4);
      if (random.nextBoolean()) {
        tokens.set(random.nextInt(tokens.size()), TOKENS[random.nextInt(TOKENS.length)]);
      }
      String condition = String.join(" ", tokens);
      RuleReport report =
          Rules.load(
              Rules.yaml("a: {a: 1}\nb: {b: 1}\ns_1: {c: 1}\ncondition: '" + condition + "'"));
      assertThat(report.rules().size() + report.refusals().size()).isEqualTo(1);
      loaded += report.rules().size();
    }
    assertThat(loaded).isBetween(1_500, 2_900);
  }

  private static void addCondition(List<String> tokens, RandomGenerator random, int depth) {
    switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 0 -> tokens.add(random.nextBoolean() ? "a" : "s_1");
      case 1 -> tokens.addAll(List.of(random.nextBoolean() ? "1" : "all", "of", "s_*"));
      case 2 -> {
        tokens.add("not");
        addCondition(tokens, random, depth - 1);
      }
      case 3 -> {
        tokens.add("(");
        addCondition(tokens, random, depth - 1);
        tokens.add(")");
      }
      default -> {
        addCondition(tokens, random, depth - 1);
        tokens.add(random.nextBoolean() ? "and" : "or");
        addCondition(tokens, random, depth - 1);
      }
    }
  }

  @Test
  void randomRulesHoldExactlyWhereTheNaiveMatcherSaysSo() {
    var random = new Random(SEED);
    int matches = 0;
    for (int i = 0; i < 500; i++) {
      RuleReport report = Rules.load(randomRule(random));
      assertThat(report.refusals()).isEmpty();
      RuleSet rules = RuleSet.compile(report.rules(), Rules.MAPPING);
      var naive = new NaiveMatcher(report.rules(), Rules.MAPPING);
      for (int e = 0; e < 12; e++) {
        JsonEvent event = JsonEvent.of(randomEvent(random)).declaring(Rules.SOURCE);
        List<SigmaRule> expected = naive.match(event);
        assertThat(rules.match(event)).extracting(Match::rule).isEqualTo(expected);
        matches += expected.size();
      }
    }
    assertThat(matches).isBetween(500, 5_500);
  }

  private static String randomRule(RandomGenerator random) {
    String[] fields = {"EventID", "f", "g", "h"};
    String[] modifiers = {
      "",
      "",
      "|contains",
      "|startswith",
      "|endswith",
      "|contains|all",
      "|neq",
      "|re",
      "|cased",
      "|gt",
      "|fieldref",
      "|windash|contains",
    };
    String[] values = {"'a'", "'b*'", "'?b'", "1", "2", "'-a'", "'ab'", "'A'", "12"};
    String[] conditions = {
      "s0",
      "s0 and s1",
      "s0 or s1",
      "s0 and not s1",
      "1 of s*",
      "all of s*",
      "2 of them",
      "not s0 and (s1 or s2)",
      "not 1 of s*",
      "(s0 or s1) and not s2",
    };
    var detection = new StringBuilder();
    for (int s = 0; s < 3; s++) {
      boolean list = random.nextInt(3) == 0;
      detection.append("s").append(s).append(":\n");
      int width = 1 + random.nextInt(2);
      for (int f = 0; f < width; f++) {
        String modifier = modifiers[random.nextInt(modifiers.length)];
        detection.append(list ? "    - " : "    ").append(fields[(random.nextInt(2) + 2 * f)]);
        detection.append(modifier).append(": ");
        if (modifier.equals("|gt")) {
          detection.append(random.nextInt(14));
        } else if (modifier.equals("|fieldref")) {
          detection.append(fields[random.nextInt(4)]);
        } else if (modifier.equals("|re")) {
          detection.append("'^a?b'");
        } else {
          detection.append('[');
          for (int v = random.nextInt(modifier.isEmpty() ? 12 : 3); v >= 0; v--) {
            detection.append(values[random.nextInt(values.length)]).append(v > 0 ? ", " : "");
          }
          detection.append(modifier.isEmpty() && random.nextInt(8) == 0 ? ", null]" : "]");
        }
        detection.append('\n');
      }
    }
    detection.append("condition: ").append(conditions[random.nextInt(conditions.length)]);
    return Rules.yaml(detection.toString());
  }

  private static String randomEvent(RandomGenerator random) {
    String[] values = {
      "\"a\"", "\"AB\"", "\"bb\"", "1", "2", "\"1\"", "\"/a\"", "12", "null", "\"\""
    };
    var json = new StringBuilder("{\"z\": 0");
    for (String field : List.of("EventID", "f", "G", "h")) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> {
          json.append(", \"").append(field).append("\": [");
          json.append(values[random.nextInt(values.length)]).append(", ");
          json.append(values[random.nextInt(values.length)]).append(']');
        }
        default -> {
          json.append(", \"").append(field).append("\": ");
          json.append(values[random.nextInt(values.length)]);
        }
      }
    }
    return json.append('}').toString();
  }
}
