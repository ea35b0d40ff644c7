package io.testudo.telemetry.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.validation.OcsfSchema;
import io.testudo.ocsf.validation.OcsfValidator;
import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.Samples;
import io.testudo.telemetry.SharedData;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of events, findings and incidents, and that it is valid. */
class OcsfMappingTest {

  private static final OcsfMapping MAPPING = new OcsfMapping("0.1");

  private static OcsfValidator validator() throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(SharedData.file("schema-ocsf.zip"))) {
      return new OcsfValidator(OcsfSchema.load(files.getPath("/")));
    }
  }

  private static List<Long> classes(String sample) {
    return Gathered.of("x", sample).events.stream()
        .map(event -> MAPPING.of(event).toJson().path("class_uid").longValue())
        .toList();
  }

  @Test
  void givesEventsTheirClasses() {
    assertThat(classes(Samples.ZEEK_JSON)).containsExactly(4001L, 4003L, 2004L);
    assertThat(classes(Samples.EVE)).containsExactly(4001L, 2004L, 4003L);
    assertThat(classes(Samples.WINDOWS_FLAT)).containsExactly(1007L, 3002L);
    assertThat(classes(Samples.WINLOGBEAT)).containsExactly(1007L, 3002L, 3002L);
    assertThat(classes(Samples.SYSLOG)).containsExactly(3002L, 3002L, 3002L, 0L, 0L);
    assertThat(classes(Samples.OTHER_JSON)).containsExactly(0L, 0L);
  }

  @Test
  void keepsWhatHasNoAttribute() {
    Event event = Gathered.of("x", Samples.WINDOWS_FLAT).events.getFirst();

    ObjectNode json = MAPPING.of(event).toJson();

    assertThat(json.path("process").path("cmd_line").asString()).isEqualTo("cmd /c whoami");
    assertThat(json.path("unmapped").path("SourceName").asString())
        .isEqualTo("Microsoft-Windows-Sysmon");
    assertThat(json.path("unmapped").has("CommandLine")).isFalse();
  }

  @Test
  void keepsWhatIsLeftOfANestedField() {
    Event event = Gathered.of("x", Samples.EVE).events.get(1);

    ObjectNode json = MAPPING.of(event).toJson();

    assertThat(json.path("finding_info").path("title").asString()).isEqualTo("Odd certificate");
    assertThat(json.path("unmapped").path("alert").path("category").asString())
        .isEqualTo("Misc activity");
    assertThat(json.path("unmapped").path("alert").has("signature")).isFalse();
  }

  @Test
  void isValidForEverySampleAndItsMutations() throws IOException {
    OcsfValidator validator = validator();
    long seed = Long.getLong("seed", 20260301L);
    Random chance = new Random(seed);
    for (byte[] sample : Samples.all().values()) {
      requireValid(validator, Gathered.of("x", sample).events, "sample");
      for (int round = 0; round < 60; round++) {
        byte[] mutated = sample.clone();
        for (int i = 0; i <= chance.nextInt(6); i++) {
          mutated[chance.nextInt(mutated.length)] = (byte) (32 + chance.nextInt(95));
        }
        requireValid(validator, Gathered.of("x", mutated).events, "seed " + seed);
      }
    }
  }

  private static void requireValid(OcsfValidator validator, List<Event> events, String where) {
    for (Event event : events) {
      OcsfEvent mapped = MAPPING.of(event);
      assertThat(validator.validate(mapped.toJson())).as(where + ": " + mapped).isEmpty();
    }
  }

  @Test
  void mapsFindingsAndIncidents() throws IOException {
    OcsfValidator validator = validator();
    Detector detector = new Detector(Detector.Kind.STATISTIC, "scan", "1");
    List<Involvement> involved = new ArrayList<>();
    for (Entity.Kind kind : Entity.Kind.values()) {
      involved.add(new Involvement(new Entity(kind, "10.0.0.7"), Involvement.Role.ACTOR));
    }
    Finding finding =
        new Finding(
            "f-1",
            detector,
            "Port scan",
            Severity.HIGH,
            new Confidence(0.5, Confidence.Basis.COMPUTED),
            Gathered.TIME,
            Gathered.TIME,
            involved,
            List.of(new Technique("T1046"), new Technique("T1003.001")),
            List.of(Tactic.DISCOVERY),
            List.of(new Reason("ports", "400", "at most 20")),
            List.of(new Evidence(new Origin("s", "i", 1), Gathered.TIME, "a flow", "{}")),
            List.of("whether it was allowed"));
    ObjectNode mapped = MAPPING.of(finding).toJson();

    assertThat(validator.validate(mapped)).isEmpty();
    assertThat(mapped.path("class_uid").longValue()).isEqualTo(2004);
    assertThat(mapped.path("finding_info").path("attacks").size()).isEqualTo(3);

    for (Incident.Status status : Incident.Status.values()) {
      for (int revision = 1; revision <= 2; revision++) {
        Incident incident =
            new Incident(
                "i-1",
                revision,
                status,
                status == Incident.Status.MERGED ? "i-2" : "",
                "Port scan of 10.0.0.7",
                Severity.CRITICAL,
                77.7,
                Gathered.TIME,
                Gathered.TIME,
                finding.involved(),
                finding.techniques(),
                finding.tactics(),
                List.of(new Member("f-1", "is the first")),
                List.of(new Reason("severity", "high", "")));
        ObjectNode json = MAPPING.of(incident).toJson();
        assertThat(validator.validate(json)).as(json.toString()).isEmpty();
        assertThat(json.path("class_uid").longValue()).isEqualTo(2005);
      }
    }
  }
}
