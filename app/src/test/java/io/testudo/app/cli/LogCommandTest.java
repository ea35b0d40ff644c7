package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.Platform;
import io.testudo.ports.EventLog;
import io.testudo.postgres.DatabaseAddress;
import io.testudo.postgres.server.PostgresServer;
import io.testudo.testkit.SampleFacts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {

  private static final Pattern INTACT = Pattern.compile("intact  (\\d+) facts");
  private static final int CHANGED = 7;

  @TempDir private Path folder;

  @Test
  void verifiesBesideAServerThatAppendsAndNamesWhatIsChangedMeanwhile() throws Exception {
    Path data = folder.resolve("data");
    AtomicBoolean enough = new AtomicBoolean();
    try (Platform platform =
        Platform.open(data, TestudoConfig.load(data), InstantSource.system(), remark -> {})) {
      EventLog log = platform.house().log();
      Thread appending = Thread.ofPlatform().start(() -> append(log, enough));
      try {
        log.awaitBeyond(100, Duration.ofMinutes(1));
        long before = verified(data);
        assertThat(before).isGreaterThanOrEqualTo(100);
        assertThat(verified(data)).as("it appends meanwhile").isGreaterThan(before);
        changeAByte(data);
        LaunchedProgram damaged = verify(data);
        assertThat(damaged.exitCode()).as(damaged.err()).isEqualTo(CommandLineFace.FOUND);
        assertThat(damaged.out().lines())
            .singleElement()
            .asString()
            .startsWith("changed  fact " + CHANGED + ": ");
      } finally {
        enough.set(true);
        appending.join();
      }
      assertThat(log.size()).as("the log goes on").isGreaterThan(100);
    }
    assertThat(verify(data).exitCode()).as("also while nobody runs").isEqualTo(1);
  }

  private static void append(EventLog log, AtomicBoolean enough) {
    for (int next = 0; !enough.get(); next += 10) {
      int first = next;
      log.commit(transaction -> transaction.appendAll(SampleFacts.actions(first, 10)));
    }
  }

  private LaunchedProgram verify(Path data) throws Exception {
    return LaunchedProgram.run(folder, "log", "verify", "--data", data.toString());
  }

  /** How many facts were found intact. */
  private long verified(Path data) throws Exception {
    LaunchedProgram run = verify(data);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    Matcher intact = INTACT.matcher(run.out());
    assertThat(intact.find()).as(run.out()).isTrue();
    return Long.parseLong(intact.group(1));
  }

  private static void changeAByte(Path data) throws Exception {
    DatabaseAddress address =
        Objects.requireNonNull(PostgresServer.runningIn(data.resolve("postgres")));
    try (Connection connection =
            DriverManager.getConnection(
                address.url(), address.user(), address.password().reveal());
        PreparedStatement update =
            connection.prepareStatement(
                "update testudo.fact set payload = overlay(payload placing 'X' from 20 for 1)"
                    + " where sequence = ?")) {
      update.setInt(1, CHANGED);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
