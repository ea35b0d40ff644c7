package io.testudo.intrusion.tls;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.RecentDistinct;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding where most of the names that a host reaches by TLS show certificates that fail
 * Zeek's validation: somebody may stand in between.
 *
 * <p>Distinct names count, not sessions. If one name in ten fails by honest neglect, the chance
 * that at least f of n fail is below exp(−n·KL(f/n ‖ 0.1)) (Chernoff's bound). Confidence is one
 * minus that, times 0.6: a sensor with a wrong clock or an old list of authorities gives the same
 * picture for every host.
 */
public final class CertificateStatistic implements Statistic {

  private static final int LEAST_NAMES = 12;
  private static final int MOST_NAMES = 256;
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final double HONEST_FAILS = 0.1;
  private static final double LEAST_SHARE = 0.5;

  private static final Detector INTERCEPTED =
      new Detector(Detector.Kind.STATISTIC, "tls.certificates", "1");

  private record Names(RecentDistinct<String> valid, RecentDistinct<String> failed) {
    Names() {
      this(new RecentDistinct<>(MOST_NAMES, WINDOW), new RecentDistinct<>(MOST_NAMES, WINDOW));
    }
  }

  private final BoundedTable<IpAddress, Names> hosts;

  public CertificateStatistic(IntrusionConfig config) {
    this.hosts = new BoundedTable<>(config.mostEntities());
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof LogRecord log)
        || !log.source().product().equals("zeek")
        || !log.source().service().equals("ssl")) {
      return;
    }
    IpAddress host = IpAddress.parseOrNull(log.fields().text("id.orig_h"));
    String status = log.fields().text("validation_status").toLowerCase(Locale.ROOT);
    String name = log.fields().text("server_name").toLowerCase(Locale.ROOT);
    if (host == null || status.isEmpty() || name.isEmpty() || name.length() > 253) {
      return;
    }
    Names names = hosts.get(host, key -> new Names());
    boolean fails = !status.equals("ok");
    (fails ? names.failed : names.valid).add(name, log.time());
    (fails ? names.valid : names.failed).expire(log.time());
    int all = names.valid.size() + names.failed.size();
    double share = (double) names.failed.size() / all;
    if (fails && all >= LEAST_NAMES && share >= LEAST_SHARE) {
      windows.match(
          INTERCEPTED, Entity.of(host), log.time(), () -> draft(log, host, names, status), facts);
    }
  }

  /** Chernoff's bound of the chance that this share of n honest names fails. */
  static double chance(double share, int n) {
    double divergence =
        share * Math.log(share / HONEST_FAILS)
            + (share >= 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - HONEST_FAILS)));
    return Math.exp(-n * divergence);
  }

  private static Draft draft(LogRecord log, IpAddress host, Names names, String status) {
    int failed = names.failed.size();
    int all = failed + names.valid.size();
    double chance = chance((double) failed / all, all);
    return new Draft(
        failed + " of " + all + " servers that " + host + " reached showed invalid certificates",
        Severity.MEDIUM,
        new Confidence(0.6 * (1 - chance), Confidence.Basis.COMPUTED),
        log.time(),
        log.time(),
        List.of(new Involvement(Entity.of(host), Role.TARGET)),
        List.of(new Technique("T1557")),
        List.of(Tactic.CREDENTIAL_ACCESS),
        List.of(
            new Reason(
                "distinct server names whose certificate failed validation within "
                    + Seen.duration(WINDOW),
                failed + " of " + all,
                "about one in ten; chance of so many " + Seen.number(chance)),
            new Reason("latest reason of failure", status, "ok")),
        List.of(Seen.evidence(log)),
        List.of("whether the sensor's clock and its list of authorities are right"));
  }

  @Override
  public long evicted() {
    return hosts.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    hosts.save(
        out,
        Saved::writeAddress,
        (to, names) -> {
          names.valid.save(to, Saved::writeText);
          names.failed.save(to, Saved::writeText);
        });
  }

  @Override
  public void restore(DataInput in) throws IOException {
    hosts.restore(
        in,
        Saved::readAddress,
        from -> {
          Names names = new Names();
          names.valid.restore(from, Saved::readText);
          names.failed.restore(from, Saved::readText);
          return names;
        });
  }
}
