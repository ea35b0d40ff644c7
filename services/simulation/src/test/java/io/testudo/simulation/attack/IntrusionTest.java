package io.testudo.simulation.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.simulation.Stage;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.scene.Scene;
import io.testudo.vocabulary.entity.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntrusionTest {

  private static final Instant START = Instant.parse("2026-03-03T08:00:00Z");
  private static final Duration DURATION = Duration.ofHours(2);

  @TempDir Path folder;

  /** An intrusion in an office where nobody works. */
  private static Scene play(long seed) {
    Chance chance = Chance.of(seed);
    Office office = new Office(chance.stream("office"), 40);
    Scene scene = new Scene(office, START, DURATION, chance.stream("scene"));
    Intrusion.play(scene, chance.stream("intrusion"));
    return scene;
  }

  @Test
  void everySeedGivesSixStagesInOrderWithinTheHours() {
    Set<String> thefts = new HashSet<>();
    Set<String> movements = new HashSet<>();
    Set<String> removals = new HashSet<>();
    Set<String> entries = new HashSet<>();
    for (long seed = 1; seed <= 32; seed++) {
      List<Stage> stages =
          play(seed).labels().stages().stream().sorted(Comparator.comparing(Stage::start)).toList();

      assertThat(stages)
          .as("seed %d", seed)
          .extracting(Stage::name)
          .containsExactlyInAnyOrder(
              "scan",
              "brute-force",
              "foothold",
              "credential-theft",
              "lateral-movement",
              "exfiltration");
      for (int i = 0; i < stages.size(); i++) {
        Stage stage = stages.get(i);
        assertThat(stage.start()).isAfterOrEqualTo(START);
        assertThat(stage.end())
            .as("end of %s, seed %d", stage.name(), seed)
            .isBefore(START.plus(DURATION));
        assertThat(stage.entities()).isNotEmpty();
        assertThat(stage.techniques()).isNotEmpty();
      }
      entries.add(method(stages, "foothold"));
      thefts.add(method(stages, "credential-theft"));
      movements.add(method(stages, "lateral-movement"));
      removals.add(method(stages, "exfiltration"));
    }
    assertThat(entries).hasSizeGreaterThanOrEqualTo(3);
    assertThat(thefts).hasSizeGreaterThanOrEqualTo(3);
    assertThat(movements).hasSizeGreaterThanOrEqualTo(3);
    assertThat(removals).hasSizeGreaterThanOrEqualTo(3);
  }

  private static String method(List<Stage> stages, String name) {
    return stages.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow().method();
  }

  @Test
  void everyChoiceOccurs() {
    Set<Story.Entry> entries = EnumSet.noneOf(Story.Entry.class);
    Set<Story.Theft> thefts = EnumSet.noneOf(Story.Theft.class);
    Set<Story.Movement> movements = EnumSet.noneOf(Story.Movement.class);
    Set<Story.Removal> removals = EnumSet.noneOf(Story.Removal.class);
    for (long seed = 1; seed <= 200; seed++) {
      Story story = Story.choose(Chance.of(seed));
      entries.add(story.entry());
      thefts.add(story.theft());
      movements.add(story.movement());
      removals.add(story.removal());
    }
    assertThat(entries).containsExactlyInAnyOrder(Story.Entry.values());
    assertThat(thefts).containsExactlyInAnyOrder(Story.Theft.values());
    assertThat(movements).containsExactlyInAnyOrder(Story.Movement.values());
    assertThat(removals).containsExactlyInAnyOrder(Story.Removal.values());
  }

  /** A line of a log with the time it speaks of. */
  private record Line(Instant time, String text) {}

  @ParameterizedTest
  @EnumSource(Story.Entry.class)
  void everyStageIsInTheLogsAtItsTime(Story.Entry entry) throws IOException {
    long seed = 1;
    while (Story.choose(Chance.of(seed).stream("intrusion").stream("story")).entry() != entry) {
      seed++;
    }
    Scene scene = play(seed);
    scene.close(Chance.of(seed));
    scene.write(folder);
    List<Line> lines = lines();

    for (Stage stage : scene.labels().stages()) {
      List<String> names =
          stage.entities().stream()
              .filter(e -> e.kind() == Entity.Kind.ADDRESS || e.kind() == Entity.Kind.HOST)
              .map(Entity::name)
              .toList();
      long inside =
          lines.stream()
              .filter(line -> !line.time.isBefore(stage.start().minusSeconds(2)))
              .filter(line -> !line.time.isAfter(stage.end().plusSeconds(2)))
              .filter(line -> names.stream().anyMatch(line.text::contains))
              .count();
      assertThat(inside)
          .as("lines of %s by %s, seed %d", stage.name(), stage.method(), seed)
          .isGreaterThanOrEqualTo(4);
    }
  }

  private List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".pcap")).toList();
    }
    for (Path file : files) {
      for (String text : Files.readAllLines(file)) {
        lines.add(new Line(time(text), text.toLowerCase(Locale.ROOT)));
      }
    }
    return lines;
  }

  private static Instant time(String line) {
    if (line.startsWith("{\"ts\":")) {
      double seconds = Double.parseDouble(line.substring(6, line.indexOf(',')));
      return Instant.ofEpochMilli((long) (seconds * 1_000));
    }
    if (line.startsWith("{\"@timestamp\":\"")) {
      return Instant.parse(line.substring(15, line.indexOf('"', 15)));
    }
    String stamp = line.substring(line.indexOf('>') + 1);
    return stamp.startsWith("1 ")
        ? Instant.parse(stamp.split(" ", 3)[1])
        : Instant.parse("2026-03-03T" + stamp.substring(7, 15) + "Z");
  }
}
