package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.LogSourceMapping;
import io.testudo.sigma.RuleLoader;
import io.testudo.sigma.RuleReport;
import io.testudo.sigma.RuleSet;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.RuleMatched;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationsTest {

  private static final Instant CAME = Instant.parse("2026-03-05T12:00:00Z");

  private static final String RULES =
      """
      title: Failed Log-in by SSH
      name: ssh_failed
      level: low
      logsource: {product: linux, service: sshd}
      detection: {failed: {action: login, outcome: failure}, condition: failed}
      ---
      title: Failed Log-on to Windows
      name: windows_failed
      level: low
      logsource: {product: windows, service: security}
      detection: {failed: {EventID: 4625}, condition: failed}
      ---
      title: Many Failed Log-ins from One Address
      id: 0e95725d-7320-415d-80f7-004da920fc11
      level: high
      tags: [attack.credential-access, attack.t1110.001]
      falsepositives: [A password that was changed]
      correlation:
        type: event_count
        rules: [ssh_failed, windows_failed]
        aliases: {address: {ssh_failed: src_ip, windows_failed: IpAddress}}
        group-by: [address]
        timespan: 5m
        condition: {gte: 4}
      """;

  private final Events events = new Events();
  private final List<RuleMatched> stated = new ArrayList<>();
  private final List<Fact> alone = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();

  static Rules rules() {
    return rules(RULES);
  }

  private static Rules rules(String yaml) {
    LogSourceMapping mapping = LogSourceMapping.standard();
    RuleReport report =
        new RuleLoader(mapping, Map.of()).load("c.yml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(report.refusals()).isEmpty();
    return Rules.of(RuleSet.compile(report));
  }

  private LogRecord ssh(double seconds, String user, String client) {
    return events.log(
        seconds,
        new LogSource("linux", "", "sshd"),
        "web01",
        "message",
        "Failed password for " + user + " from " + client + " port 4711 ssh2",
        "action",
        "login",
        "outcome",
        "failure",
        "user",
        user,
        "src_ip",
        client);
  }

  private LogRecord windows(double seconds, String user, String client) {
    return events.failedLogOn(seconds, "dc1", user, client);
  }

  /** Shows the records to the detection of one source, which states its matches. */
  private void source(Rules rules, LogRecord... records) {
    Intrusion intrusion = new Intrusion("s", IntrusionConfig.defaults(), rules);
    for (LogRecord log : records) {
      intrusion.observe(log, this::keep);
    }
  }

  private void keep(Fact fact) {
    if (fact instanceof RuleMatched matched) {
      stated.add(matched);
    } else if (fact instanceof Fact.FindingRaised raised
        && raised.finding().detector().kind() == Detector.Kind.SIGMA_RULE) {
      alone.add(fact);
    }
  }

  private Correlations correlations(Rules rules) {
    return new Correlations(rules, IntrusionConfig.defaults(), n -> stated.get((int) n));
  }

  private void consider(Correlations correlations, Instant came) {
    for (int i = 0; i < stated.size(); i++) {
      correlations.consider(stated.get(i), i, came, facts::add);
    }
  }

  private List<Finding> findings() {
    return facts.stream()
        .filter(Fact.FindingRaised.class::isInstance)
        .map(fact -> ((Fact.FindingRaised) fact).finding())
        .toList();
  }

  private void twoSources(Rules rules) {
    source(rules, ssh(1, "alice", "198.51.100.7"), ssh(61, "bob", "198.51.100.7"));
    source(
        rules,
        windows(30, "alice", "198.51.100.7"),
        windows(40, "eve", "203.0.113.9"),
        windows(90, "carol", "198.51.100.7"));
  }

  @Test
  void matchesOfTwoSourcesBecomeOneFindingOfTheCorrelation() {
    Rules rules = rules();
    twoSources(rules);
    Correlations correlations = correlations(rules);
    consider(correlations, CAME);

    assertThat(findings()).hasSize(1);
    Finding finding = findings().getFirst();
    assertThat(finding.title()).isEqualTo("Many Failed Log-ins from One Address");
    assertThat(finding.detector().id()).isEqualTo("0e95725d-7320-415d-80f7-004da920fc11");
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.confidence().probability()).isEqualTo(0.75);
    assertThat(Run.techniques(finding)).containsExactly("T1110.001");
    assertThat(finding.tactics()).containsExactly(Tactic.CREDENTIAL_ACCESS);
    assertThat(finding.first()).isEqualTo(events.at(1));
    assertThat(finding.last()).isEqualTo(events.at(90));
    assertThat(finding.involved().toString())
        .as("who logs in from elsewhere acts, whatever the tags say")
        .contains(
            "entity=address:198.51.100.7, role=ACTOR",
            "entity=host:web01, role=TARGET",
            "entity=host:dc1, role=TARGET",
            "entity=user:bob, role=TARGET",
            "entity=user:carol, role=TARGET")
        .doesNotContain("203.0.113.9");
    assertThat(finding.reasons())
        .extracting(Reason::toString)
        .containsExactly(
            "events within 5 min: 4 events (the rule asks for gte 4)",
            "same address: 198.51.100.7",
            "matches shown of Failed Log-in by SSH: 2",
            "matches shown of Failed Log-on to Windows: 2");
    assertThat(finding.evidence())
        .extracting(Evidence::time)
        .containsExactly(events.at(1), events.at(30), events.at(61), events.at(90));
    assertThat(finding.unknowns())
        .containsExactly("whether it was honest work, for instance a password that was changed");
  }

  @Test
  void rulesThatACorrelationTakesFireOnTheirOwnOnlyWhereItGenerates() {
    twoSources(rules());
    assertThat(alone).isEmpty();

    twoSources(rules(RULES + "generate: true\n"));
    assertThat(alone).isNotEmpty();
  }

  @Test
  void aCorrelationWithoutLevelAndTagsHasThoseOfItsRules() {
    Rules rules =
        rules(
            RULES
                .replace("level: high\ntags: [attack.credential-access, attack.t1110.001]\n", "")
                .replaceFirst("level: low", "level: medium\ntags: [attack.t1110]"));
    twoSources(rules);
    consider(correlations(rules), CAME);

    assertThat(findings().getFirst().severity()).isEqualTo(Severity.MEDIUM);
    assertThat(Run.techniques(findings().getFirst())).containsExactly("T1110");
  }

  @Test
  void theFindingIsTheSameInWhateverOrderMatchesCome() {
    Rules rules = rules();
    twoSources(rules);
    consider(correlations(rules), CAME);
    String id = findings().getFirst().id();

    Random random = new Random(7);
    for (int run = 0; run < 20; run++) {
      Collections.shuffle(stated, random);
      facts.clear();
      consider(correlations(rules), CAME);
      assertThat(findings()).extracting(Finding::id).containsExactly(id);
    }
  }

  @Test
  void whatHoldsAgainIsCountedAndToldOnceAtTheEnd() {
    Rules rules = rules();
    for (int i = 0; i < 10; i++) {
      source(rules, ssh(i, "user" + i, "198.51.100.7"));
    }
    Correlations correlations = correlations(rules);
    consider(correlations, CAME);
    consider(correlations, CAME);
    assertThat(facts).hasSize(1);
    correlations.finish(facts::add);

    assertThat(facts.getLast())
        .isEqualTo(new Fact.FindingRepeated(findings().getFirst().id(), 7, events.at(9)));
    assertThat(facts).hasSize(2);
  }

  @Test
  void whatWasToldBeforeARestartIsRememberedAndNotToldAgain() {
    Rules rules = rules();
    for (int i = 0; i < 6; i++) {
      source(rules, ssh(i, "user" + i, "198.51.100.7"));
    }
    Correlations correlations = correlations(rules);
    for (int i = 0; i < 5; i++) {
      correlations.recall(stated.get(i), i, CAME);
    }
    correlations.consider(stated.get(5), 5, CAME, facts::add);
    assertThat(facts).isEmpty();
    correlations.finish(facts::add);
    assertThat(facts).singleElement().isInstanceOf(Fact.FindingRepeated.class);
  }

  @Test
  void aRestartedCorrelationCompletesWhatBeganBefore() {
    Rules rules = rules();
    twoSources(rules);
    Correlations correlations = correlations(rules);
    for (int i = 0; i < 4; i++) {
      correlations.recall(stated.get(i), i, CAME);
    }
    correlations.consider(stated.get(4), 4, CAME, facts::add);

    assertThat(findings()).hasSize(1);
    assertThat(findings().getFirst().evidence()).hasSize(4);
  }

  @Test
  void sourcesMayBeReadAsFarApartAsTheReachAndNoFurther() {
    Rules rules = rules();
    source(rules, ssh(1, "alice", "198.51.100.7"), ssh(2, "bob", "198.51.100.7"));
    source(rules, windows(30, "alice", "198.51.100.7"), windows(90, "bob", "198.51.100.7"));
    for (Duration apart : List.of(Duration.ofMinutes(65), Duration.ofMinutes(66))) {
      Correlations correlations = correlations(rules);
      assertThat(correlations.reach()).isEqualTo(Duration.ofMinutes(65));
      facts.clear();
      for (int i = 0; i < stated.size(); i++) {
        correlations.consider(stated.get(i), i, i < 2 ? CAME : CAME.plus(apart), facts::add);
      }
      assertThat(findings()).hasSize(apart.compareTo(correlations.reach()) > 0 ? 0 : 1);
    }
  }

  @Test
  void aConditionThatMoreMatchesCouldUndoWaitsForTheLateness() {
    Rules rules = rules(RULES.replace("condition: {gte: 4}", "condition: {lte: 1}"));
    twoSources(rules);
    Correlations correlations = correlations(rules);
    consider(correlations, CAME);
    correlations.settle(CAME.plus(Duration.ofMinutes(14)), facts::add);
    assertThat(facts).isEmpty();
    correlations.settle(CAME.plus(Duration.ofMinutes(15)), facts::add);

    assertThat(findings())
        .extracting(finding -> finding.reasons().get(1).observed())
        .containsExactlyInAnyOrder("198.51.100.7", "203.0.113.9");
  }

  @Test
  void aFloodOfMatchesIsStatedWithinItsBoundAndTheRestCounted() {
    Rules rules = rules();
    Intrusion intrusion = new Intrusion("s", IntrusionConfig.defaults(), rules);
    int flood = 50_200;
    for (int i = 0; i < flood; i++) {
      intrusion.observe(ssh(i * 0.01, "root" + "x".repeat(3_000), "198.51.100.7"), this::keep);
    }
    assertThat(stated).hasSize(50_000);
    assertThat(intrusion.counts().shedMatches()).isEqualTo(200);
    assertThat(stated.getFirst().evidence().raw()).hasSize(2_048);
    assertThat(stated.getLast().evidence().raw()).hasSize(256);

    intrusion.observe(windows(500, "alice", "198.51.100.7"), this::keep);
    assertThat(stated).as("another rule has room of its own").hasSize(50_001);
    for (int i = 0; i < 20; i++) {
      intrusion.observe(ssh(3700 + i, "root", "198.51.100.7"), this::keep);
    }
    assertThat(stated).as("the next hour has room again").hasSizeGreaterThan(50_001);
  }

  @Test
  void aMatchStatedAgainHasTheIdentifierThatItHad() {
    source(rules(), ssh(1, "alice", "198.51.100.7"));
    RuleMatched first = stated.getFirst();

    assertThat(first.id()).startsWith("m-");
    assertThat(new RuleMatched("other", first.values(), first.involved(), first.evidence()).id())
        .isNotEqualTo(first.id());
    assertThat(new RuleMatched(first.rule(), List.of(), List.of(), first.evidence()).id())
        .as("nothing but rule and record is in it")
        .isEqualTo(first.id());
  }
}
