package io.testudo.sigma;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import tools.jackson.core.JacksonException;

/**
 * Prints how fast SigmaHQ's rules run over the Windows events of the shared data folder, on one
 * thread, decoding left aside. A program, not a test: {@code main} with the shared data present.
 */
final class Throughput {
  private static final List<String> FOLDERS =
      List.of("rules", "rules-emerging-threats", "rules-threat-hunting", "rules-compliance");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Throughput() {}

  public static void main(String[] arguments) throws IOException {
    try (FileSystem sigma = SharedData.zip("sigma.zip");
        FileSystem mordor = SharedData.zip("endpoint-mordor.zip")) {
      LogSourceMapping mapping = LogSourceMapping.standard();
      long begin = System.nanoTime();
      RuleReport report =
          new RuleLoader(mapping, Map.of()).load(FOLDERS.stream().map(sigma::getPath).toList());
      long loaded = System.nanoTime();
      RuleSet rules = RuleSet.compile(report.rules(), mapping);
      System.out.printf(
          "%d rules loaded in %d ms, compiled in %d ms%n",
          report.rules().size(),
          (loaded - begin) / 1_000_000,
          (System.nanoTime() - loaded) / 1_000_000);
      for (int round = 0; round < 2; round++) {
        measure(rules, mordor);
      }
    }
  }

  private static void measure(RuleSet rules, FileSystem mordor) throws IOException {
    long nanos = 0;
    long events = 0;
    long matches = 0;
    var spent = new TreeMap<String, long[]>();
    var hits = new HashMap<String, Integer>();
    for (Path archive : archives(mordor)) {
      List<JsonEvent> batch = new ArrayList<>();
      read(archive, batch);
      long before = THREADS.getCurrentThreadCpuTime();
      for (JsonEvent event : batch) {
        long start = System.nanoTime();
        List<Match> found = rules.match(event);
        long took = System.nanoTime() - start;
        events++;
        matches += found.size();
        found.forEach(match -> hits.merge(match.rule().title(), 1, Integer::sum));
        long[] sum = spent.computeIfAbsent(kind(event), key -> new long[2]);
        sum[0] += took;
        sum[1]++;
      }
      nanos += THREADS.getCurrentThreadCpuTime() - before;
    }
    System.out.printf(
        "%d events, %d matches, %.1f s of one processor, %.0f events/s%n",
        events, matches, nanos / 1e9, events / (nanos / 1e9));
    spent.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]))
        .limit(12)
        .forEach(
            kind ->
                System.out.printf(
                    "  %-55s %7d events %9.1f us each %6.2f s%n",
                    kind.getKey(),
                    kind.getValue()[1],
                    kind.getValue()[0] / 1e3 / kind.getValue()[1],
                    kind.getValue()[0] / 1e9));
    hits.entrySet().stream()
        .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
        .limit(25)
        .forEach(hit -> System.out.printf("  %6d %s%n", hit.getValue(), hit.getKey()));
    System.out.println("  cut short: " + rules.searchesCutShort());
  }

  private static String kind(JsonEvent event) {
    return text(event, "Channel") + " " + text(event, "EventID");
  }

  private static String text(JsonEvent event, String field) {
    List<FieldValue> values = event.values(field);
    return values.isEmpty() ? "" : values.getFirst().asText();
  }

  private static List<Path> archives(FileSystem mordor) throws IOException {
    try (Stream<Path> files = Files.walk(mordor.getPath("/"))) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
    }
  }

  private static void read(Path archive, List<JsonEvent> into) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        var zip = new ZipInputStream(in)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".json")) {
          var lines = new BufferedReader(new InputStreamReader(zip, StandardCharsets.UTF_8));
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            parse(line, into);
          }
        }
      }
    }
  }

  private static void parse(String line, List<JsonEvent> into) {
    try {
      into.add(JsonEvent.of(line));
    } catch (JacksonException e) {
      System.out.println("  not JSON: " + line.substring(0, Math.min(80, line.length())));
    }
  }
}
