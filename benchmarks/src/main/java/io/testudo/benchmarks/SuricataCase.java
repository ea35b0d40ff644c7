package io.testudo.benchmarks;

import io.testudo.suricata.Alert;
import io.testudo.suricata.Inspection;
import io.testudo.suricata.InspectionConfig;
import io.testudo.suricata.RuleReader;
import io.testudo.suricata.RuleReport;
import io.testudo.suricata.RuleVariables;
import io.testudo.telemetry.capture.CaptureDecoder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One directory of suricata-verify: rules, a capture, and the counts of alerts that are expected.
 */
final class SuricataCase {
  private static final int NEWEST = 9;
  private static final Pattern NAMED_FILE =
      Pattern.compile(
          "(?:load |filemd5:|filesha256:|lua:|threshold-file=\\$\\{TEST_DIR\\}/)\\s*([\\w.-]+)");

  private final Path folder;
  private final Map<?, ?> test;
  private final String settings;
  private final int version;

  private SuricataCase(Path folder, Map<?, ?> test, String settings) {
    this.folder = folder;
    this.test = test;
    this.settings = settings;
    this.version = version(test.get("requires"));
  }

  /** What the test came to. */
  record Outcome(
      String name, List<String> differences, RuleReport rules, int compared, List<String> ignored) {
    boolean isPassed() {
      return differences.isEmpty();
    }
  }

  /** Reads a directory; null if it holds no test. */
  static @Nullable SuricataCase read(Path folder) throws IOException {
    Path file = folder.resolve("test.yaml");
    if (!Files.exists(file)) {
      return null;
    }
    Object test = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    Path yaml = folder.resolve("suricata.yaml");
    String settings = Files.exists(yaml) ? Files.readString(yaml) : "";
    return test instanceof Map<?, ?> map ? new SuricataCase(folder, map, settings) : null;
  }

  private static int version(@Nullable Object requires) {
    if (requires instanceof Map<?, ?> map && map.get("lt-version") != null) {
      return major(map.get("lt-version")) - 1;
    }
    return NEWEST;
  }

  private static int major(@Nullable Object version) {
    return Integer.parseInt(String.valueOf(version).split("\\.")[0]);
  }

  private boolean applies(@Nullable Object requires) {
    if (!(requires instanceof Map<?, ?> map)) {
      return true;
    }
    Object least = map.get("min-version");
    Object below = map.get("lt-version");
    return (least == null || version >= major(least)) && (below == null || version < major(below));
  }

  /** The filters over alerts that apply. */
  List<SuricataFilter> filters() {
    List<SuricataFilter> filters = new ArrayList<>();
    if (test.get("checks") instanceof List<?> checks) {
      for (Object check : checks) {
        if (check instanceof Map<?, ?> map
            && map.get("filter") instanceof Map<?, ?> filter
            && filter.get("match") instanceof Map<?, ?> match
            && "alert".equals(match.get("event_type"))
            && applies(filter.get("requires"))) {
          filters.add(SuricataFilter.of(match, filter.get("count")));
        }
      }
    }
    return filters;
  }

  /** Whether some alert is expected. */
  boolean expectsAlerts() {
    return filters().stream().anyMatch(filter -> filter.count() > 0);
  }

  String name() {
    return folder.getFileName().toString().replace("/", "");
  }

  private String arguments() {
    return test.get("args") instanceof List<?> list
        ? String.join(" ", list.stream().map(String::valueOf).toList())
        : "";
  }

  Outcome run() throws IOException {
    RuleReader reader = new RuleReader(RuleVariables.usual());
    List<String> differences = new ArrayList<>();
    for (Path file : files(".rules")) {
      reader.readFrom(file);
    }
    RuleReport report = reader.report();
    List<Alert> alerts = new ArrayList<>();
    Path capture = capture();
    if (capture == null || !Files.exists(capture)) {
      return new Outcome(name(), List.of("its capture is not in the set"), report, 0, List.of());
    }
    try {
      inspect(report, capture, alerts);
    } catch (RuntimeException e) {
      differences.add("threw " + e);
      e.printStackTrace();
    }
    List<String> ignored = new ArrayList<>();
    List<SuricataFilter> filters = filters();
    for (SuricataFilter filter : filters) {
      long found = alerts.stream().filter(filter::holds).count();
      if (found != filter.count()) {
        differences.add(filter + ": " + found + " for " + filter.count());
      }
      ignored.addAll(filter.ignored());
    }
    return new Outcome(name(), differences, report, filters.size(), ignored);
  }

  private void inspect(RuleReport report, Path capture, List<Alert> alerts) throws IOException {
    String arguments = arguments();
    boolean gateway =
        name().endsWith("-ips")
            || arguments.contains("--simulate-ips")
            || arguments.contains("stream.inline=true");
    InspectionConfig config =
        new InspectionConfig(
            arguments.contains("midstream=true") || settings.contains("midstream: true"),
            gateway || settings.contains("inline: yes") || settings.contains("inline: true"),
            !arguments.contains("-k none")
                && !arguments.contains("checksum-checks=no")
                && !settings.contains("checksum-validation: no"),
            !arguments.contains("vlan.use-for-tracking=false"),
            65_536);
    Inspection inspection = report.ruleSet(actions()).inspection(config, alerts::add);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(capture))) {
      CaptureDecoder decoder =
          new CaptureDecoder(
              "verify",
              name(),
              packet -> {
                byte[] frame = new byte[packet.capturedBytes()];
                packet.copyFrame(frame);
                inspection.frame(packet.linkType(), frame, 0, frame.length, packet.timeNanos());
              },
              parked -> {});
      decoder.decode(in, 0);
    }
    inspection.finish();
  }

  /** The order of actions that the test's settings name, or the usual one. */
  private List<String> actions() {
    Matcher order =
        Pattern.compile("(?m)^action-order:\\s*\\R((?:\\s*-\\s*\\w+\\R)+)")
            .matcher(settings + "\n");
    return order.find()
        ? Pattern.compile("\\w+").matcher(order.group(1)).results().map(r -> r.group()).toList()
        : List.of("pass", "drop", "reject", "alert");
  }

  /** Files that its rules or arguments name and that are not there. */
  List<String> missing() throws IOException {
    List<String> missing = new ArrayList<>();
    StringBuilder text = new StringBuilder(arguments());
    for (Path file : files(".rules")) {
      text.append('\n').append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
    Matcher named = NAMED_FILE.matcher(text);
    while (named.find()) {
      String file = named.group(1).strip();
      if (!Files.exists(folder.resolve(file)) && !missing.contains(file)) {
        missing.add(file);
      }
    }
    return missing;
  }

  private List<Path> files(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private @Nullable Path capture() throws IOException {
    Object named = test.get("pcap");
    if (named != null && !named.equals(false)) {
      return folder.resolve(named.toString()).normalize();
    }
    List<Path> captures = new ArrayList<>(files(".pcap"));
    captures.addAll(files(".pcapng"));
    return captures.isEmpty() ? null : captures.get(0);
  }
}
