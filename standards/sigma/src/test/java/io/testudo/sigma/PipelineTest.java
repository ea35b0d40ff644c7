package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final String RULE =
      Rules.yaml(
          """
          selection:
              CommandLine|contains: evil
              User: bob
              Kind: 1
              Noise: much
          condition: selection
          """);

  private static String pipeline(String transformations) {
    return "---\nformat: testudo-sigma-pipeline\nversion: 1\nname: p\ntransformations:\n"
        + transformations.indent(2);
  }

  private static boolean holds(RuleReport report, String json) {
    assertThat(report.refusals()).isEmpty();
    return !RuleSet.compile(report).match(JsonEvent.of(json).declaring(Rules.SOURCE)).isEmpty();
  }

  /** Whether a rule with this detection, taken through a pipeline, holds for an event. */
  private static boolean holds(String detection, String transformations, String json) {
    return holds(Rules.load(Rules.yaml(detection) + pipeline(transformations)), json);
  }

  private static String refusal(String detection, String transformations) {
    return Rules.load(Rules.yaml(detection) + pipeline(transformations))
        .refusals()
        .getFirst()
        .reason();
  }

  @Test
  void everyVersionEverWrittenIsRead() throws IOException {
    int read = 0;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/sigma-pipeline"))) {
      for (Path file : files.toList()) {
        RuleReport report = Rules.load(RULE + "---\n" + Files.readString(file));
        String event =
            """
            {"proc": {"cmd": "so evil"}, "owner": "bob", "data": {"Kind": 8}, "tenant": "north"}""";
        assertThat(holds(report, event)).isTrue();
        assertThat(holds(report, event.replace("north", "south"))).isFalse();
        assertThat(holds(report, event.replace("8", "1"))).isFalse();
        RuleReport tagged =
            Rules.load("tags: [attack.t1059]\n" + RULE + "---\n" + Files.readString(file));
        assertThat(tagged.rules().getFirst().logSource())
            .isEqualTo(new LogSource("example", "changed", ""));
        RuleReport foreign =
            Rules.load(RULE.replace("Example", "Foreign") + "---\n" + Files.readString(file));
        assertThat(foreign.refusals())
            .extracting(RuleReport.Notice::reason)
            .containsExactly("pipeline 'example': is not for this site");
        read++;
      }
    }
    assertThat(read).isEqualTo(1);
  }

  @Test
  void aFieldWithSeveralNamesIsAskedForByEachOrForbiddenByAll() {
    String mapping = "- {type: field_name_mapping, mapping: {a: [b, c]}}";
    String is = "s: {a: x}\ncondition: s";
    assertThat(holds(is, mapping, "{\"b\": \"y\", \"c\": \"x\"}")).isTrue();
    assertThat(holds(is, mapping, "{\"a\": \"x\"}")).isFalse();
    String absent = "s: {a|exists: false}\ncondition: s";
    assertThat(holds(absent, mapping, "{\"c\": \"x\"}")).isFalse();
    assertThat(holds(absent, mapping, "{\"a\": \"x\"}")).isTrue();
    String not = "s: {a|neq: x}\ncondition: s";
    assertThat(holds(not, mapping, "{\"b\": \"y\", \"c\": \"x\"}")).isFalse();
    assertThat(holds(not, mapping, "{\"b\": \"y\", \"c\": \"z\"}")).isTrue();
    String same = "s: {d|fieldref: a}\ncondition: s";
    assertThat(holds(same, mapping, "{\"d\": \"x\", \"b\": \"y\", \"c\": \"x\"}")).isTrue();
  }

  @Test
  void beginningsAndEndsOfNamesAreChanged() {
    String detection = "s: {win.a: x}\ncondition: s";
    assertThat(
            holds(
                detection,
                "- {type: field_name_prefix_mapping, mapping: {win.: w_}}\n"
                    + "- {type: field_name_suffix, suffix: .raw}",
                "{\"w_a.raw\": \"x\"}"))
        .isTrue();
  }

  @Test
  void aSearchThatLosesAllItsItemsIsAskedForNoMore() {
    String drop =
        "- type: drop_detection_item\n"
            + "  field_name_conditions: [{type: include_fields, fields: [a]}]";
    assertThat(holds("s: {b: x}\nf: {a: y}\ncondition: s and not f", drop, "{\"b\": \"x\"}"))
        .isTrue();
    assertThat(holds("s_1: {b: x}\ns_2: {a: y}\ncondition: all of s_*", drop, "{\"b\": \"x\"}"))
        .isTrue();
    assertThat(refusal("s: {a: x}\ncondition: s", drop)).contains("leaves nothing");
  }

  @Test
  void aConditionIsAddedNegated() {
    String add = "- {type: add_condition, conditions: {host|startswith: test}, negated: true}";
    String detection = "s: {a: x}\ncondition: s";
    assertThat(holds(detection, add, "{\"a\": \"x\", \"host\": \"live1\"}")).isTrue();
    assertThat(holds(detection, add, "{\"a\": \"x\", \"host\": \"test1\"}")).isFalse();
  }

  @Test
  void stepsFollowThePriorityOfTheirPipelines() {
    String later =
        pipeline("- {type: field_name_mapping, mapping: {b: c}}")
            .replace("name: p", "name: p\npriority: 2");
    String sooner =
        pipeline("- {type: field_name_mapping, mapping: {a: b}}")
            .replace("name: p", "name: q\npriority: 1");
    RuleReport report = Rules.load(Rules.yaml("s: {a: x}\ncondition: s") + later + sooner);
    assertThat(holds(report, "{\"c\": \"x\"}")).isTrue();
  }

  @Test
  void conditionsOnRulesAreNegated() {
    String step =
        "- type: rule_failure\n  message: no\n  rule_cond_not: true\n"
            + "  rule_conditions: [{type: logsource, product: example}]";
    assertThat(holds("s: {a: x}\ncondition: s", step, "{\"a\": \"x\"}")).isTrue();
    assertThat(refusal("s: {a: x}\ncondition: s", step.replace("product: example", "product: z")))
        .isEqualTo("pipeline 'p': no");
  }

  @Test
  void anItemThatMustNotBeThereFailsItsRuleAlone() {
    String step =
        "- type: detection_item_failure\n  message: is not recorded here\n"
            + "  field_name_conditions: [{type: include_fields, fields: [a]}]";
    assertThat(refusal("s: {a: x}\ncondition: s", step))
        .isEqualTo("pipeline 'p': field 'a': is not recorded here");
    assertThat(holds("s: {b: x}\ncondition: s", step, "{\"b\": \"x\"}")).isTrue();
  }

  @Test
  void correlationsGroupByTheNewNameOfAField() {
    String correlation =
        """
        ---
        title: Twice
        correlation:
            type: event_count
            rules: [0f3c0a4e-8a4f-4d0c-9d55-3a6f4f3b9f10]
            group-by: [user]
            timespan: 1m
            condition: {gte: 2}
        """;
    RuleReport report =
        Rules.load(
            Rules.yaml("s: {a: x}\ncondition: s")
                + correlation
                + pipeline("- {type: field_name_mapping, mapping: {user: user.name}}"));
    List<Match> matches =
        RuleSet.compile(report)
            .match(
                JsonEvent.of("{\"a\": \"x\", \"user\": {\"name\": \"bob\"}}")
                    .declaring(Rules.SOURCE));
    assertThat(matches.getFirst().asked()).containsEntry("user", "bob");
  }

  @Test
  void aPipelineChangesTheDigestOfTheRulesItChanges() {
    RuleReport plain = Rules.load(RULE);
    RuleReport changed = Rules.load(RULE + pipeline("- {type: field_name_prefix, prefix: x.}"));
    RuleReport untouched =
        Rules.load(
            RULE
                + pipeline(
                    "- type: field_name_prefix\n  prefix: x.\n"
                        + "  rule_conditions: [{type: logsource, product: z}]"));
    String digest = plain.rules().getFirst().digest();
    assertThat(changed.rules().getFirst().digest()).isNotEqualTo(digest);
    assertThat(untouched.rules().getFirst().digest()).isEqualTo(digest);
  }

  @Test
  void whatARuleGrowsToIsBounded() {
    var mapping = new StringBuilder();
    for (int step = 0; step < 6; step++) {
      mapping.append("- type: field_name_mapping\n  mapping: {a: [a");
      for (int name = 1; name < 16; name++) {
        mapping.append(", a");
      }
      mapping.append("]}\n");
    }
    assertThat(refusal("s: {a: x}\ncondition: s", mapping.toString()))
        .isEqualTo("pipeline 'p': makes the rule ask for more values than it may");
  }

  @Test
  void tellsEachProblemWithItsLine() {
    RuleReport report =
        Rules.load(
            """
            format: testudo-sigma-pipeline
            version: 1
            name: p
            priority: high
            transformations:
              - {type: nothing}
              - {type: field_name_mapping, mapping: {}}
              - {type: rule_failure}
              - {type: rule_failure, message: m, field_name_conditions: []}
              - {type: set_value, value: {a: b}}
              - {type: drop_detection_item, rule_conditions: [{type: x}]}
              - {type: add_condition, conditions: {'a|b': c}}
            """);
    assertThat(report.refusals())
        .extracting(RuleReport.Notice::reason)
        .containsExactly(
            "line 1: priority must be a whole number of at most 9 digits",
            "line 6: transformation 'nothing' is not known",
            "line 7: mapping must be a map of 1 to 10000 names",
            "line 8: must have a text for 'message'",
            "line 9: rule_failure is of whole rules; it must not have field_name_conditions",
            "line 10: field 'field': value on line 10 is a map; it must be a single value",
            "line 11: rule condition 'x' is not known",
            "line 12: modifier 'b' of field 'a' is not known");
  }

  @Test
  void aMappingAmongTheRulesAddsALogSourceOfTheSite() {
    String rule =
        Rules.yaml("s: {user: bob}\ncondition: s").replace("product: example", "product: door");
    String mapping =
        """
        ---
        format: testudo-sigma-mapping
        version: 1
        sources:
          - logsource: {product: door}
            when: [{kind: badge}]
            fields: {user: holder}
        """;
    RuleReport report = Rules.load(rule + mapping);
    assertThat(report.warnings()).isEmpty();
    assertThat(holds(report, "{\"kind\": \"badge\", \"holder\": \"bob\"}")).isTrue();
    assertThat(Rules.load(rule + mapping.replace("when", "wen")).refusals()).isNotEmpty();
  }
}
