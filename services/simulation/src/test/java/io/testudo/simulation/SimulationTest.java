package io.testudo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.simulation.SimulationConfig.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  private static final Instant START = Instant.parse("2026-03-03T08:00:00Z");

  @TempDir Path folder;

  private Campaign write(long seed, String name) throws IOException {
    return new Simulation(SimulationConfig.of(seed, START)).writeTo(folder.resolve(name));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    }
  }

  @Test
  void sameSeedGivesTheSameBytes() throws IOException {
    Campaign once = write(7, "once");
    Campaign again = write(7, "again");

    assertThat(again).isEqualTo(once);
    Path first = folder.resolve("once");
    Path second = folder.resolve("again");
    assertThat(files(second)).isEqualTo(files(first)).hasSizeGreaterThan(8);
    for (Path file : files(first)) {
      assertThat(Files.mismatch(first.resolve(file), second.resolve(file)))
          .as("%s", file)
          .isEqualTo(-1);
    }
  }

  @Test
  void otherSeedsGiveOtherOffices() throws IOException {
    Campaign one = write(1, "one");
    Campaign two = write(2, "two");

    assertThat(two.stages().get(0).entities())
        .doesNotContainAnyElementsOf(one.stages().get(0).entities());
  }

  @Test
  void staysWithinItsBounds() throws IOException {
    Campaign campaign = write(11, "bounds");

    assertThat(Files.size(folder.resolve("bounds/telemetry/edge.pcap")))
        .isBetween(1L << 20, 40L << 20);
    assertThat(campaign.packets()).isBetween(40_000L, 250_000L);
    assertThat(campaign.lines()).isBetween(10_000L, 60_000L);
  }

  @Test
  void quietOfficeHasNoIntrusion() throws IOException {
    SimulationConfig config = new SimulationConfig(3, START, Duration.ofHours(1), 30, Plot.QUIET);

    Campaign campaign = new Simulation(config).writeTo(folder.resolve("quiet"));

    assertThat(campaign.stages()).isEmpty();
    assertThat(campaign.undertones()).isEmpty();
    assertThat(campaign.episodes()).isNotEmpty();
  }
}
