package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public rule collection of SigmaHQ, read in place from the shared data folder. */
class SigmaHqTest {
  private static final LogSourceMapping MAPPING = LogSourceMapping.standard();
  private static final List<String> FOLDERS =
      List.of("rules", "rules-emerging-threats", "rules-threat-hunting", "rules-compliance");
  private static final Pattern RULE_ID = Pattern.compile("rule_metadata:\\s*- id: ([0-9a-f-]+)");

  private static @Nullable RuleReport loaded;

  /** The rules that are not deprecated, unsupported or made of placeholders; read once. */
  private static RuleReport load(FileSystem zip) {
    RuleReport report = loaded;
    if (report == null) {
      report = load(zip, FOLDERS);
      loaded = report;
    }
    return report;
  }

  private static RuleReport load(FileSystem zip, List<String> folders) {
    List<Path> paths = folders.stream().map(zip::getPath).toList();
    return new RuleLoader(MAPPING, Map.of()).load(paths);
  }

  @Test
  void loadsEveryRuleThatNeedsNoPlaceholder() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma.zip")) {
      RuleReport report = load(zip);
      System.out.printf(
          "SigmaHQ: %d files, %d rules loaded, %d refused, %d warnings%n",
          report.files(),
          report.rules().size(),
          report.refusals().size(),
          report.warnings().size());
      report.refusals().forEach(refusal -> System.out.println("  refused: " + refusal));
      assertThat(report.rules().size() + report.refusals().size()).isEqualTo(3_757);
      assertThat(report.refusals())
          .hasSize(2)
          .allMatch(refusal -> refusal.reason().contains("placeholder %known_cdcs% has no value"));
    }
  }

  @Test
  void loadsTheRulesThatNeedAPlaceholderOnceItIsGiven() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma.zip")) {
      Path folder = zip.getPath("rules-emerging-threats", "2026", "Exploits", "CVE-2026-54121");
      var loader = new RuleLoader(MAPPING, Map.of("known_cdcs", List.of("dc1.example.org")));
      assertThat(loader.load(List.of(folder)).refusals()).isEmpty();
    }
  }

  @Test
  void mapsTheLogSourceOfEveryRule() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma.zip")) {
      RuleReport report = load(zip);
      var unmapped = new TreeSet<String>();
      for (SigmaRule rule : report.rules()) {
        if (!MAPPING.knows(rule.logSource())) {
          unmapped.add(rule.logSource().toString());
        }
      }
      assertThat(unmapped).isEmpty();
    }
  }

  @Test
  void saysWhyARuleIsNotHonoured() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma.zip")) {
      RuleReport unsupported = load(zip, List.of("unsupported"));
      RuleReport placeholders = load(zip, List.of("rules-placeholder"));
      assertThat(unsupported.rules().size() + unsupported.refusals().size())
          .isGreaterThanOrEqualTo(unsupported.files());
      assertThat(unsupported.refusals())
          .extracting(RuleReport.Notice::reason)
          .anyMatch(reason -> reason.contains("aggregation"));
      assertThat(placeholders.rules()).isEmpty();
      assertThat(placeholders.refusals())
          .hasSize(placeholders.files())
          .allMatch(refusal -> refusal.reason().contains("placeholder"));
    }
  }

  @Test
  void everyRegressionSampleFiresItsRule() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma.zip")) {
      RuleSet rules = RuleSet.compile(load(zip).rules(), MAPPING);
      var silent = new ArrayList<String>();
      int samples = 0;
      for (Map.Entry<Path, String> sample : samples(zip).entrySet()) {
        samples++;
        boolean fired = false;
        for (JsonEvent event : events(sample.getKey())) {
          fired |=
              rules.match(event).stream()
                  .anyMatch(match -> match.rule().id().equals(sample.getValue()));
        }
        if (!fired) {
          silent.add(sample.getKey().toString());
        }
      }
      System.out.printf(
          "SigmaHQ: %d of %d regression samples fire their rule%n",
          samples - silent.size(), samples);
      assertThat(silent).isEmpty();
      assertThat(samples).isEqualTo(143);
    }
  }

  @Test
  void theIndexFindsWhatTestingEveryRuleFinds() throws IOException {
    try (FileSystem zip = SharedData.zip("sigma.zip")) {
      List<SigmaRule> loadedRules = load(zip).rules();
      RuleSet rules = RuleSet.compile(loadedRules, MAPPING);
      var naive = new NaiveMatcher(loadedRules, MAPPING);
      int events = 0;
      for (Path folder : samples(zip).keySet()) {
        for (JsonEvent event : events(folder)) {
          if (events++ % 8 == 0) {
            assertThat(rules.match(event))
                .extracting(Match::rule)
                .containsExactlyInAnyOrderElementsOf(naive.match(event));
          }
        }
      }
      assertThat(events).isGreaterThan(143);
    }
  }

  /** The folder of each sample with the id of the rule that it must fire. */
  private static Map<Path, String> samples(FileSystem zip) throws IOException {
    var samples = new HashMap<Path, String>();
    try (Stream<Path> files = Files.walk(zip.getPath("regression_data"))) {
      for (Path file : files.filter(f -> f.endsWith("info.yml")).toList()) {
        Matcher id = RULE_ID.matcher(Files.readString(file));
        assertThat(id.find()).as(file.toString()).isTrue();
        samples.put(file.getParent(), id.group(1));
      }
    }
    return samples;
  }

  private static List<JsonEvent> events(Path folder) throws IOException {
    var events = new ArrayList<JsonEvent>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains(".json")).toList()) {
        String text = Files.readString(file).replace("\uFEFF", "");
        var mapper = JsonMapper.builder().build();
        try (var values = mapper.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
          values.forEachRemaining(node -> events.add(JsonEvent.of(node)));
        }
      }
    }
    return events;
  }
}
