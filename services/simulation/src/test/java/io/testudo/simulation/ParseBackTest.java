package io.testudo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.TelemetryConfig;
import io.testudo.telemetry.TelemetrySink;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a campaign through the doors that everybody's data use. */
class ParseBackTest {

  private static final Instant START = Instant.parse("2026-03-03T08:00:00Z");
  private static final Duration DURATION = Duration.ofHours(1);

  @TempDir static Path folder;

  private static Campaign campaign;

  @BeforeAll
  static void write() throws IOException {
    campaign =
        new Simulation(
                new SimulationConfig(9, START, DURATION, 25, SimulationConfig.Plot.INTRUSION))
            .writeTo(folder);
  }

  private static final class Collected implements TelemetrySink {
    private final List<Event> events = new ArrayList<>();
    private final List<ParkedRecord> parked = new ArrayList<>();

    @Override
    public void event(Event event) {
      events.add(event);
    }

    @Override
    public void parked(ParkedRecord record) {
      parked.add(record);
    }

    @Override
    public void consumed(String item, long record) {}
  }

  private static Collected read(String path) throws IOException {
    Collected collected = new Collected();
    SourceReader reader =
        new SourceReader(
            "campaign",
            TelemetryConfig.DEFAULT,
            collected,
            InstantSource.fixed(START.plus(DURATION)));
    reader.read(folder.resolve(Simulation.TELEMETRY).resolve(path));
    reader.finish();
    return collected;
  }

  private static void assertWithinTheHours(List<Event> events) {
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.time())
                    .isBetween(START.minusSeconds(10), START.plus(DURATION).plusSeconds(10)));
  }

  @Test
  void zeekLogsAreReadLineByLine() throws IOException {
    Collected zeek = read("zeek");

    assertThat(zeek.parked).isEmpty();
    assertThat(zeek.events).hasAtLeastOneElementOfType(Flow.class);
    assertThat(zeek.events).hasAtLeastOneElementOfType(LogRecord.class);
    assertWithinTheHours(zeek.events);
  }

  @Test
  void windowsEventsAreReadLineByLine() throws IOException {
    Collected windows = read("windows");

    Path file = folder.resolve(Simulation.TELEMETRY).resolve("windows/forwarded-events.json");
    assertThat(windows.parked).isEmpty();
    assertThat(windows.events).hasSize(Files.readAllLines(file).size());
    assertThat(windows.events).allMatch(LogRecord.class::isInstance);
    assertWithinTheHours(windows.events);
  }

  @Test
  void syslogIsReadMessageByMessage() throws IOException {
    Collected syslog = read("syslog.log");

    Path file = folder.resolve(Simulation.TELEMETRY).resolve("syslog.log");
    assertThat(syslog.parked).isEmpty();
    assertThat(syslog.events).hasSize(Files.readAllLines(file).size());
    assertWithinTheHours(syslog.events);
  }

  @Test
  void captureBecomesFlows() throws IOException {
    Collected capture = read("edge.pcap");

    assertThat(capture.parked).isEmpty();
    long packets =
        capture.events.stream()
            .filter(Flow.class::isInstance)
            .map(Flow.class::cast)
            .mapToLong(flow -> flow.forward().packets() + flow.backward().packets())
            .sum();
    assertThat(packets).isEqualTo(campaign.packets());
    assertWithinTheHours(capture.events);
  }
}
