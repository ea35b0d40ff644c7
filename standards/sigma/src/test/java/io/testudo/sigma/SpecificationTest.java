package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.RuleReport.Notice;
import io.testudo.sigma.yaml.YamlReader;
import io.testudo.sigma.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The samples of Sigma's specification, and what its schemas say is wrong. */
class SpecificationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "rules", "sigma-detection-rule-schema.json",
          "filter", "sigma-filters-schema.json",
          "correlation", "sigma-correlation-rules-schema.json");

  /** Rules that the samples of correlations refer to by these names. */
  private static String referred() {
    var rules = new StringBuilder();
    for (String name :
        List.of(
            "recon_cmd_a",
            "recon_cmd_b",
            "recon_cmd_c",
            "rule_a_id",
            "process_creation",
            "website_access")) {
      rules.append("---\ntitle: ").append(name).append("\nname: ").append(name).append('\n');
      rules.append("logsource: {product: x}\ndetection: {s: {a: b}, condition: s}\n");
    }
    return rules
        + "---\ntitle: by id\nid: 5638f7c0-ac70-491d-8465-2a65075e0d86\n"
        + "logsource: {product: x}\ndetection: {s: {a: b}, condition: s}\n";
  }

  private static List<Notice> refusals(String document) {
    return Rules.load(document + "\n" + referred()).refusals();
  }

  @Test
  void everySampleIsAccepted() throws IOException {
    int samples = 0;
    try (FileSystem zip = SharedData.zip("sigma-specification.zip")) {
      for (String kind : SCHEMAS.keySet()) {
        for (Path sample : samples(zip, kind)) {
          assertThat(refusals(Files.readString(sample))).as(sample.toString()).isEmpty();
          samples++;
        }
      }
    }
    assertThat(samples).isEqualTo(12);
  }

  /** Takes away, one after the other, every part that the schema of a sample requires. */
  @Test
  void aSampleWithoutAPartThatItsSchemaRequiresIsRefused() throws Exception {
    int cases = 0;
    try (FileSystem zip = SharedData.zip("sigma-specification.zip")) {
      for (Map.Entry<String, String> kind : SCHEMAS.entrySet()) {
        JsonNode schema =
            JSON.readTree(Files.readString(zip.getPath("json-schema", kind.getValue())));
        for (Path sample : samples(zip, kind.getKey())) {
          JsonNode document = json(YamlReader.read(Files.readAllBytes(sample)).getFirst());
          for (List<String> required : required(schema, List.of())) {
            ObjectNode without = (ObjectNode) document.deepCopy();
            if (remove(without, required)) {
              assertThat(refusals(without.toString()))
                  .as(sample + " without " + required)
                  .isNotEmpty();
              cases++;
            }
          }
        }
      }
    }
    assertThat(cases).isGreaterThan(40);
  }

  private static List<Path> samples(FileSystem zip, String kind) throws IOException {
    try (Stream<Path> files = Files.list(zip.getPath("tests", "schema", kind))) {
      return files.filter(file -> file.toString().endsWith(".yml")).toList();
    }
  }

  private static List<List<String>> required(JsonNode schema, List<String> at) {
    var all = new ArrayList<List<String>>();
    for (JsonNode name : schema.path("required")) {
      all.add(under(at, name.asString()));
    }
    for (Map.Entry<String, JsonNode> part : schema.path("properties").properties()) {
      all.addAll(required(part.getValue(), under(at, part.getKey())));
    }
    return all;
  }

  private static List<String> under(List<String> at, String name) {
    return Stream.concat(at.stream(), Stream.of(name)).toList();
  }

  private static boolean remove(ObjectNode from, List<String> path) {
    JsonNode parent = from;
    for (String name : path.subList(0, path.size() - 1)) {
      parent = parent.path(name);
    }
    return parent instanceof ObjectNode object && object.remove(path.getLast()) != null;
  }

  private static JsonNode json(YamlValue value) {
    return switch (value) {
      case YamlValue.Fields fields -> {
        ObjectNode node = JSON.createObjectNode();
        fields.entries().forEach((key, each) -> node.set(key, json(each)));
        yield node;
      }
      case YamlValue.Items items -> {
        ArrayNode node = JSON.createArrayNode();
        items.values().forEach(each -> node.add(json(each)));
        yield node;
      }
      case YamlValue.Numeral number -> JSON.readTree(number.source());
      case YamlValue.Scalar scalar -> JSON.getNodeFactory().stringNode(scalar.source());
    };
  }

  @Test
  void aFilterOfTheWrongShapeIsRefused() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma-specification.zip")) {
      String sample =
          new String(
              Files.readAllBytes(zip.getPath("tests", "schema", "filter", "filter_1.yml")),
              StandardCharsets.UTF_8);
      String id = "6f3e2987-db24-4c78-a860-b4f4095a7095";
      assertThat(refusals(sample.replace("df0841c0-9846-4e9f-ad8a-7df91571771b", id)))
          .as("rules must differ")
          .isNotEmpty();
      assertThat(refusals(sample.replace("condition: selection", "condition: [selection, 1]")))
          .as("a condition is text")
          .isNotEmpty();
      assertThat(refusals(sample.replace("User|startswith: 'adm_'", "")))
          .as("a selection is a list or a map")
          .isNotEmpty();
    }
  }
}
