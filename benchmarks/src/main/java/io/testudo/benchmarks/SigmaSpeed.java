package io.testudo.benchmarks;

import io.testudo.intrusion.rule.LogEvent;
import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.Match;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.sigma.SigmaRule;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * Speed of Sigma rules over the Windows events of public endpoint data sets, on one thread, in
 * processor time: reading alone, reading and matching together, matching alone against the
 * evaluation of rules one by one, and all of it for growing numbers of rules. Every figure is the
 * median of several runs with its spread.
 */
public final class SigmaSpeed {
  private static final List<String> FOLDERS =
      List.of("rules", "rules-emerging-threats", "rules-threat-hunting", "rules-compliance");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int EVERY = 20;
  private static final int CHUNK = 250;
  private static final int TIMES = 10;

  /** Keeps what is measured from being left out as useless. */
  private long matched;

  private final List<byte[]> files;
  private final int runs;

  private SigmaSpeed(List<byte[]> files, int runs) {
    this.files = files;
    this.runs = runs;
  }

  /** Measures; the first argument is the number of runs, 5 if there is none. */
  public static void main(String[] arguments) throws IOException {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Path data = SharedData.folder().resolve("data");
    var speed = new SigmaSpeed(files(data.resolve("endpoint-mordor.zip")), runs);
    LogSourceMapping mapping = LogSourceMapping.standard();
    RuleReport report;
    long begin = THREADS.getCurrentThreadCpuTime();
    try (FileSystem sigma = FileSystems.newFileSystem(data.resolve("sigma.zip"))) {
      report =
          new RuleLoader(mapping, Map.of()).load(FOLDERS.stream().map(sigma::getPath).toList());
    }
    List<SigmaRule> all = report.rules();
    System.out.printf(
        "%d rules loaded, %d refused: %.2f s%n",
        all.size(), report.refusals().size(), seconds(begin));
    for (int time = 0; time < 3; time++) {
      begin = THREADS.getCurrentThreadCpuTime();
      long before = used();
      RuleSet compiled = RuleSet.compile(all, mapping);
      double took = seconds(begin);
      System.out.printf(
          "%d rules compiled: %.2f s, %.1f MB%n",
          compiled.rules().size(), took, (used() - before) / 1e6);
    }
    List<SigmaRule> windows =
        all.stream().filter(rule -> rule.logSource().product().equals("windows")).toList();
    speed.measure(windows, mapping);
    speed.grow(windows, mapping);
  }

