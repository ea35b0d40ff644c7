package io.testudo.postgres;

import io.testudo.ports.LogVerification;
import io.testudo.postgres.server.PostgresServer;
import io.testudo.postgres.server.ServerSettings;
import io.testudo.testkit.SampleFacts;
import io.testudo.vocabulary.fact.Fact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures how fast facts of about 1,000 bytes are appended, read and verified; not a test. */
final class EventLogSpeed {

  private EventLogSpeed() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("event-log-speed");
    try (PostgresServer server = new PostgresServer(folder, ServerSettings.defaults())) {
      server.start();
      try (PostgresEventLog log =
          new PostgresEventLog(
              server.database(),
              folder.resolve("log"),
              EventLogSettings.defaults(),
              InstantSource.system(),
              new SecureRandom())) {
        log.start();
        long next = append(log, 0, 20_000, 1000);
        for (int batch : new int[] {1, 10, 100, 1000, 10_000}) {
          next = append(log, next, batch == 1 ? 1000 : Math.max(20_000, batch * 20), batch);
        }
        read(log);
        verify(log);
        prove(log);
      }
    }
  }

  private static long append(PostgresEventLog log, long first, int count, int batch) {
    List<Fact> facts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      facts.add(SampleFacts.finding((first + i) * 997));
    }
    long start = System.nanoTime();
    for (int at = 0; at < count; at += batch) {
      List<Fact> some = facts.subList(at, at + batch);
      log.commit(transaction -> transaction.appendAll(some));
    }
    say("append in batches of " + batch, count, start);
    return first + count;
  }

  private static void read(PostgresEventLog log) {
    long start = System.nanoTime();
    long at = 0;
    for (var page = log.read(at, 1000); !page.isEmpty(); page = log.read(at, 1000)) {
      at = page.getLast().sequence();
    }
    say("read in pages of 1000", at, start);
  }

  private static void verify(PostgresEventLog log) {
    long start = System.nanoTime();
    if (!(log.verify() instanceof LogVerification.Intact)) {
      throw new IllegalStateException("the log must be intact");
    }
    say("verify", log.size(), start);
  }

  private static void prove(PostgresEventLog log) {
    long start = System.nanoTime();
    for (long sequence = 1; sequence <= 200; sequence++) {
      log.prove(sequence * 100);
    }
    say("prove", 200, start);
  }

  private static void say(String what, long count, long startNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    System.out.printf(
        Locale.ROOT, "%-30s %,10.0f a second%n", what, count / (took.toNanos() / 1e9));
  }
}
