package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.web.access.Routes;
import io.testudo.ports.json.FactJson;
import io.testudo.vocabulary.fact.Fact.VerdictGiven;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path data;
  private Bench bench;
  private Browser admin;

  @BeforeAll
  void start() {
    bench = new Bench(data);
    admin = bench.admin();
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  private JsonNode json(String path) {
    HttpResponse<String> answer = admin.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Test
  void givesAnIncidentInTheFormInWhichTheLogKeepsIt() {
    HttpResponse<String> answer = admin.get("/api/v1/incidents/" + bench.incident.id());
    assertThat(FactJson.readIncident(answer.body())).isEqualTo(bench.incident);
  }

  @Test
  void pagesThroughIncidents() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(another("192.0.2." + i, 10 + i).id());
    }
    List<String> seen = new ArrayList<>();
    String rest = "MORE";
    for (int offset = 0; rest.equals("MORE"); offset += 2) {
      JsonNode slice = json("/api/v1/incidents?limit=2&offset=" + offset);
      slice.get("items").forEach(item -> seen.add(item.get("id").asString()));
      rest = slice.get("rest").asString();
    }
    assertThat(seen).doesNotHaveDuplicates().contains(bench.incident.id()).containsAll(ids);
    assertThat(seen.getFirst()).isEqualTo(bench.incident.id());
  }

  private Incident another(String actor, double score) {
    return new SampleIncident(bench.house, actor, bench.clock.instant())
        .with(0, "Port scan", "srv-mail", Severity.LOW, Tactic.DISCOVERY, "T1046")
        .put(1, "Scan from " + actor, score);
  }

  @Test
  void findsWhatIsAskedFor() {
    assertThat(json("/api/v1/incidents?q=exfiltration%20T1110").get("items")).hasSize(1);
    assertThat(json("/api/v1/incidents?q=nothing-like-it").get("items")).isEmpty();
    assertThat(json("/api/v1/incidents?severity=CRITICAL").get("items")).isEmpty();
    assertThat(json("/api/v1/findings?q=guessing").get("items")).hasSize(1);
  }

  @Test
  void pagesThroughFindingsAndFacts() {
    JsonNode first = json("/api/v1/findings?limit=2");
    JsonNode second = json("/api/v1/findings?limit=2&before=" + first.get("next").asLong());
    assertThat(first.get("items").get(1).get("sequence").asLong())
        .isGreaterThan(second.get("items").get(0).get("sequence").asLong());
    JsonNode facts = json("/api/v1/log/facts?kind=incident-changed&limit=1");
    assertThat(facts.get("items").get(0).get("fact").get("kind").asString())
        .isEqualTo("incident-changed");
  }

  @Test
  void everyProblemIsOneOfRfc9457() {
    expectProblem(admin.get("/api/v1/incidents/i-none"), 404, "There is no such incident.");
    expectProblem(admin.get("/api/v1/incidents?limit=0"), 400, "limit (0) must be in 1..200");
    expectProblem(admin.get("/api/v1/incidents?limit=many"), 400, "limit must have another form.");
    expectProblem(admin.get("/api/v1/log/facts?kind=gossip"), 400, "kind must be one of");
    expectProblem(admin.get("/api/v1/nothing"), 404, "There is nothing at this address.");
    expectProblem(admin.send("POST", "/api/v1/verdicts", "{"), 400, "The request is not of");
    expectProblem(
        admin.send("POST", "/api/v1/verdicts", "{}"), 400, "The request is not of the form");
    expectProblem(
        admin.send("POST", "/api/v1/users", "{\"name\":\"Bad Name\",\"role\":\"VIEWER\"}"),
        400,
        "name of an account must be");
    expectProblem(
        bench.browser().get("/api/v1/sources", "Authorization", "Bearer testudo_x_y"),
        401,
        "A session or a token");
  }

  private static void expectProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asString()).startsWith(detail);
  }

  @Test
  void aVerdictBecomesAFact() {
    Incident incident = another("198.51.100.1", 5);
    assertThat(
            admin
                .send(
                    "POST",
                    "/api/v1/verdicts",
                    "{\"incidentId\":\""
                        + incident.id()
                        + "\",\"verdict\":\"BENIGN\",\"comment\":\"our scanner\"}")
                .statusCode())
        .isEqualTo(204);
    VerdictGiven given =
        (VerdictGiven) bench.log.latest(VerdictGiven.class, Long.MAX_VALUE, 1).getFirst().fact();
    assertThat(given.user()).isEqualTo("admin");
    assertThat(given.comment()).isEqualTo("our scanner");
    assertThat(json("/api/v1/verdicts").get(0).get("incidentId").asString())
        .isEqualTo(incident.id());
  }

  @Test
  void verifiesTheLogAndTellsItsHead() {
    JsonNode verified = JSON.readTree(admin.send("POST", "/api/v1/log/verify", "").body());
    assertThat(verified.get("finding").asString()).isEqualTo("INTACT");
    assertThat(json("/api/v1/log/head").get("root").asString()).matches("[0-9a-f]{64}");
  }

  @Test
  void createsAndChangesUsersWithoutEverTellingAHash() {
    HttpResponse<String> created =
        admin.send("POST", "/api/v1/users", "{\"name\":\"rest-user\",\"role\":\"VIEWER\"}");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(JSON.readTree(created.body()).get("oneTimePassword").asString()).hasSize(19);
    JsonNode changed =
        JSON.readTree(
            admin.send("PATCH", "/api/v1/users/rest-user", "{\"role\":\"ANALYST\"}").body());
    assertThat(changed.get("role").asString()).isEqualTo("ANALYST");
    assertThat(admin.get("/api/v1/users").body()).contains("rest-user").doesNotContain("argon2");
  }

  @Test
  void exportsOneJsonObjectALineAndRecordsIt() {
    String facts = admin.get("/api/v1/export").body();
    assertThat(facts.lines()).allSatisfy(line -> assertThat(FactJson.readFact(line)).isNotNull());
    assertThat(facts).contains(bench.incident.id());
    List<JsonNode> ocsf =
        admin
            .get("/incidents/" + bench.incident.id() + "/export?form=OCSF")
            .body()
            .lines()
            .map(line -> (JsonNode) JSON.readTree(line))
            .toList();
    assertThat(ocsf).hasSize(4);
    assertThat(ocsf.getFirst().get("class_uid").asInt()).isEqualTo(2005);
    assertThat(ocsf.getLast().get("class_uid").asInt()).isEqualTo(2004);
    assertThat(admin.get("/log").body()).contains("admin: export (all as JSON)");
  }

  @Test
  void describesEveryRouteInOpenApi31() {
    JsonNode api = json("/api/openapi.json");
    assertThat(api.get("openapi").asString()).startsWith("3.1");
    List<String> documented = new ArrayList<>();
    for (var path : api.get("paths").properties()) {
      path.getValue()
          .propertyNames()
          .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    List<String> routes =
        Routes.ALL.stream()
            .filter(route -> route.pattern().startsWith("/api/v1"))
            .map(route -> route.method() + " " + route.pattern())
            .toList();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(routes);
    JsonNode incident = api.get("components").get("schemas").get("Incident").get("properties");
    assertThat(incident.get("techniques").get("items").get("type").asString()).isEqualTo("string");
    assertThat(api.get("paths").get("/api/v1/incidents").get("get").get("responses").has("default"))
        .isTrue();
  }

  /** With {@code -Dopenapi.write=FILE} it writes the file anew. */
  @Test
  void theDescriptionIsThatOfTheHandlers() throws IOException {
    Bench other = new Bench(data, DescribedRest.PROPERTIES, WebContext.class, DescribedRest.class);
    JsonNode made;
    try (other) {
      made = JSON.readTree(other.browser().get(DescribedRest.PATH).body());
    }
    ((ObjectNode) made).remove("servers");
    String write = System.getProperty("openapi.write", "");
    if (!write.isEmpty()) {
      Files.writeString(
          Path.of(write), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n");
    }
    assertThat(json("/api/openapi.json"))
        .as("openapi.json must describe the handlers; -Dopenapi.write=FILE writes it anew")
        .isEqualTo(made);
  }
}
