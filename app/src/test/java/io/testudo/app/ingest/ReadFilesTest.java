package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.ports.EventLog.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadFilesTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final ReadFiles files = new ReadFiles(Path.of("inbox"), "item/inbox");

  @BeforeEach
  void read() {
    put("old.log", Duration.ofDays(40));
    put("old-and-gone.log", Duration.ofDays(40));
    put("young-and-gone.log", Duration.ofDays(3));
  }

  private void put(String name, Duration age) {
    files.put(name, new ReadFile(Fingerprint.NONE, 7, 7, NOW.minus(age), name));
  }

  @Test
  void forgetsWhatIsOldAndGoneForLongAndNothingThatIsThere() {
    Set<String> there = Set.of("old.log");

    assertThat(files.forget(there, NOW)).isEmpty();
    assertThat(files.forget(there, NOW.plus(ReadFiles.GONE).minusSeconds(1))).isEmpty();
    assertThat(files.forget(there, NOW.plus(ReadFiles.GONE).plus(HOUR)))
        .extracting(Document::key)
        .containsExactly("old-and-gone.log");
    assertThat(files.get("old-and-gone.log")).isNull();
    assertThat(files.get("old.log")).isNotNull();
    assertThat(files.get("young-and-gone.log")).isNotNull();
  }

  @Test
  void aFileThatCameBackMeanwhileIsNotForgotten() {
    files.forget(Set.of("old.log"), NOW);
    files.forget(Set.of("old.log", "old-and-gone.log"), NOW.plus(HOUR));

    assertThat(files.forget(Set.of("old.log"), NOW.plus(ReadFiles.GONE).plus(HOUR))).isEmpty();
  }

  @Test
  void forgetsNothingWhileTheFolderIsEmpty() {
    for (int hours = 0; hours < 100; hours++) {
      assertThat(files.forget(Set.of(), NOW.plus(HOUR.multipliedBy(hours)))).isEmpty();
    }
  }
}
