package io.testudo.ports.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.testudo.transparency.CanonicalJson;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.ActionTaken;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FactJsonTest {

  private static final long SEED = seed();

  private final Random random = new Random(SEED);
  private final RandomFacts facts = new RandomFacts(random);

  private static long seed() {
    long seed = Long.getLong("seed", System.nanoTime() & 0xFFFF_FFFFL);
    System.out.println("FactJsonTest: repeat with -Dseed=" + seed);
    return seed;
  }

  @Test
  void readsBackEveryKindOfFactThatItWrites() {
    for (int round = 0; round < 200; round++) {
      for (Fact fact : facts.all()) {
        assertThat(FactJson.readFact(FactJson.write(fact))).isEqualTo(fact);
      }
    }
  }

  @Test
  void knowsEveryKindOfFactThereIs() {
    assertThat(facts.all())
        .extracting(Fact::getClass)
        .isEqualTo(Arrays.asList(Fact.class.getPermittedSubclasses()));
  }

  @Test
  void readsBackFindingsAndIncidents() {
    for (int round = 0; round < 200; round++) {
      Finding finding = facts.finding();
      Incident incident = facts.incident();
      assertThat(FactJson.readFinding(FactJson.write(finding))).isEqualTo(finding);
      assertThat(FactJson.readIncident(FactJson.write(incident))).isEqualTo(incident);
    }
  }

  @Test
  void writesFactsInTheirCanonicalSpelling() {
    for (Fact fact : facts.all()) {
      byte[] written = FactJson.canonical(fact);
      assertThat(CanonicalJson.of(written)).isEqualTo(written);
      assertThat(FactJson.write(fact)).isEqualTo(new String(written, StandardCharsets.UTF_8));
    }
  }

  @Test
  void keepsIntegersThatADoubleCannotHold() {
    Fact fact =
        new Fact.ItemRead("s", "i", Long.MAX_VALUE, (1L << 53) + 1, (1L << 53) - 1, Instant.EPOCH);
    assertThat(FactJson.write(fact))
        .contains("\"records\":\"9223372036854775807\"")
        .contains("\"events\":\"9007199254740993\"")
        .contains("\"parked\":9007199254740991");
    assertThat(FactJson.readFact(FactJson.write(fact))).isEqualTo(fact);
  }

  @Test
  void replacesHalvesOfSurrogatePairs() {
    Fact fact =
        new ActionTaken(
            "a\ud800b", "\udc00", "\ud83d\udee1", ActionTaken.Outcome.DONE, Instant.EPOCH, "");
    assertThat(FactJson.readFact(FactJson.write(fact)))
        .isEqualTo(
            new ActionTaken(
                "a\ufffdb", "\ufffd", "\ud83d\udee1", ActionTaken.Outcome.DONE, Instant.EPOCH, ""));
  }

  @Test
  void passesOverPropertiesThatItDoesNotKnow() {
    for (Fact fact : facts.all()) {
      String json = FactJson.write(fact);
      String extended =
          "{\"added\":{\"deep\":[1,null]}," + json.substring(1, json.length() - 1) + ",\"z\":1}";
      assertThat(FactJson.readFact(extended)).isEqualTo(fact);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{}",
        "{\"v\":1}",
        "{\"v\":1,\"kind\":\"other\"}",
        "{\"v\":1,\"kind\":\"finding-raised\"}",
        "{\"v\":1,\"kind\":\"finding-raised\",\"finding\":null}",
        "{\"v\":1,\"kind\":[]}",
        "{\"v\":1,\"kind\":\"rule-matched\",\"rule\":\"r\",\"values\":[],\"involved\":[]}",
        "{\"v\":{},\"kind\":\"item-read\"}",
        "{\"v\":1,\"kind\":\"finding-repeated\",\"findingId\":\"f\",\"count\":1,"
            + "\"last\":\"2026-01-01T00:00:00Z\"}",
        "{\"v\":1,\"kind\":\"finding-repeated\",\"findingId\":\"f\",\"count\":2,\"last\":\"now\"}",
        "{\"v\":1,\"kind\":\"finding-repeated\",\"findingId\":\"f\",\"count\":null,"
            + "\"last\":\"2026-01-01T00:00:00Z\"}"
      })
  void refusesWhatIsNoFact(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> FactJson.readFact(json));
  }

  @Test
  void refusesAnotherVersion() {
    for (Fact fact : facts.all()) {
      String own = fact instanceof Fact.RuleMatched ? "2" : "1";
      String other = fact instanceof Fact.RuleMatched ? "1" : "2";
      for (String version : List.of("0", other, "-1", "null", "\"x\"", "1.5", "99999999999")) {
        String json =
            FactJson.write(fact).replaceFirst("\"v\":" + own + "(?=[,}])", "\"v\":" + version);
        assertThat(json).contains("\"v\":" + version);
        assertThatIllegalArgumentException().isThrownBy(() -> FactJson.readFact(json));
      }
    }
  }

  @Test
  void refusesDeepNestingWithoutRunningOutOfStack() {
    String deep = "[".repeat(1_000_000);
    assertThatIllegalArgumentException().isThrownBy(() -> FactJson.readFact(deep));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FactJson.readFact("{\"v\":1,\"kind\":\"item-read\",\"x\":" + deep));
  }

  @Test
  void throwsNothingElseWhateverItReads() {
    for (int round = 0; round < 2_000; round++) {
      List<Fact> all = facts.all();
      StringBuilder json = new StringBuilder(FactJson.write(all.get(random.nextInt(all.size()))));
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        edit(json);
      }
      assertThatCode(() -> readOrRefuse(json.toString())).doesNotThrowAnyException();
    }
  }

  private void edit(StringBuilder json) {
    int at = random.nextInt(json.length());
    int end = Math.min(json.length(), at + random.nextInt(6));
    switch (random.nextInt(4)) {
      case 0 -> json.setCharAt(at, (char) random.nextInt(128));
      case 1 -> json.delete(at, end);
      case 2 -> json.insert(at, json.substring(at, end));
      default -> json.insert(at, "{}[]\",:\\0-9eE.ntf".charAt(random.nextInt(17)));
    }
    if (json.isEmpty()) {
      json.append('{');
    }
  }

  private static void readOrRefuse(String json) {
    try {
      FactJson.write(FactJson.readFact(json));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }

  // What was ever written is read: a file for each version

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void readsEveryVersionThatWasEverWritten(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      assertThat(FactJson.readFact(line).id()).isNotEmpty();
    }
  }

  @Test
  void writesTheLatestVersionAsItAlwaysDid() throws Exception {
    Path latest = goldenFolder().resolve("facts-v" + FactJson.VERSION + ".jsonl");
    List<String> lines = Files.readAllLines(latest);
    for (String line : lines) {
      assertThat(FactJson.write(FactJson.readFact(line))).isEqualTo(line);
    }
    Set<Class<?>> kinds =
        lines.stream().map(FactJson::readFact).map(Fact::getClass).collect(Collectors.toSet());
    assertThat(kinds).containsExactlyInAnyOrder(Fact.class.getPermittedSubclasses());
  }

  static List<Path> goldenFiles() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(goldenFolder())) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static Path goldenFolder() throws URISyntaxException {
    URL folder = FactJsonTest.class.getResource("/golden");
    assertThat(folder).isNotNull();
    return Path.of(folder.toURI());
  }
}
