package io.testudo.intrusion.guessing;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Posterior;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.record.Logon;
import io.testudo.intrusion.record.Named;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding where logs tell that a client's logons fail again and again: passwords guessed
 * for a server, one password tried on many accounts (spraying), a success after that, or a steady
 * retry, which is more likely a service with an old password.
 *
 * <p>The statistic is the likelihood ratio of "guesses" to "mistypes": a guess fails with
 * probability {@value #GUESS_FAILS}, a person's logon with {@value #PERSON_FAILS}, independently.
 * Confidence is the {@link Posterior} from a prior of one client in a hundred. It is an upper bound
 * where attempts depend on each other, as those of a program that retries do: such are told apart
 * by the evenness of their gaps.
 *
 * <p>Thread safety: none. Cost: one look at the client's last 128 attempts per logon.
 */
public final class LogonStatistic implements Statistic {

  private static final double GUESS_FAILS = 0.98;
  private static final double PERSON_FAILS = 0.3;
  private static final double PRIOR = 0.01;
  private static final int LEAST_FAILURES = 8;
  private static final int LEAST_USERS = 6;
  private static final double STEADY_GAP_SECONDS = 10;
  private static final double STEADY_UNEVENNESS = 0.35;

  private static final Detector GUESSED = detector("logon.guessing");
  private static final Detector SPRAYED = detector("logon.spraying");
  private static final Detector RETRIED = detector("logon.retry");
  private static final Detector GOT_IN = detector("logon.guessed");

  private static final Technique GUESSING = new Technique("T1110.001");
  private static final Technique SPRAYING = new Technique("T1110.003");
  private static final Technique VALID_ACCOUNTS = new Technique("T1078");

  private final BoundedTable<String, Attempts> clients;

  public LogonStatistic(IntrusionConfig config) {
    this.clients = new BoundedTable<>(config.mostEntities());
  }

  private static Detector detector(String id) {
    return new Detector(Detector.Kind.STATISTIC, id, "1");
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof LogRecord log)) {
      return;
    }
    Logon logon = Logon.of(log);
    if (logon == null || (logon.client().isEmpty() && logon.server().isEmpty())) {
      return;
    }
    Attempts attempts = clients.get(logon.client(), key -> new Attempts());
    attempts.add(logon, log);
    Case seen = new Case(logon, log, attempts);
    switch (logon.outcome()) {
      case FAILED -> failed(seen, windows, facts);
      case SUCCEEDED -> succeeded(seen, windows, facts);
    }
  }

  private record Case(Logon logon, LogRecord log, Attempts attempts) {
    Attempts.Tally burst() {
      return attempts.tally(logon.server(), logon.service(), logon.time().minus(Attempts.BURST));
    }

    Entity client() {
      return logon.client().isEmpty()
          ? Named.machine(logon.server())
          : Named.machine(logon.client());
    }

    String clientName() {
      return logon.client().isEmpty() ? "an unknown client" : client().name();
    }

    String serverName() {
      return logon.server().isEmpty() ? "an unknown server" : Named.machine(logon.server()).name();
    }
  }

  private void failed(Case seen, FindingWindows windows, Consumer<Fact> facts) {
    Attempts.Tally burst = seen.burst();
    Instant now = seen.logon.time();
    if (burst.failures() >= LEAST_FAILURES && logRatio(burst) > Math.log(1e3)) {
      if (isSteady(burst)) {
        windows.match(RETRIED, seen.client(), now, () -> retry(seen, burst), facts);
      } else {
        windows.match(GUESSED, seen.client(), now, () -> guessing(seen, burst), facts);
      }
    }
    Attempts.Tally all = seen.attempts.tally();
    if (isSpray(all, seen.attempts)) {
      windows.match(SPRAYED, seen.client(), now, () -> spraying(seen, all), facts);
    }
  }

  private void succeeded(Case seen, FindingWindows windows, Consumer<Fact> facts) {
    Attempts.Tally before =
        seen.attempts.tally(
            seen.logon.server(), seen.logon.service(), seen.logon.time().minus(Attempts.MEMORY));
    Attempts.Tally all = seen.attempts.tally();
    boolean guessed =
        before.failures() >= LEAST_FAILURES
            && (seen.logon.user().isEmpty() || before.failedUsers().contains(seen.logon.user()));
    boolean sprayed = isSpray(all, seen.attempts) && all.failedUsers().size() >= LEAST_USERS;
    if (guessed || sprayed) {
      windows.match(
          GOT_IN,
          seen.client(),
          seen.logon.time(),
          () -> gotIn(seen, guessed ? before : all),
          facts);
    }
  }

  private static double logRatio(Attempts.Tally tally) {
    return tally.failures() * Math.log(GUESS_FAILS / PERSON_FAILS)
        + tally.successes() * Math.log((1 - GUESS_FAILS) / (1 - PERSON_FAILS));
  }

  private static boolean isSteady(Attempts.Tally tally) {
    return tally.failedUsers().size() == 1
        && tally.medianGap() >= STEADY_GAP_SECONDS
        && tally.unevenness() <= STEADY_UNEVENNESS;
  }

  /** Many accounts fail from one client, and few of them get in from there otherwise. */
  private static boolean isSpray(Attempts.Tally all, Attempts attempts) {
    List<String> onlyFailed = new ArrayList<>(all.failedUsers());
    List<String> succeeded = attempts.succeededUsers();
    onlyFailed.removeAll(succeeded);
    return onlyFailed.size() >= LEAST_USERS && succeeded.size() <= onlyFailed.size() / 3;
  }

  private static Draft guessing(Case seen, Attempts.Tally tally) {
    String title =
        seen.clientName()
            + " guessed passwords for "
            + users(tally)
            + " on "
            + seen.serverName()
            + " ("
            + seen.logon.service()
            + ")";
    return draft(seen, tally, title, Severity.MEDIUM, logRatio(tally), List.of(GUESSING));
  }

  private static Draft spraying(Case seen, Attempts.Tally tally) {
    String title =
        seen.clientName() + " tried passwords on " + tally.failedUsers().size() + " accounts";
    return draft(seen, tally, title, Severity.MEDIUM, logRatio(tally), List.of(SPRAYING));
  }

  private static Draft retry(Case seen, Attempts.Tally tally) {
    String title =
        seen.clientName()
            + " keeps failing to log on to "
            + seen.serverName()
            + " as "
            + users(tally)
            + String.format(Locale.ROOT, ", about every %.0f s", tally.medianGap());
    Draft plain = draft(seen, tally, title, Severity.LOW, logRatio(tally), List.of(GUESSING));
    List<String> unknowns = new ArrayList<>(plain.unknowns());
    unknowns.add(
        "one account, one client and even gaps are what a service with an old password does;"
            + " a patient attacker could look the same");
    return new Draft(
        plain.title(),
        plain.severity(),
        new Confidence(0.2, Confidence.Basis.STATED),
        plain.first(),
        plain.last(),
        plain.involved(),
        plain.techniques(),
        plain.tactics(),
        plain.reasons(),
        plain.evidence(),
        unknowns);
  }

  private static Draft gotIn(Case seen, Attempts.Tally before) {
    boolean steady = isSteady(before);
    String user = seen.logon.user().isEmpty() ? "an account" : seen.logon.user();
    String title =
        seen.clientName()
            + " logged on to "
            + seen.serverName()
            + " as "
            + user
            + " after "
            + before.failures()
            + " failures";
    Draft plain =
        draft(
            seen,
            before,
            title,
            steady ? Severity.LOW : Severity.HIGH,
            before.failures() * Math.log(GUESS_FAILS / PERSON_FAILS),
            List.of(before.failedUsers().size() > 3 ? SPRAYING : GUESSING, VALID_ACCOUNTS));
    List<Tactic> tactics = new ArrayList<>(plain.tactics());
    tactics.add(Tactic.INITIAL_ACCESS);
    List<String> unknowns = new ArrayList<>(plain.unknowns());
    if (steady) {
      unknowns.add("the failures came in even gaps: somebody may have repaired a service");
    }
    return new Draft(
        title,
        plain.severity(),
        plain.confidence(),
        plain.first(),
        plain.last(),
        plain.involved(),
        plain.techniques(),
        tactics,
        plain.reasons(),
        plain.evidence(),
        unknowns);
  }

  private static String users(Attempts.Tally tally) {
    List<String> users = tally.failedUsers();
    if (users.size() == 1) {
      return users.getFirst().isEmpty() ? "an account" : users.getFirst();
    }
    return users.size() + " accounts";
  }

  private static Draft draft(
      Case seen,
      Attempts.Tally tally,
      String title,
      Severity severity,
      double logRatio,
      List<Technique> techniques) {
    List<Evidence> evidence = new ArrayList<>(seen.attempts.evidence());
    evidence.add(Seen.evidence(seen.log));
    Instant now = seen.logon.time();
    Instant first = tally.first().isBefore(now) ? tally.first() : now;
    return new Draft(
        title,
        severity,
        new Confidence(Posterior.of(logRatio, PRIOR), Confidence.Basis.COMPUTED),
        first,
        now,
        involved(seen, tally),
        techniques,
        List.of(Tactic.CREDENTIAL_ACCESS),
        reasons(tally, logRatio),
        evidence,
        List.of("which passwords were tried, and whether the attempts were allowed"));
  }

  private static List<Involvement> involved(Case seen, Attempts.Tally tally) {
    List<Involvement> involved = new ArrayList<>();
    involved.add(
        new Involvement(seen.client(), seen.logon.client().isEmpty() ? Role.INVOLVED : Role.ACTOR));
    for (String server : seen.attempts.failedServers()) {
      if (involved.size() < 6) {
        involved.add(new Involvement(Named.machine(server), Role.TARGET));
      }
    }
    if (!seen.logon.server().isEmpty()) {
      involved.add(new Involvement(Named.machine(seen.logon.server()), Role.TARGET));
    }
    for (String user : tally.failedUsers()) {
      if (!user.isEmpty() && involved.size() < 16) {
        involved.add(new Involvement(new Entity(Entity.Kind.USER, user), Role.TARGET));
      }
    }
    if (seen.logon.outcome() == Logon.Outcome.SUCCEEDED && !seen.logon.user().isEmpty()) {
      involved.add(new Involvement(new Entity(Entity.Kind.USER, seen.logon.user()), Role.TARGET));
    }
    return involved;
  }

  private static List<Reason> reasons(Attempts.Tally tally, double logRatio) {
    return List.of(
        new Reason(
            "failed logons from the client",
            tally.failures() + " in " + Seen.between(first(tally), last(tally)),
            "fewer than " + LEAST_FAILURES + " in " + Seen.duration(Attempts.BURST)),
        new Reason("successful logons among them", Integer.toString(tally.successes()), ""),
        new Reason(
            "accounts tried",
            tally.failedUsers().size() + ": " + sample(tally.failedUsers()),
            "one or two"),
        new Reason(
            "gap between failures, and how far gaps stray from it",
            String.format(
                Locale.ROOT, "%.1f s, %.0f %%", tally.medianGap(), 100 * tally.unevenness()),
            String.format(
                Locale.ROOT,
                "a program that retries: over %.0f s, under %.0f %%",
                STEADY_GAP_SECONDS,
                100 * STEADY_UNEVENNESS)),
        new Reason(
            "likelihood ratio of guessing to mistyping",
            Seen.number(Math.exp(Math.min(700, logRatio))),
            "below 1000"));
  }

  private static Instant first(Attempts.Tally tally) {
    return tally.failureTimes().isEmpty() ? Instant.EPOCH : tally.failureTimes().getFirst();
  }

  private static Instant last(Attempts.Tally tally) {
    return tally.failureTimes().isEmpty() ? Instant.EPOCH : tally.failureTimes().getLast();
  }

  private static String sample(List<String> users) {
    String joined = String.join(", ", users.subList(0, Math.min(10, users.size())));
    return users.size() > 10 ? joined + " and " + (users.size() - 10) + " more" : joined;
  }

  @Override
  public long evicted() {
    return clients.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    clients.save(out, Saved::writeText, (to, attempts) -> attempts.save(to));
  }

  @Override
  public void restore(DataInput in) throws IOException {
    clients.restore(in, Saved::readText, Attempts::restored);
  }
}
