package io.testudo.benchmarks;

import io.testudo.intrusion.Rules;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the public captures and endpoint data sets through the whole way from bytes to incidents
 * and prints a Markdown table of all of them, hits and misses.
 *
 * <p>Captures ({@code pcap-slips.zip}): a set is hit if it gives an incident. Endpoint sets ({@code
 * endpoint-mordor.zip}, with SigmaHQ's rules of {@code sigma.zip}): hit if an incident has one of
 * the set's labelled techniques or a sub-technique of it; agreement with the label's parent alone
 * is counted apart, and so are sets whose label ATT&amp;CK has since replaced, where the rules
 * carry only the new identifier.
 *
 * <p>Run: {@code benchmarks/detection.sh RealDataTable}
 */
public final class RealDataTable {

  private static final List<String> RULE_FOLDERS =
      List.of("rules", "rules-emerging-threats", "rules-threat-hunting", "rules-compliance");

  /**
   * Labels of the sets that ATT&CK replaced when it split Defense Evasion, with their successors as
   * SigmaHQ's rules carry them: disabling Windows' event log, and changing the firewall.
   */
  private static final Map<String, String> REPLACED =
      Map.of("T1562.002", "T1685.001", "T1562.004", "T1686.003");

  private RealDataTable() {}

  /** Prints the tables. */
  public static void main(String[] arguments) throws IOException {
    Path data = SharedData.folder().resolve("data");
    boolean details = List.of(arguments).contains("--details");
    captures(data.resolve("pcap-slips.zip"), details);
    endpoints(data.resolve("endpoint-mordor.zip"), sigmaRules(data.resolve("sigma.zip")), details);
  }

  private static Rules sigmaRules(Path zip) throws IOException {
    LogSourceMapping mapping = LogSourceMapping.standard();
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      List<Path> folders =
          RULE_FOLDERS.stream().map(name -> files.getPath(name)).filter(Files::exists).toList();
      RuleReport report = new RuleLoader(mapping, Map.of()).load(folders);
      System.out.printf(
          Locale.ROOT,
          "%nRules: %d honoured, %d refused.%n%n",
          report.rules().size(),
          report.refusals().size());
      return Rules.of(RuleSet.compile(report.rules(), mapping));
    }
  }

  private static void captures(Path zip, boolean details) throws IOException {
    System.out.println("| capture | events | findings | incidents | best score | seconds |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      for (Path set : captureSets(files.getPath("/"))) {
        long begin = System.nanoTime();
        Detection detection = new Detection(Rules.none());
        detection.read(set.toString(), reader -> read(set, reader));
        List<Incident> incidents = detection.incidents();
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %d | %d | %s | %.2f |%n",
            set.toString().substring(1),
            detection.events(),
            detection.findings().size(),
            incidents.size(),
            incidents.isEmpty() ? "–" : Double.toString(incidents.getFirst().score()),
            (System.nanoTime() - begin) / 1e9);
        if (details) {
          tell(detection);
        }
      }
    }
  }

  private static void read(Path set, io.testudo.telemetry.SourceReader reader) throws IOException {
    try (Stream<Path> walked = Files.walk(set)) {
      for (Path file : walked.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          reader.read(file.toString().substring(1), in);
        }
      }
    }
  }

  /** Each file, and each folder that holds only files, is a set. */
  private static List<Path> captureSets(Path root) throws IOException {
    List<Path> sets = new ArrayList<>();
    try (Stream<Path> listed = Files.list(root)) {
      for (Path path : listed.sorted().toList()) {
        if (Files.isRegularFile(path)) {
          sets.add(path);
        } else {
          boolean nested;
          try (Stream<Path> children = Files.list(path)) {
            nested = children.anyMatch(Files::isDirectory);
          }
          if (nested) {
            sets.addAll(captureSets(path));
          } else {
            sets.add(path);
          }
        }
      }
    }
    return sets;
  }

  private record Labelled(String title, String file, TreeSet<String> techniques) {}

  private static void endpoints(Path zip, Rules rules, boolean details) throws IOException {
    System.out.println(
        "| endpoint set | labelled | events | findings | incidents | hit | seconds |");
    System.out.println("| --- | --- | ---: | ---: | ---: | --- | ---: |");
    int exact = 0;
    int replaced = 0;
    int parent = 0;
    int read = 0;
    int withEvents = 0;
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      for (Labelled set : labelled(files)) {
        long begin = System.nanoTime();
        Detection detection = new Detection(rules);
        detection.read(set.file, reader -> read(files.getPath("/" + set.file), reader));
        TreeSet<String> found = techniques(detection.incidents());
        boolean asLabelled =
            set.techniques.stream()
                .anyMatch(id -> found.contains(id) || parents(found).contains(id));
        boolean renamed =
            !asLabelled
                && set.techniques.stream()
                    .anyMatch(id -> found.contains(REPLACED.getOrDefault(id, id)));
        boolean hit = asLabelled || renamed;
        boolean parentHit =
            !hit && parents(set.techniques).stream().anyMatch(parents(found)::contains);
        read++;
        withEvents += detection.events() > 0 ? 1 : 0;
        exact += asLabelled ? 1 : 0;
        replaced += renamed ? 1 : 0;
        parent += parentHit ? 1 : 0;
        System.out.printf(
            Locale.ROOT,
            "| %s (%s) | %s | %d | %d | %d | %s | %.2f |%n",
            set.title,
            set.file.substring(set.file.lastIndexOf('/') + 1),
            String.join(" ", set.techniques),
            detection.events(),
            detection.findings().size(),
            detection.incidents().size(),
            asLabelled ? "exact" : renamed ? "replaced identifier" : parentHit ? "parent" : "no",
            (System.nanoTime() - begin) / 1e9);
        if (details) {
          tell(detection);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%nEndpoint sets: %d, of which %d hold events; incident with a labelled technique:"
            + " as the label has it %d, under the identifier that replaced it %d, together %.1f %%;"
            + " with the parent only %d more, all together %.1f %%.%n",
        read,
        withEvents,
        exact,
        replaced,
        100.0 * (exact + replaced) / read,
        parent,
        100.0 * (exact + replaced + parent) / read);
  }

  private static List<Labelled> labelled(FileSystem files) throws IOException {
    Map<String, Labelled> sets = new TreeMap<>();
    List<String> lines = Files.readAllLines(files.getPath("/index.csv"), StandardCharsets.UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      String file = cells.get(2);
      Labelled set =
          sets.computeIfAbsent(file, key -> new Labelled(cells.get(1), file, new TreeSet<>()));
      for (String technique : cells.get(6).split("[;\\s]+", -1)) {
        if (Technique.isId(technique)) {
          set.techniques.add(technique);
        }
      }
    }
    return List.copyOf(sets.values());
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private static TreeSet<String> techniques(List<Incident> incidents) {
    return incidents.stream()
        .flatMap(incident -> incident.techniques().stream())
        .map(Technique::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeSet<String> parents(TreeSet<String> techniques) {
    return techniques.stream()
        .map(id -> new Technique(id).parent().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void tell(Detection detection) {
    for (Incident incident : detection.incidents()) {
      System.out.printf(
          Locale.ROOT,
          "    %5.1f %s [%d members]%n",
          incident.score(),
          incident.title(),
          incident.members().size());
    }
    for (Finding finding : detection.findings().values()) {
      System.out.printf(
          Locale.ROOT,
          "      - %s %s %.2f %s %s%n",
          finding.detector().id(),
          finding.severity(),
          finding.confidence().probability(),
          finding.title(),
          finding.techniques());
    }
    detection.parked().stream().limit(3).forEach(p -> System.out.println("      parked " + p));
  }
}
