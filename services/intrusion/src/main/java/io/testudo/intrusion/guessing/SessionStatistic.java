package io.testudo.intrusion.guessing;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.EventClock;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Raises a finding where one client opens many short, alike sessions to a service that asks for a
 * password: what guessing looks like where only flows are seen.
 *
 * <p>The statistic: sessions within ten minutes, of at most {@value #SHORT_BYTES} bytes each way
 * and alike in size (mean distance from the median at most {@value #MOST_SPREAD} of it), against a
 * Poisson law whose mean is the greater of {@value #USUAL_SESSIONS} and what the same pair did
 * before. Confidence = 1 − p, halved, since flows do not show whether a logon failed.
 *
 * <p>Thread safety: none. Cost: one look at the pair's last 64 sessions per session.
 */
public final class SessionStatistic implements Statistic {

  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int LEAST_SESSIONS = 15;
  private static final int MOST_SESSIONS = 64;
  private static final int MOST_EVIDENCE = 3;
  private static final long SHORT_BYTES = 8_192;
  private static final double MOST_SPREAD = 0.15;
  private static final double USUAL_SESSIONS = 4;
  private static final double LONGER = 4;

  private static final Detector GUESSED =
      new Detector(Detector.Kind.STATISTIC, "session.guessing", "1");
  private static final Detector GOT_IN =
      new Detector(Detector.Kind.STATISTIC, "session.guessed", "1");

  private static final Map<Integer, String> SERVICES =
      Map.ofEntries(
          Map.entry(21, "FTP"),
          Map.entry(22, "SSH"),
          Map.entry(23, "Telnet"),
          Map.entry(110, "POP3"),
          Map.entry(143, "IMAP"),
          Map.entry(389, "LDAP"),
          Map.entry(445, "SMB"),
          Map.entry(1433, "SQL Server"),
          Map.entry(2222, "SSH"),
          Map.entry(3306, "MySQL"),
          Map.entry(3389, "RDP"),
          Map.entry(5432, "PostgreSQL"),
          Map.entry(5900, "VNC"),
          Map.entry(5985, "WinRM"));

  private record Pair(IpAddress client, IpAddress server, int port) {}

  private record Session(Instant time, long out, long back) {}

  private static final class Sessions {
    final Deque<Session> recent = new ArrayDeque<>();
    final List<Evidence> evidence = new ArrayList<>();
    double usual;
    long windowStart = Long.MIN_VALUE;
    int inWindow;
    Instant suspectedUntil = Instant.EPOCH;
  }

  private final IntrusionConfig config;
  private final BoundedTable<Pair, Sessions> pairs;

  public SessionStatistic(IntrusionConfig config) {
    this.config = config;
    this.pairs = new BoundedTable<>(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof Flow flow)
        || flow.protocol() != Flow.TCP
        || !flow.state().isEstablished()
        || flow.forward().payloadBytes() == 0
        || flow.backward().payloadBytes() == 0
        || !SERVICES.containsKey(flow.responder().port())) {
      return;
    }
    Instant now = EventClock.timeOf(flow);
    Pair pair =
        new Pair(flow.originator().address(), flow.responder().address(), flow.responder().port());
    Sessions sessions = pairs.get(pair, key -> new Sessions());
    boolean isShort =
        flow.forward().payloadBytes() <= SHORT_BYTES
            && flow.backward().payloadBytes() <= SHORT_BYTES;
    if (isShort) {
      shortSession(flow, pair, sessions, now, windows, facts);
    } else if (!now.isAfter(sessions.suspectedUntil)) {
      longSession(flow, sessions, now, windows, facts);
    }
  }

  private void shortSession(
      Flow flow,
      Pair pair,
      Sessions sessions,
      Instant now,
      FindingWindows windows,
      Consumer<Fact> facts) {
    count(sessions, now);
    Deque<Session> recent = sessions.recent;
    while (!recent.isEmpty()
        && Duration.between(recent.getFirst().time, now).abs().compareTo(WINDOW) > 0) {
      recent.removeFirst();
    }
    if (recent.isEmpty()) {
      sessions.evidence.clear();
    }
    recent.addLast(new Session(now, flow.forward().payloadBytes(), flow.backward().payloadBytes()));
    if (recent.size() > MOST_SESSIONS) {
      recent.removeFirst();
    }
    if (sessions.evidence.size() < MOST_EVIDENCE) {
      sessions.evidence.add(Seen.evidence(flow));
    }
    double spread = recent.size() < LEAST_SESSIONS ? 1 : spread(recent);
    double mean = Math.max(USUAL_SESSIONS, sessions.usual);
    double chance = poissonTail(recent.size(), mean);
    if (recent.size() >= LEAST_SESSIONS && spread <= MOST_SPREAD && chance < 1e-4) {
      sessions.suspectedUntil = now.plus(WINDOW);
      windows.match(
          GUESSED,
          Entity.of(pair.client),
          now,
          () -> guessing(flow, sessions, spread, mean, chance),
          facts);
    }
  }

  /** Learns how many sessions a window of this pair usually has, from the windows that are over. */
  private static void count(Sessions sessions, Instant now) {
    long window = Math.floorDiv(now.getEpochSecond(), WINDOW.toSeconds());
    if (window != sessions.windowStart) {
      if (sessions.windowStart != Long.MIN_VALUE && window > sessions.windowStart) {
        sessions.usual = 0.7 * sessions.usual + 0.3 * sessions.inWindow;
      }
      sessions.windowStart = window;
      sessions.inWindow = 0;
    }
    sessions.inWindow++;
  }

  private static double spread(Deque<Session> recent) {
    double[] sizes = recent.stream().mapToDouble(s -> s.out + s.back).sorted().toArray();
    double median = sizes[sizes.length / 2];
    double sum = Arrays.stream(sizes).map(size -> Math.abs(size - median)).sum();
    return median == 0 ? 0 : sum / sizes.length / median;
  }

  /** P(X ≥ n) of a Poisson variable. */
  static double poissonTail(int n, double mean) {
    double term = Math.exp(-mean);
    double below = 0;
    for (int k = 0; k < n; k++) {
      below += term;
      term *= mean / (k + 1);
    }
    double tail = 0;
    for (int k = n; k < n + 200; k++) {
      tail += term;
      term *= mean / (k + 1);
    }
    return below < 0.5 ? 1 - below : tail;
  }

  private void longSession(
      Flow flow, Sessions sessions, Instant now, FindingWindows windows, Consumer<Fact> facts) {
    double[] sizes = sessions.recent.stream().mapToDouble(s -> s.out + s.back).sorted().toArray();
    double median = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    double size = flow.forward().payloadBytes() + flow.backward().payloadBytes();
    if (median > 0 && size >= LONGER * median) {
      windows.match(
          GOT_IN,
          Entity.of(flow.originator().address()),
          now,
          () -> gotIn(flow, sessions, median, size),
          facts);
    }
  }

  private static String service(Flow flow) {
    return SERVICES.getOrDefault(flow.responder().port(), "port " + flow.responder().port());
  }

  private Draft guessing(Flow flow, Sessions sessions, double spread, double mean, double chance) {
    boolean inside = config.isInternal(flow.originator().address());
    List<Evidence> evidence = new ArrayList<>(sessions.evidence);
    evidence.add(Seen.evidence(flow));
    return new Draft(
        flow.originator().address()
            + " opened "
            + sessions.recent.size()
            + " short "
            + service(flow)
            + " sessions to "
            + flow.responder().address()
            + ", as password guessing does",
        inside ? Severity.MEDIUM : Severity.LOW,
        new Confidence((1 - chance) / 2, Confidence.Basis.COMPUTED),
        first(sessions, flow),
        flow.end(),
        involved(flow),
        List.of(new Technique("T1110.001")),
        List.of(Tactic.CREDENTIAL_ACCESS),
        List.of(
            new Reason(
                "short sessions in " + Seen.duration(WINDOW),
                Integer.toString(sessions.recent.size()),
                String.format(Locale.ROOT, "about %.1f; chance of so many %.1e", mean, chance)),
            new Reason(
                "how far their sizes stray",
                String.format(Locale.ROOT, "%.0f %%", 100 * spread),
                String.format(Locale.ROOT, "logons of people: over %.0f %%", 100 * MOST_SPREAD))),
        evidence,
        List.of(
            "flows do not show whether a logon failed",
            "a script that runs many short commands looks the same"));
  }

  private static Draft gotIn(Flow flow, Sessions sessions, double median, double size) {
    List<Evidence> evidence = new ArrayList<>(sessions.evidence);
    evidence.add(Seen.evidence(flow));
    return new Draft(
        flow.originator().address()
            + " held a long "
            + service(flow)
            + " session with "
            + flow.responder().address()
            + " after many short ones",
        Severity.MEDIUM,
        new Confidence(0.5, Confidence.Basis.STATED),
        first(sessions, flow),
        flow.end(),
        involved(flow),
        List.of(new Technique("T1110.001"), new Technique("T1078")),
        List.of(Tactic.CREDENTIAL_ACCESS, Tactic.INITIAL_ACCESS),
        List.of(
            new Reason(
                "size of the session after the short ones",
                Seen.bytes(size),
                "like those before, about " + Seen.bytes(median))),
        evidence,
        List.of("flows do not show who logged on"));
  }

  private static Instant first(Sessions sessions, Flow flow) {
    Instant first = sessions.recent.isEmpty() ? flow.time() : sessions.recent.getFirst().time;
    return first.isBefore(flow.end()) ? first : flow.end();
  }

  private static List<Involvement> involved(Flow flow) {
    return List.of(
        new Involvement(Entity.of(flow.originator().address()), Role.ACTOR),
        new Involvement(Entity.of(flow.responder().address()), Role.TARGET));
  }

  @Override
  public long evicted() {
    return pairs.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    pairs.save(
        out,
        (to, pair) -> {
          Saved.writeAddress(to, pair.client);
          Saved.writeAddress(to, pair.server);
          to.writeInt(pair.port);
        },
        SessionStatistic::save);
  }

  private static void save(DataOutput out, Sessions sessions) throws IOException {
    out.writeInt(sessions.recent.size());
    for (Session session : sessions.recent) {
      Saved.writeInstant(out, session.time);
      out.writeLong(session.out);
      out.writeLong(session.back);
    }
    Saved.writeEvidence(out, sessions.evidence);
    out.writeDouble(sessions.usual);
    out.writeLong(sessions.windowStart);
    out.writeInt(sessions.inWindow);
    Saved.writeInstant(out, sessions.suspectedUntil);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    pairs.restore(
        in,
        from -> new Pair(Saved.readAddress(from), Saved.readAddress(from), from.readInt()),
        SessionStatistic::restored);
  }

  private static Sessions restored(DataInput in) throws IOException {
    Sessions sessions = new Sessions();
    int count = Saved.readCount(in, MOST_SESSIONS);
    for (int i = 0; i < count; i++) {
      sessions.recent.addLast(new Session(Saved.readInstant(in), in.readLong(), in.readLong()));
    }
    sessions.evidence.addAll(Saved.readEvidence(in, MOST_EVIDENCE));
    sessions.usual = Saved.readFinite(in);
    sessions.windowStart = in.readLong();
    sessions.inWindow = in.readInt();
    sessions.suspectedUntil = Saved.readInstant(in);
    return sessions;
  }
}
