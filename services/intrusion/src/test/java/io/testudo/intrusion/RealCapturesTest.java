package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public captures of malware and scans, where they lie beside the repository. */
class RealCapturesTest {

  /** The sets in formats that are read; flow exports of other tools are not. */
  private static final List<String> SETS =
      List.of(
          "port-scans/horizontal",
          "port-scans/vertical",
          "test-cc",
          "test6-malicious.suricata.json",
          "test7-malicious.pcap",
          "test9-mixed-zeek-dir",
          "test10-mixed-zeek-dir",
          "test13-malicious-dhcpscan-zeek-dir",
          "test15-malicious-zeek-dir",
          "test16-malicious-zeek-dir");

  private static Path zip() {
    String named = System.getProperty("testudo.shared", System.getenv("TESTUDO_SHARED"));
    Path at = Path.of("").toAbsolutePath();
    while (named == null && at != null) {
      if (Files.exists(at.resolve("shared/DESIGN.md"))) {
        named = at.resolve("shared").toString();
      }
      at = at.getParent();
    }
    return Path.of(named == null ? "shared" : named).resolve("data/pcap-slips.zip");
  }

  @Test
  void everyMaliciousCaptureGivesAFindingThatIsWorthALook() throws IOException {
    assumeTrue(Files.exists(zip()), "skipped: shared/data/pcap-slips.zip is not there");
    try (FileSystem files = FileSystems.newFileSystem(zip())) {
      for (String set : SETS) {
        assertThat(worst(files.getPath("/" + set))).as(set).isGreaterThanOrEqualTo(Severity.MEDIUM);
      }
    }
  }

  private static Severity worst(Path set) throws IOException {
    List<Fact> facts = new ArrayList<>();
    Intrusion intrusion = new Intrusion("test", IntrusionConfig.defaults(), Rules.none());
    SourceReader reader =
        new SourceReader(
            "test",
            TelemetryConfig.DEFAULT,
            new TelemetrySink() {
              @Override
              public void event(Event event) {
                intrusion.observe(event, facts::add);
              }

              @Override
              public void parked(ParkedRecord record) {}

              @Override
              public void consumed(String item, long record) {}
            },
            InstantSource.fixed(Instant.EPOCH));
    try (Stream<Path> walked = Files.walk(set)) {
      for (Path file : walked.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          reader.read(file.toString(), in);
        }
      }
    }
    reader.finish();
    intrusion.finish(facts::add);
    Severity worst = Severity.INFORMATIONAL;
    for (Fact fact : facts) {
      if (fact instanceof Fact.FindingRaised raised) {
        worst = worst.or(raised.finding().severity());
      }
    }
    return worst;
  }
}
