package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.ocsf.validation.OcsfSchema;
import io.testudo.ocsf.validation.OcsfValidator;
import io.testudo.telemetry.ocsf.OcsfMapping;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Reads real data of every kind: everything is recognised, the counts are those that the data's
 * makers give, and what is mapped to OCSF is valid.
 *
 * <p>Of each kind of event (log and event number) the first twenty are mapped, and every hundredth
 * of all; {@code -Dtestudo.ocsf.every=1} maps them all.
 */
class RealDataTest {

  private static final int EVERY = Integer.getInteger("testudo.ocsf.every", 100);

  /** Counts and maps what a reader delivers. */
  private static final class Survey implements TelemetrySink {
    final Map<String, Long> bySet = new HashMap<>();
    final Map<String, Long> bySource = new TreeMap<>();
    final Map<String, Integer> violations = new TreeMap<>();
    final List<String> unclear = new ArrayList<>();
    final List<ParkedRecord> parked = new ArrayList<>();
    private final Map<String, Integer> kinds = new HashMap<>();
    private final OcsfMapping mapping = new OcsfMapping("0.1");
    private final OcsfValidator validator;
    private long seen;

    Survey(OcsfValidator validator) {
      this.validator = validator;
    }

    @Override
    public void event(Event event) {
      String[] path = event.origin().item().split("!", 3);
      bySet.merge(path.length > 1 ? path[1] : "", 1L, Long::sum);
      bySource.merge(source(event), 1L, Long::sum);
      if (event instanceof LogRecord log
          && log.source().product().equals("windows")
          && (log.host().isEmpty() || log.source().service().isEmpty())) {
        unclear.add(event.toString());
      }
      String kind =
          event instanceof LogRecord log ? source(event) + log.fields().text("EventID") : "flow";
      if (kinds.merge(kind, 1, Integer::sum) <= 20 || seen++ % EVERY == 0) {
        validator
            .validate(mapping.of(event).toJson())
            .forEach(violation -> violations.merge(kind + " " + violation, 1, Integer::sum));
      }
    }

    private static String source(Event event) {
      return event instanceof LogRecord log
          ? log.source().product() + "/" + log.source().service()
          : "flow";
    }

    @Override
    public void parked(ParkedRecord record) {
      parked.add(record);
    }

    @Override
    public void consumed(String item, long record) {}
  }

  private static Survey read(String name) throws IOException {
    Path data = SharedData.file(name);
    Survey survey;
    try (FileSystem files = FileSystems.newFileSystem(SharedData.file("schema-ocsf.zip"))) {
      survey = new Survey(new OcsfValidator(OcsfSchema.load(files.getPath("/"))));
    }
    SourceReader reader =
        new SourceReader("real", TelemetryConfig.DEFAULT, survey, () -> Gathered.TIME);
    reader.read(data);
    reader.finish();
    assertThat(survey.violations).isEmpty();
    return survey;
  }

  @Test
  void readsEveryEventThatTheEndpointIndexCounts() throws IOException {
    Survey survey = read("endpoint-mordor.zip");

    assertThat(survey.unclear).isEmpty();
    assertThat(survey.parked)
        .extracting(ParkedRecord::reason)
        .containsOnly(
            "is text of no known format", "is a side file of macOS, which holds no telemetry");
    Map<String, Long> differs = new HashMap<>();
    int sets = 0;
    try (FileSystem files = FileSystems.newFileSystem(SharedData.file("endpoint-mordor.zip"))) {
      List<String> index = Files.readAllLines(files.getPath("index.csv"), StandardCharsets.UTF_8);
      for (String line : index.subList(1, index.size())) {
        String[] columns = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        long stated = Long.parseLong(columns[4]);
        long read = survey.bySet.getOrDefault(columns[2], 0L);
        sets++;
        if (read != stated) {
          differs.put(columns[2] + " " + stated, read);
        }
      }
    }
    assertThat(sets).isEqualTo(80);
    // The index counts JSON only; this set holds lines of the audit daemon.
    assertThat(differs)
        .containsExactly(Map.entry("atomic/linux/discovery/host/sh_arp_cache.zip 0", 12L));
  }

  @Test
  void readsZeekEveAndCapturesOfMalwareSets() throws IOException {
    Survey survey = read("pcap-slips.zip");

    assertThat(survey.parked)
        .extracting(
            parked -> {
              String item = parked.origin().item();
              return item.substring(item.indexOf('!') + 1) + ": " + parked.reason();
            })
        .containsExactlyInAnyOrder(
            "test10-mixed-zeek-dir/notice.log: has something in column p that is no port");
    assertThat(survey.bySource)
        .containsEntry("suricata/alert", 735L)
        .containsEntry("zeek/dns", 332L)
        .containsEntry("zeek/loaded_scripts", 805L)
        .containsEntry("zeek/notice", 30L);
    assertThat(survey.bySet).containsEntry("test6-malicious.suricata.json", 5000L);
  }

  @Test
  void readsZeekLogsOfAPlant() throws IOException {
    Survey survey = read("ics-4sics-zeek.zip");

    assertThat(survey.parked).isEmpty();
    assertThat(survey.bySource).containsEntry("flow", 12444L).containsEntry("zeek/dns", 15139L);
  }

  @Test
  void readsTheSamplesThatRulesMustFireOn() throws IOException {
    Survey survey = read("sigma.zip");

    assertThat(survey.parked)
        .extracting(ParkedRecord::reason)
        .containsOnly("is text of no known format");
    long windows =
        survey.bySource.entrySet().stream()
            .filter(source -> source.getKey().startsWith("windows/"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(windows).isEqualTo(169 + 168);
  }
}
