package io.testudo.ocsf.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.testudo.ocsf.validation.Violation.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** How definitions are put together, over a schema of two classes made for the purpose. */
class OcsfSchemaTest {

  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put(
        "version.json",
        """
        {"version": "0.1.0"}
        """);
    FILES.put(
        "categories.json",
        """
        {"attributes": {"garden": {"uid": 3, "caption": "Garden"}}}
        """);
    FILES.put(
        "dictionary.json",
        """
        {"attributes": {
           "class_uid": {"type": "integer_t"},
           "profiles": {"type": "string_t", "is_array": true},
           "metadata": {"type": "metadata"},
           "time": {"type": "timestamp_t"},
           "kind_id": {"type": "integer_t", "sibling": "kind",
             "enum": {"0": {"caption": "Unknown"}, "99": {"caption": "Other"}}},
           "kind": {"type": "string_t"},
           "tool": {"type": "tool"},
           "tools": {"type": "tool", "is_array": true},
           "weight": {"type": "weight_t"},
           "length": {"type": "integer_t"},
           "owner": {"type": "string_t"},
           "color_ids": {"type": "integer_t", "is_array": true, "sibling": "colors",
             "enum": {"1": {"caption": "Red"}, "2": {"caption": "Blue"}}},
           "colors": {"type": "string_t", "is_array": true},
           "code": {"type": "code_t"},
           "unmapped": {"type": "object"}},
         "types": {"attributes": {
           "integer_t": {}, "long_t": {}, "string_t": {},
           "timestamp_t": {"type": "long_t"},
           "datetime_t": {"type": "string_t", "regex": "^\\\\d{4}-"},
           "code_t": {"type": "string_t", "regex": "^(a+)+$", "max_len": 5000},
           "weight_t": {"type": "integer_t", "range": [1, 10]}}}}
        """);
    FILES.put(
        "profiles/owned.json",
        """
        {"meta": "profile", "name": "owned", "annotations": {"group": "primary"},
         "attributes": {"owner": {"requirement": "required"}}}
        """);
    FILES.put(
        "profiles/rented.json",
        """
        {"meta": "profile", "name": "rented", "attributes": {"owner": {}, "length": {}}}
        """);
    FILES.put(
        "profiles/datetime.json",
        """
        {"meta": "profile", "name": "datetime", "attributes": {}}
        """);
    FILES.put(
        "objects/object.json",
        """
        {"name": "object", "caption": "Object", "attributes": {}}
        """);
    FILES.put(
        "objects/metadata.json",
        """
        {"name": "metadata", "extends": "object", "caption": "Metadata",
         "attributes": {"profiles": {"requirement": "optional"}}}
        """);
    FILES.put(
        "objects/tool.json",
        """
        {"name": "tool", "extends": "object", "caption": "Tool",
         "attributes": {"$include": ["profiles/owned.json"], "weight": {}, "length": {}},
         "constraints": {"just_one": ["weight", "length"]}}
        """);
    FILES.put(
        "events/base.json",
        """
        {"name": "base_event", "caption": "Base", "category": "other",
         "attributes": {"$include": ["profiles/owned.json", "profiles/rented.json"],
           "class_uid": {"requirement": "required"}, "metadata": {}, "time": {}, "unmapped": {}}}
        """);
    FILES.put(
        "events/garden/garden.json",
        """
        {"name": "garden", "extends": "base_event", "caption": "Garden", "category": "garden",
         "attributes": {"kind_id": {"enum": {"1": {"caption": "Dig"}}}, "kind": {}},
         "constraints": {"at_least_one": ["tool.weight", "tools"]}}
        """);
    FILES.put(
        "events/garden/work.json",
        """
        {"name": "work", "extends": "garden", "caption": "Work", "uid": 7,
         "attributes": {"kind_id": {"enum": {"2": {"caption": "Sow"}}, "requirement": "required"},
           "length": {"profile": null}, "tool": {}, "tools": {}, "color_ids": {}, "colors": {},
           "code": {}}}
        """);
    FILES.put(
        "extensions/sea/extension.json",
        """
        {"name": "sea", "uid": 5}
        """);
    FILES.put(
        "extensions/sea/dictionary.json",
        """
        {"attributes": {"depth": {"type": "integer_t"}}}
        """);
    FILES.put(
        "extensions/sea/objects/tool.json",
        """
        {"extends": "tool", "caption": "Sea tool", "attributes": {"depth": {}},
         "constraints": {"just_one": ["weight", "length", "depth"]}}
        """);
    FILES.put(
        "extensions/sea/events/dive.json",
        """
        {"name": "dive", "extends": "garden", "caption": "Dive", "uid": 1,
         "attributes": {"depth": {"requirement": "required"}}}
        """);
  }

  @TempDir private Path folder;

  @BeforeEach
  void writeTheDefinitions() throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      write(file.getKey(), file.getValue());
    }
  }

  @Test
  void numbersClassesByExtensionCategoryAndClass() {
    assertThat(OcsfSchema.load(folder).version()).isEqualTo("0.1.0");
    assertThat(OcsfSchema.load(folder).classUids()).containsExactlyInAnyOrder(0L, 3007L, 503001L);
  }

  @Test
  void classesInheritAttributesEnumerationsAndConstraints() {
    assertNone("{'class_uid': 3007, 'kind_id': 1, 'kind': 'Dig', 'tools': []}");
    assertNone("{'class_uid': 3007, 'kind_id': 2, 'kind': 'Sow', 'tool': {'weight': 3}}");
    assertOne("{'class_uid': 3007, 'kind_id': 3, 'tools': []}", "kind_id", Rule.ENUM);
    assertOne("{'class_uid': 3007, 'tools': []}", "kind_id", Rule.REQUIRED);
    assertOne("{'class_uid': 3007, 'kind_id': 0}", "", Rule.CONSTRAINT);
    assertOne("{'class_uid': 3007, 'kind_id': 0, 'tool': {'length': 3}}", "", Rule.CONSTRAINT);
    assertOne("{'class_uid': 503001, 'tools': []}", "tools", Rule.UNKNOWN_ATTRIBUTE, "depth");
  }

  @Test
  void profilesOpenTheirAttributesAndNullTakesTheProfileAway() {
    assertOne("{'class_uid': 0, 'owner': 'a'}", "owner", Rule.PROFILE);
    assertNone("{'class_uid': 0, 'owner': 'a', 'metadata': {'profiles': ['owned']}}");
    assertNone("{'class_uid': 0, 'owner': 'a', 'metadata': {'profiles': ['rented']}}");
    assertOne("{'class_uid': 0, 'metadata': {'profiles': ['owned']}}", "owner", Rule.REQUIRED);
    assertOne("{'class_uid': 0, 'length': 3}", "length", Rule.PROFILE);
    assertNone("{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'length': 3}");
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [{'weight': 1, 'owner': 'a'}]}",
        "tools[0].owner",
        Rule.PROFILE);
  }

  @Test
  void theDatetimeProfileGivesTimestampsACompanion() {
    assertNone(
        "{'class_uid': 0, 'time_dt': '2026-01-31', 'metadata': {'profiles': ['x/datetime']}}");
    assertOne("{'class_uid': 0, 'time_dt': '2026-01-31'}", "time_dt", Rule.PROFILE);
    assertOne(
        "{'class_uid': 0, 'time_dt': 'noon', 'metadata': {'profiles': ['datetime']}}",
        "time_dt",
        Rule.VALUE);
  }

  @Test
  void extensionsAddToCoreObjectsAndReplaceTheirConstraints() {
    assertNone("{'class_uid': 3007, 'kind_id': 0, 'tools': [{'depth': 4}]}");
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [{'depth': 4, 'weight': 1}]}",
        "tools[0]",
        Rule.CONSTRAINT);
    assertOne("{'class_uid': 3007, 'kind_id': 0, 'tools': [{}]}", "tools[0]", Rule.CONSTRAINT);
  }

  @Test
  void typesInheritTheirRules() {
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tool': {'weight': 11}}", "tool.weight", Rule.VALUE);
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tool': {'weight': '1'}}", "tool.weight", Rule.TYPE);
  }

  @Test
  void siblingsOfArraysAreComparedOneByOne() {
    assertNone(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'color_ids': [1, 2], 'colors': ['Red', 'Blue']}");
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'color_ids': [1, 2], 'colors': ['Red', 'Red']}",
        "colors[1]",
        Rule.SIBLING);
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'color_ids': [1, 3]}",
        "color_ids[1]",
        Rule.ENUM);
  }

  @Test
  void aPatternThatWouldTakeForeverIsGivenUp() {
    String bomb = "a".repeat(2_000) + "!";

    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'code': '" + bomb + "'}",
        "code",
        Rule.VALUE);
    assertOne(
        "{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'code': '" + "a".repeat(3_000) + "'}",
        "code",
        Rule.VALUE);
    assertNone("{'class_uid': 3007, 'kind_id': 0, 'tools': [], 'code': 'aaaa'}");
  }

  @Test
  void namesWhatDoesNotFitTogether() throws IOException {
    assertMalformed("events/base.json", "\"extends\": \"garden\", \"name\"", "\"name\"", "extend");
    assertMalformed("objects/tool.json", "\"nothing\"", "\"object\"", "nothing");
    assertMalformed("dictionary.json", "\"axe\", \"is_a", "\"tool\", \"is_a", "axe");
    assertMalformed(
        "dictionary.json",
        "\"code_t\": {\"type\": \"code_t\"",
        "\"code_t\": {\"type\": \"string_t\"",
        "code_t");
    assertMalformed("dictionary.json", "^(a+", "^(a+)+", "pattern");
    assertMalformed("objects/tool.json", "../../secret.json", "profiles/owned.json", "inside");
    assertMalformed("objects/tool.json", "profiles/none.json", "profiles/owned.json", "none.json");
    assertMalformed("version.json", "[]", "{\"version\": \"0.1.0\"}", "object");
    assertMalformed("categories.json", "{", "{\"attributes\"", "cannot be read");
    assertMalformed("events/garden/garden.json", "\"uid\": 7, \"name\"", "\"name\"", "alone");
    assertMalformed("extensions/sea/events/dive.json", "work", "dive", "twice");
  }

  @Test
  void namesAFolderThatHoldsNoSchema() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatExceptionOfType(MalformedSchemaException.class)
        .isThrownBy(() -> OcsfSchema.load(empty))
        .withMessageContaining("version.json");
  }

  @Test
  void survivesAnyDefinitions() throws IOException {
    long seed = Long.getLong("seed", 20260131L);
    System.out.println("OcsfSchemaTest seed=" + seed);
    Random random = new Random(seed);
    List<String> names = new ArrayList<>(FILES.keySet());
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      String name = names.get(random.nextInt(names.size()));
      String[] words = original(name).split("(?<=\\W)|(?=\\W)");
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        words[random.nextInt(words.length)] = words[random.nextInt(words.length)];
      }
      write(name, String.join("", words));
      try {
        new OcsfValidator(OcsfSchema.load(folder))
            .validate(JsonMapper.shared().readTree("{\"class_uid\": 3007}"));
      } catch (MalformedSchemaException e) {
        refused++;
      }
      write(name, original(name));
    }
    assertThat(refused).isBetween(100, 599);
  }

  private void assertMalformed(String name, String replacement, String original, String message)
      throws IOException {
    String good = original(name);
    assertThat(good).contains(original);
    write(name, good.replace(original, replacement));
    assertThatExceptionOfType(MalformedSchemaException.class)
        .isThrownBy(() -> OcsfSchema.load(folder))
        .withMessageContaining(message);
    write(name, good);
  }

  private static String original(String name) {
    return Objects.requireNonNull(FILES.get(name), name);
  }

  private void assertNone(String event) {
    assertThat(validate(event)).isEmpty();
  }

  private void assertOne(String event, String path, Rule rule, String... alsoRequired) {
    assertThat(validate(event))
        .hasSize(1 + alsoRequired.length)
        .first()
        .satisfies(
            violation -> {
              assertThat(violation.path()).isEqualTo(path);
              assertThat(violation.rule()).isEqualTo(rule);
            });
    for (String required : alsoRequired) {
      assertThat(validate(event)).extracting(Violation::path).contains(required);
    }
  }

  private List<Violation> validate(String event) {
    return new OcsfValidator(OcsfSchema.load(folder))
        .validate(JsonMapper.shared().readTree(event.replace('\'', '"')));
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
