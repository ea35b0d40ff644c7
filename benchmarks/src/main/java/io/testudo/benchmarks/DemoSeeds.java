package io.testudo.benchmarks;

import io.testudo.intrusion.Rules;
import io.testudo.intrusion.StarterRules;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleSet;
import io.testudo.simulation.Campaign;
import io.testudo.simulation.ScoreCard;
import io.testudo.simulation.Simulation;
import io.testudo.simulation.SimulationConfig;
import io.testudo.simulation.StageOutcome;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Plays simulated office hours through the whole way from bytes to incidents, with the product's
 * starter rules and default configuration, and prints a Markdown table: per seed the stages
 * detected, into how many incidents the intrusion was told, the share of their findings that belong
 * to it, and the false incidents.
 *
 * <p>Run: {@code benchmarks/detection.sh DemoSeeds 1001 1020}; {@code quiet} as the third argument
 * plays hours without an intrusion, {@code --details} tells of every incident.
 */
public final class DemoSeeds {

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private DemoSeeds() {}

  /** Plays the seeds from the first to the last argument. */
  public static void main(String[] arguments) throws IOException {
    long first = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    long last = arguments.length > 1 ? Long.parseLong(arguments[1]) : first;
    boolean quiet = List.of(arguments).contains("quiet");
    boolean details = List.of(arguments).contains("--details");
    LogSourceMapping mapping = LogSourceMapping.standard();
    Rules rules = Rules.of(RuleSet.compile(StarterRules.load(mapping), mapping));
    System.out.println(
        "| seed | story | detected | incidents of it | purity | beside | false | findings | seconds |");
    System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    int stages = 0;
    int detected = 0;
    int mostFalse = 0;
    int mostAside = 0;
    int told = 0;
    int members = 0;
    int belonging = 0;
    for (long seed = first; seed <= last; seed++) {
      Path folder = Files.createTempDirectory("demo-seed");
      SimulationConfig plain = SimulationConfig.of(seed, START);
      Campaign campaign =
          new Simulation(
                  quiet
                      ? new SimulationConfig(
                          seed, START, plain.duration(), plain.hosts(), SimulationConfig.Plot.QUIET)
                      : plain)
              .writeTo(folder);
      long begin = System.nanoTime();
      Detection detection = detect(rules, folder);
      double seconds = (System.nanoTime() - begin) / 1e9;
      ScoreCard card = ScoreCard.of(campaign, detection.incidents(), detection.findings().values());
      stages += card.stages().size();
      detected += (int) card.detected();
      told += card.telling();
      members += card.findings();
      belonging += card.belonging();
      mostFalse = Math.max(mostFalse, card.falseIncidents().size());
      mostAside = Math.max(mostAside, card.falseIncidents().size() + card.beside());
      System.out.printf(
          Locale.ROOT,
          "| %d | %s | %d of %d | %d | %.2f | %d | %d | %d | %.1f |%n",
          seed,
          campaign.title(),
          card.detected(),
          card.stages().size(),
          card.telling(),
          card.purity(),
          card.beside(),
          card.falseIncidents().size(),
          detection.findings().size(),
          seconds);
      if (details) {
        tell(campaign, card, detection);
      }
      delete(folder);
    }
    System.out.printf(
        Locale.ROOT,
        "%nStages detected: %d of %d (%.1f %%); most false incidents in two hours: %d, with those beside it: %d; incidents per"
            + " intrusion: %.2f; findings in them that belong to it: %d of %d (%.1f %%).%n",
        detected,
        stages,
        stages == 0 ? 100 : 100.0 * detected / stages,
        mostFalse,
        mostAside,
        (double) told / (last - first + 1),
        belonging,
        members,
        members == 0 ? 100 : 100.0 * belonging / members);
  }

  private static Detection detect(Rules rules, Path folder) {
    Detection detection = new Detection(rules);
    for (String source : List.of("edge.pcap", "zeek", "windows", "syslog.log")) {
      Path path = folder.resolve("telemetry").resolve(source);
      detection.read(source, reader -> reader.read(path));
    }
    return detection;
  }

  private static void tell(Campaign campaign, ScoreCard card, Detection detection) {
    for (StageOutcome outcome : card.stages()) {
      switch (outcome) {
        case StageOutcome.Detected hit ->
            System.out.printf(
                "    + %s %s after %s%n", hit.stage().name(), hit.stage().method(), hit.after());
        case StageOutcome.Missed miss ->
            System.out.printf(
                "    MISSED %s %s %s..%s %s%n",
                miss.stage().name(),
                miss.stage().method(),
                miss.stage().start(),
                miss.stage().end(),
                miss.stage().entities());
      }
    }
    for (Incident incident : detection.incidents()) {
      System.out.printf(
          Locale.ROOT,
          "    %s %5.1f %s [%d]%n",
          card.falseIncidents().contains(incident.id()) ? "FALSE" : "     ",
          incident.score(),
          incident.title(),
          incident.members().size());
      for (Member member : incident.members()) {
        Finding finding = detection.findings().get(member.findingId());
        if (finding != null) {
          System.out.printf(
              Locale.ROOT,
              "        %s %s %s %s %.2f %s%n              %s%n",
              ScoreCard.belongs(campaign, finding) ? " " : "-",
              finding.first(),
              finding.detector().id(),
              finding.severity(),
              finding.confidence().probability(),
              finding.title(),
              member.reason());
        }
      }
    }
    detection.findings().values().stream()
        .filter(
            finding ->
                detection.incidents().stream()
                    .flatMap(incident -> incident.members().stream())
                    .noneMatch(member -> member.findingId().equals(finding.id())))
        .forEach(
            finding ->
                System.out.printf(
                    Locale.ROOT,
                    "      waits %s %s %s %.2f %s%n",
                    finding.first(),
                    finding.detector().id(),
                    finding.severity(),
                    finding.confidence().probability(),
                    finding.title()));
    detection.parked().stream().limit(5).forEach(p -> System.out.println("      parked " + p));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walked = Files.walk(folder)) {
      for (Path path : walked.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