  private static double seconds(long begin) {
    return (THREADS.getCurrentThreadCpuTime() - begin) / 1e9;
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static List<byte[]> files(Path zip) throws IOException {
    var files = new ArrayList<byte[]>();
    try (FileSystem archive = FileSystems.newFileSystem(zip);
        Stream<Path> paths = Files.walk(archive.getPath("/"))) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".zip")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(path);
            var inner = new ZipInputStream(in)) {
          for (var entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
            String name = entry.getName();
            if (name.endsWith(".json") && !name.startsWith("__MACOSX")) {
              files.add(inner.readAllBytes());
            }
          }
        }
      }
    }
    return files;
  }

  private void measure(List<SigmaRule> windows, LogSourceMapping mapping) {
    RuleSet rules = RuleSet.compile(windows, mapping);
    var naive = new OneByOne(windows, mapping);
    System.out.printf("%d Windows rules, one thread, median of %d runs%n", windows.size(), runs);
    print("reading", time(log -> {}));
    print("reading and matching", time(log -> matched += rules.match(new LogEvent(log)).size()));
    compare(rules, naive);
  }

  /** Matching apart, by the index and one by one, over every {@value #EVERY}th event. */
  private void compare(RuleSet rules, OneByOne naive) {
    List<LogRecord> sample = sample();
    for (LogRecord log : sample) {
      Set<SigmaRule> expected = new HashSet<>(naive.match(new LogEvent(log)));
      var found = new HashSet<SigmaRule>();
      for (Match match : rules.match(new LogEvent(log))) {
        found.add(match.rule());
      }
      if (!found.equals(expected)) {
        throw new IllegalStateException(log.origin() + ": " + found + " must be " + expected);
      }
    }
    System.out.printf("%d events of the sample match alike%n", sample.size());
    List<Double> index = new ArrayList<>();
    List<Double> oneByOne = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      index.add(rate(sample, log -> rules.match(new LogEvent(log)).size(), TIMES));
      oneByOne.add(rate(sample, log -> naive.match(new LogEvent(log)).size(), 2));
      ratios.add(index.getLast() / oneByOne.getLast());
    }
    print("matching by the index", index);
    print("matching one by one", oneByOne);
    print("index over one by one", ratios);
  }

  private List<LogRecord> sample() {
    var sample = new ArrayList<LogRecord>();
    int[] count = {0};
    readAll(
        log -> {
          if (count[0]++ % EVERY == 0) {
            sample.add(log);
          }
        });
    return sample;
  }

  /** Events per second, in chunks so that what is measured is matching and not the memory. */
  private double rate(List<LogRecord> logs, ToIntFunction<LogRecord> match, int times) {
    long begin = THREADS.getCurrentThreadCpuTime();
    for (int from = 0; from < logs.size(); from += CHUNK) {
      List<LogRecord> chunk = logs.subList(from, Math.min(logs.size(), from + CHUNK));
      for (int time = 0; time < times; time++) {
        for (LogRecord log : chunk) {
          matched += match.applyAsInt(log);
        }
      }
    }
    return times * logs.size() / seconds(begin);
  }

  private void grow(List<SigmaRule> windows, LogSourceMapping mapping) {
    var shuffled = new ArrayList<>(windows);
    Collections.shuffle(shuffled, new Random(20_261_125));
    List<LogRecord> sample = sample();
    for (int size : new int[] {300, 1_000, Math.min(3_000, shuffled.size())}) {
      RuleSet rules = RuleSet.compile(shuffled.subList(0, size), mapping);
      List<Double> rates = new ArrayList<>();
      rate(sample, log -> rules.match(new LogEvent(log)).size(), 5);
      for (int run = 0; run < runs; run++) {
        rates.add(rate(sample, log -> rules.match(new LogEvent(log)).size(), TIMES));
      }
      print("matching, " + size + " rules", rates);
    }
  }

  private List<Double> time(Consumer<LogRecord> each) {
    List<Double> rates = new ArrayList<>();
    for (int run = -1; run < runs; run++) {
      long[] events = {0};
      long begin = THREADS.getCurrentThreadCpuTime();
      readAll(
          log -> {
            events[0]++;
            each.accept(log);
          });
      double rate = events[0] / seconds(begin);
      if (run >= 0) {
        rates.add(rate);
      } else {
        System.out.printf("%d events%n", events[0]);
      }
    }
    return rates;
  }

  private static void print(String what, List<Double> rates) {
    List<Double> sorted = rates.stream().sorted().toList();
    System.out.printf(
        "%-28s %,12.0f  (%,.0f to %,.0f)%n",
        what, sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
  }

  /** Reads all files as one source. */
  private void readAll(Consumer<LogRecord> each) {
    TelemetrySink sink =
        new TelemetrySink() {
          @Override
          public void event(Event event) {
            if (event instanceof LogRecord log) {
              each.accept(log);
            }
          }

          @Override
          public void parked(ParkedRecord record) {}

          @Override
          public void consumed(String item, long record) {}
        };
    var reader =
        new SourceReader(
            "endpoints", TelemetryConfig.DEFAULT, sink, InstantSource.fixed(Instant.EPOCH));
    try {
      for (int i = 0; i < files.size(); i++) {
        reader.read("events-" + i + ".json", new ByteArrayInputStream(files.get(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.finish();
  }
}
