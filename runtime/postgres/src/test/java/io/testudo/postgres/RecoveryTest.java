package io.testudo.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.ports.Secret;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.server.TestServer;
import io.testudo.testkit.SampleFacts;
import io.testudo.testkit.Seed;
import io.testudo.testkit.SeededClock;
import io.testudo.transparency.TreeHead;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills what can be killed: the program, the server, the connection between both. */
final class RecoveryTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int KILLS = 10;

  private final Seed seed = Seed.of(RecoveryTest.class);
  private final SeededClock clock = seed.clock();

  @TempDir Path folder;

  private TestLog stored;

  @BeforeEach
  void prepare() {
    stored = TestLog.fresh(folder);
  }

  private static void append(EventLog log, int first, int count) {
    log.commit(transaction -> transaction.appendAll(SampleFacts.actions(first, count)));
  }

  @Test
  void findsEverythingAgainAfterAStop() {
    TreeHead head;
    try (EventLog log = stored.open(clock)) {
      append(log, 0, 30);
      log.commit(
          transaction -> {
            transaction.put(new Document("shelf", "a", 2, "{}"));
            transaction.checkpoint("reader", new byte[] {5});
          });
      head = log.head();
    }
    try (EventLog log = stored.open(clock)) {
      assertThat(log.head()).isEqualTo(head);
      assertThat(log.document("shelf", "a")).isEqualTo(new Document("shelf", "a", 2, "{}"));
      assertThat(log.checkpoint("reader")).containsExactly(5);
      append(log, 20, 20);
      assertThat(log.read(0, 100))
          .extracting(SealedFact::fact)
          .isEqualTo(SampleFacts.actions(0, 40));
      assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
    }
  }

  @Test
  void goesOnWhereTheServerWasKilled() {
    try (EventLog log = stored.open(clock)) {
      append(log, 0, 10);
      ProcessHandle.of(TestServer.pid()).orElseThrow().destroyForcibly();
      append(log, 10, 10);
      assertThat(log.size()).isEqualTo(20);
      ProcessHandle.of(TestServer.pid()).orElseThrow().destroyForcibly();
      assertThat(log.read(0, 100)).hasSize(20);
      assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
    }
  }

  @Test
  void appliesEffectsOnceThoughTheServerIsKilledInTheirMidst() {
    try (EventLog log = stored.open(clock)) {
      log.commit(
          transaction -> {
            transaction.append(SampleFacts.action(1));
            Document before = transaction.document("shelf", "count");
            if (before == null && transaction.checkpoint("killed") == null && killOnce()) {
              transaction.checkpoint("killed", new byte[] {1});
            }
            transaction.put(new Document("shelf", "count", 0, before == null ? "1" : "2"));
          });
      assertThat(log.size()).isEqualTo(1);
      assertThat(log.document("shelf", "count")).isEqualTo(new Document("shelf", "count", 0, "1"));
    }
  }

  private boolean killed;

  private boolean killOnce() {
    if (!killed) {
      killed = true;
      ProcessHandle.of(TestServer.pid()).orElseThrow().destroyForcibly();
      return true;
    }
    return false;
  }

  @Test
  void appliesEffectsOnceThoughTheAnswerToTheCommitIsLost() throws IOException {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.database());
        EventLog log = stored.open(proxy.address(), clock)) {
      append(log, 0, 5);
      for (int round = 1; round <= 5; round++) {
        int number = round;
        proxy.loseTheAnswerToTheNextCommit();
        log.commit(
            transaction -> {
              transaction.append(SampleFacts.action(100 + number));
              Document before = transaction.document("shelf", "count");
              int count = before == null ? 0 : Integer.parseInt(before.json());
              transaction.put(new Document("shelf", "count", 0, Integer.toString(count + 1)));
            });
        assertThat(log.document("shelf", "count"))
            .isEqualTo(new Document("shelf", "count", 0, Integer.toString(round)));
      }
      assertThat(proxy.answersLost()).isEqualTo(5);
      assertThat(log.size()).isEqualTo(10);
      assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
    }
  }

  @Test
  void keepsOneOrderForTwoProgramsOnOneDatabase() throws Exception {
    TestLog second = new TestLog(stored.schema(), folder.resolve("second"));
    try (EventLog one = stored.open(clock);
        EventLog two = second.open(clock);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> first = threads.submit(() -> appendTogether(one));
      Future<?> other = threads.submit(() -> appendTogether(two));
      assertThat(one.awaitBeyond(29, LIMIT)).isTrue();
      first.get();
      other.get();
      assertThat(one.read(0, 1000)).hasSize(30);
      assertThat(one.read(0, 1000)).isEqualTo(two.read(0, 1000));
      assertThat(one.verify()).isInstanceOf(LogVerification.Intact.class);
      assertThat(two.verify()).isInstanceOf(LogVerification.Intact.class);
    }
  }

  @Test
  void asksOfEachProgramTheHeadsThatItSignedItself() {
    TestLog second = new TestLog(stored.schema(), folder.resolve("second"));
    try (EventLog log = second.open(clock)) {
      append(log, 0, 3);
    }
    try (EventLog log = stored.open(clock)) {
      append(log, 3, 3);
    }
    try (EventLog log = second.open(clock)) {
      assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
    }
  }

  @Test
  void takesOverTheMarkThatVersionOneKept() throws Exception {
    try (EventLog log = stored.open(clock)) {
      append(log, 0, 3);
    }
    stored.run(
        "alter table log_head add column signed_size bigint not null default 0",
        "update log_head set signed_size = (select max(size) from signed_head)",
        "drop table signed_head",
        "delete from schema_version where version = 2");
    assertThat(PostgresEventLog.verify(TestServer.database(), folder, stored.settings(), clock))
        .isInstanceOf(LogVerification.Intact.class);
    stored.open(clock).close();
    assertThat(stored.ask("select size from signed_head where key <> ''")).isEqualTo("3");
    Files.write(folder.resolve("heads"), new byte[0]);
    assertThat(PostgresEventLog.verify(TestServer.database(), folder, stored.settings(), clock))
        .isInstanceOfSatisfying(
            LogVerification.Damaged.class,
            damaged ->
                assertThat(damaged.damages())
                    .singleElement()
                    .satisfies(
                        damage ->
                            assertThat(damage.statement())
                                .contains("signed heads are missing", "a head of 3 was signed")));
  }

  private static void appendTogether(EventLog log) {
    for (int i = 0; i < 10; i++) {
      append(log, i * 3, 3);
    }
  }

  @Test
  void saysThatTheDatabaseIsNotThere() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }
    EventLogSettings hasty =
        new EventLogSettings("testudo", 2, Duration.ofMillis(200), Duration.ofSeconds(1), 1000);
    DatabaseAddress nowhere =
        new DatabaseAddress(
            "jdbc:postgresql://127.0.0.1:" + closedPort + "/x", "x", Secret.of("x"));
    try (PostgresEventLog log =
        new PostgresEventLog(nowhere, folder, hasty, clock, seed.random())) {
      assertThatThrownBy(log::start).isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void refusesTheSchemaOfALaterRelease() throws SQLException {
    stored.open(clock).close();
    stored.run("insert into schema_version (version) values (3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stored.open(clock))
        .withMessageContaining("version (3) of the event log's schema must be at most 2");
  }

  /**
   * A child appends, counts in a document and remembers its position, all in one commit each, and
   * is killed at a random moment; the next takes over where it stood.
   */
  @Test
  void losesAndRepeatsNothingOfAProgramThatIsKilledAgainAndAgain() throws Exception {
    RandomGenerator random = seed.random();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProgram child =
          ChildProgram.start(
              Appends.class,
              TestServer.database().url(),
              TestServer.database().password().reveal(),
              stored.schema(),
              folder.toString())) {
        for (int lines = 1 + random.nextInt(20); lines > 0; lines--) {
          child.line(LIMIT);
        }
        long end = System.nanoTime() + random.nextInt(5_000_000);
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        child.kill();
      }
      try (EventLog log = stored.open(clock)) {
        byte[] position = log.checkpoint("appends");
        assertThat(position).isNotNull();
        int count = ByteBuffer.wrap(position).getInt();
        assertThat(log.read(0, 100_000))
            .extracting(SealedFact::fact)
            .isEqualTo(SampleFacts.actions(0, count));
        assertThat(log.document("shelf", "count"))
            .isEqualTo(new Document("shelf", "count", 0, Integer.toString(count)));
        assertThat(log.verify()).isInstanceOf(LogVerification.Intact.class);
      }
    }
  }

  /** The child: prints a line after each commit. */
  static final class Appends {

    private Appends() {}

    public static void main(String[] arguments) {
      DatabaseAddress address =
          new DatabaseAddress(arguments[0], "testudo", Secret.of(arguments[1]));
      TestLog stored = new TestLog(arguments[2], Path.of(arguments[3]));
      EventLog log = stored.open(address, InstantSource.system());
      while (true) {
        byte[] position = log.checkpoint("appends");
        int from = position == null ? 0 : ByteBuffer.wrap(position).getInt();
        int count = 1 + from % 17;
        log.commit(
            transaction -> {
              transaction.appendAll(SampleFacts.actions(from, count));
              transaction.put(new Document("shelf", "count", 0, Integer.toString(from + count)));
              transaction.checkpoint(
                  "appends", ByteBuffer.allocate(Integer.BYTES).putInt(from + count).array());
            });
        System.out.println(from + count);
      }
    }
  }
}
