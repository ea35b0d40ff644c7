package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.pattern.FoldedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The index over many random rules of every kind finds what testing each of them finds. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class IndexFuzzTest {
  private static final long SEED = Long.getLong("seed", 20_261_125L);
  private static final int RULES = 40;

  private static final List<String> FIELDS =
      List.of("EventID", "Image", "CommandLine", "User", "Size", "a.b", "Ip", "When", "Flag");

  /** Pieces that values of rules and of events are made of, so that they meet. */
  private static final List<String> PIECES =
      List.of(
          "\\cmd.exe",
          "\\PowerShell.EXE",
          "c:\\windows\\system32\\",
          " -enc ",
          "/enc",
          "mimikatz",
          "sekurlsa::logonpasswords",
          "\u212A",
          "k",
          "\u017F",
          "s",
          "ß",
          "É",
          "é",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "☺",
          "x",
          "ab",
          "abc",
          "abcd",
          "abcdefg",
          "abcdefgh",
          "0x1fffff",
          "10.1.2.3",
          "1",
          "12",
          "-",
          "\"",
          "\\",
          " ");

  private static final List<String> MODIFIERS =
      List.of(
          "",
          "",
          "",
          "|contains",
          "|contains",
          "|contains|all",
          "|startswith",
          "|endswith",
          "|endswith",
          "|cased",
          "|contains|cased",
          "|neq",
          "|windash|contains",
          "|base64offset|contains",
          "|wide|base64",
          "|re",
          "|re|i",
          "|cidr",
          "|gt",
          "|lte",
          "|hour",
          "|fieldref",
          "|fieldref|endswith",
          "|exists");

  private static final List<String> CONDITIONS =
      List.of(
          "s0",
          "s0 and s1",
          "s0 or s1",
          "s0 and not s1",
          "not s0",
          "not s0 and s1 and s2",
          "1 of s*",
          "2 of s*",
          "all of s*",
          "not 1 of s*",
          "not all of s*",
          "all of them",
          "(s0 or s1) and not s2",
          "s0 and (s1 or not s2)",
          "not (s0 and s1)");

  private static final List<String> EXPRESSIONS =
      List.of(
          "abc",
          "a.*cd",
          "(ab|cd)+",
          "^c:\\\\\\\\win",
          "\\\\.exe$",
          "cmd.*-enc.*x",
          "\\\\d{2,}",
          "[a-f]+gh",
          "x?y?",
          "(?i)MIMI(katz)?",
          "a{2}|b",
          "k");

  @Test
  void findsWhatTestingEveryRuleFinds() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int matches = 0;
    int rules = 0;
    int documents = 0;
    for (int round = 0; round < 150; round++) {
      List<SigmaRule> loaded = rules(random);
      rules += loaded.size();
      RuleSet set = RuleSet.compile(loaded, Rules.MAPPING);
      var naive = new NaiveMatcher(loaded, Rules.MAPPING);
      for (int e = 0; e < 60; e++) {
        var event = new Told(event(random));
        documents += event.document() == null ? 0 : 1;
        List<SigmaRule> expected = naive.match(event);
        assertThat(set.match(event))
            .as("round %d event %s", round, event.json)
            .extracting(Match::rule)
            .isEqualTo(expected);
        matches += expected.size();
      }
    }
    assertThat(rules).isGreaterThan(3_000);
    assertThat(matches).isBetween(20_000, 300_000);
    assertThat(documents).isGreaterThan(1_000);
  }

  /** An event that tells its layout and its document, as far as they keep their promise. */
  private static final class Told implements SigmaEvent {
    private final JsonEvent event;
    private final String json;

    Told(String json) {
      this.json = json;
      this.event = JsonEvent.of(json).declaring(Rules.SOURCE);
    }

    @Override
    public List<FieldValue> values(String field) {
      return event.values(field);
    }

    @Override
    public Iterable<String> texts() {
      return event.texts();
    }

    @Override
    public LogSource declaredSource() {
      return event.declaredSource();
    }

    @Override
    public @Nullable Object layout() {
      Set<String> present = new HashSet<>();
      for (String field : FIELDS) {
        if (!event.values(field).isEmpty()) {
          present.add(field);
        }
      }
      return json.length() % 3 == 0 ? null : present;
    }

    @Override
    public @Nullable FoldedBytes document() {
      boolean folds = json.indexOf('\u212A') >= 0 || json.indexOf('\u017F') >= 0;
      boolean verbatim = json.length() % 2 == 0 && !folds && !json.contains("3.0");
      return verbatim ? FoldedBytes.ofDocument(json.getBytes(StandardCharsets.UTF_8)) : null;
    }
  }

  static List<SigmaRule> rules(RandomGenerator random) {
    var rules = new ArrayList<SigmaRule>();
    for (int i = 0; i < RULES; i++) {
      String yaml = Rules.yaml(detection(random)).replace("id: 0f3c0a4e", "id: %08x".formatted(i));
      var loader = new RuleLoader(Rules.MAPPING, Map.of());
      rules.addAll(loader.load("fuzz.yml", yaml.getBytes(StandardCharsets.UTF_8)).rules());
    }
    return rules;
  }

  private static String detection(RandomGenerator random) {
    var detection = new StringBuilder();
    for (int s = 0; s < 3; s++) {
      detection.append("s").append(s).append(":\n");
      switch (random.nextInt(8)) {
        case 0 -> detection.append("    - ").append(quoted(text(random))).append('\n');
        case 1 -> detection.append("    '|all': [").append(list(random)).append("]\n");
        case 2, 3 -> fields(random, detection, "    - ");
        default -> fields(random, detection, "    ");
      }
    }
    detection.append("condition: ").append(one(CONDITIONS, random));
    return detection.toString();
  }

  private static void fields(RandomGenerator random, StringBuilder detection, String indent) {
    Set<String> used = new HashSet<>();
    for (int f = random.nextInt(3); f >= 0; f--) {
      String modifier = one(MODIFIERS, random);
      String key = one(FIELDS, random) + modifier;
      if (used.add(key)) {
        detection.append(indent).append("'").append(key).append("': ");
        detection.append(values(modifier, random)).append('\n');
      }
    }
  }

  private static String values(String modifier, RandomGenerator random) {
    return switch (modifier) {
      case "|re", "|re|i" -> "\"" + one(EXPRESSIONS, random) + "\"";
      case "|cidr" -> random.nextBoolean() ? "10.0.0.0/8" : "10.1.2.0/30";
      case "|gt", "|lte", "|hour" -> Integer.toString(random.nextInt(14));
      case "|fieldref", "|fieldref|endswith" -> one(FIELDS, random);
      case "|exists" -> Boolean.toString(random.nextBoolean());
      case "" ->
          switch (random.nextInt(6)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> "[1, 4688, 3.0, " + random.nextInt(14) + ", null]";
            default -> "[" + list(random) + "]";
          };
      default -> "[" + list(random) + "]";
    };
  }

  private static String list(RandomGenerator random) {
    var list = new ArrayList<String>();
    for (int v = random.nextInt(random.nextInt(6) == 0 ? 16 : 3); v >= 0; v--) {
      String text = text(random);
      list.add(quoted(random.nextInt(5) == 0 ? wild(text, random) : text));
    }
    return String.join(", ", list);
  }

  private static String wild(String text, RandomGenerator random) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + (random.nextBoolean() ? "*" : "?") + text.substring(at);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String text(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append(one(PIECES, random));
    }
    return text.toString();
  }

  static String event(RandomGenerator random) {
    var json = new StringBuilder("{\"z\": 0");
    for (String field : FIELDS) {
      switch (random.nextInt(5)) {
        case 0 -> {}
        case 1 -> {
          String named = random.nextBoolean() ? field : field.toLowerCase(java.util.Locale.ROOT);
          json.append(", \"").append(named).append("\": [");
          json.append(value(random)).append(", ").append(value(random)).append(']');
        }
        default -> json.append(", \"").append(field).append("\": ").append(value(random));
      }
    }
    if (random.nextInt(6) == 0) {
      json.append(", \"a\": {\"b\": ").append(value(random)).append('}');
    }
    return json.append('}').toString();
  }

  private static String value(RandomGenerator random) {
    return switch (random.nextInt(12)) {
      case 0 -> Integer.toString(random.nextInt(14));
      case 1 -> "4688";
      case 2 -> random.nextBoolean() ? "3.0" : "\"0x3\"";
      case 3 -> "null";
      case 4 -> random.nextBoolean() ? "true" : "\"False\"";
      case 5 -> "\"2024-01-01T03:00:00Z\"";
      case 6 -> "\"10.1.2.3\"";
      default -> {
        String text = text(random) + (random.nextBoolean() ? text(random) : "");
        yield "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      }
    };
  }

  private static String one(List<String> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }
}
