package io.testudo.intrusion.guessing;

import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.record.Logon;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.finding.Evidence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/** The latest attempts of one client to log on, at most {@value #MOST} and half an hour old. */
final class Attempts {

  static final Duration MEMORY = Duration.ofMinutes(30);
  static final Duration BURST = Duration.ofMinutes(10);

  private static final int MOST = 128;
  private static final int MOST_EVIDENCE = 4;

  /** One attempt. */
  record Attempt(Instant time, boolean failed, String user, String server, String service) {}

  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private final List<Evidence> evidence = new ArrayList<>();

  /** What the attempts on one server and service come to. */
  record Tally(
      int failures,
      int successes,
      List<String> failedUsers,
      List<Instant> failureTimes,
      Instant first) {

    /** Median of the gaps between failures in seconds, or 0 if there are fewer than two. */
    double medianGap() {
      double[] gaps = gaps();
      return gaps.length == 0 ? 0 : gaps[gaps.length / 2];
    }

    /**
     * How far the gaps stray: the mean distance from their median, as a part of the median; 1 if
     * there are fewer than four.
     */
    double unevenness() {
      double[] gaps = gaps();
      double median = medianGap();
      if (gaps.length < 4 || median <= 0) {
        return 1;
      }
      double sum = 0;
      for (double gap : gaps) {
        sum += Math.abs(gap - median);
      }
      return sum / gaps.length / median;
    }

    private double[] gaps() {
      double[] gaps = new double[Math.max(0, failureTimes.size() - 1)];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] =
            Duration.between(failureTimes.get(i), failureTimes.get(i + 1)).abs().toMillis() / 1e3;
      }
      Arrays.sort(gaps);
      return gaps;
    }
  }

  void add(Logon logon, LogRecord log) {
    expire(logon.time());
    if (attempts.isEmpty()) {
      evidence.clear();
    }
    boolean failed = logon.outcome() == Logon.Outcome.FAILED;
    attempts.addLast(
        new Attempt(logon.time(), failed, logon.user(), logon.server(), logon.service()));
    if (attempts.size() > MOST) {
      attempts.removeFirst();
    }
    if (failed && evidence.size() < MOST_EVIDENCE) {
      evidence.add(Seen.evidence(log));
    }
  }

  private void expire(Instant now) {
    while (!attempts.isEmpty()) {
      Instant time = attempts.getFirst().time();
      if (!time.isBefore(now.minus(MEMORY)) && !time.isAfter(now.plus(MEMORY))) {
        return;
      }
      attempts.removeFirst();
    }
  }

  /** What the attempts on this server and service since {@code since} come to. */
  Tally tally(String server, String service, Instant since) {
    return tally(
        attempts.stream()
            .filter(a -> a.server.equals(server) && a.service.equals(service))
            .filter(a -> !a.time.isBefore(since))
            .toList());
  }

  /** What all remembered attempts come to, whatever they were on. */
  Tally tally() {
    return tally(List.copyOf(attempts));
  }

  private static Tally tally(List<Attempt> chosen) {
    List<Attempt> failed = chosen.stream().filter(Attempt::failed).toList();
    return new Tally(
        failed.size(),
        chosen.size() - failed.size(),
        List.copyOf(new TreeSet<>(failed.stream().map(Attempt::user).toList())),
        failed.stream().map(Attempt::time).sorted().toList(),
        failed.stream().map(Attempt::time).min(Instant::compareTo).orElse(Instant.MAX));
  }

  /** The users who succeeded. */
  List<String> succeededUsers() {
    return List.copyOf(
        new TreeSet<>(attempts.stream().filter(a -> !a.failed).map(Attempt::user).toList()));
  }

  /** The servers on which attempts failed. */
  List<String> failedServers() {
    return List.copyOf(
        new TreeSet<>(
            attempts.stream()
                .filter(Attempt::failed)
                .map(Attempt::server)
                .filter(server -> !server.isEmpty())
                .toList()));
  }

  List<Evidence> evidence() {
    return evidence;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(attempts.size());
    for (Attempt attempt : attempts) {
      Saved.writeInstant(out, attempt.time);
      out.writeBoolean(attempt.failed);
      Saved.writeText(out, attempt.user);
      Saved.writeText(out, attempt.server);
      Saved.writeText(out, attempt.service);
    }
    Saved.writeEvidence(out, evidence);
  }

  static Attempts restored(DataInput in) throws IOException {
    Attempts restored = new Attempts();
    int count = Saved.readCount(in, MOST);
    for (int i = 0; i < count; i++) {
      restored.attempts.addLast(
          new Attempt(
              Saved.readInstant(in),
              in.readBoolean(),
              Saved.readText(in),
              Saved.readText(in),
              Saved.readText(in)));
    }
    restored.evidence.addAll(Saved.readEvidence(in, MOST_EVIDENCE));
    return restored;
  }
}
