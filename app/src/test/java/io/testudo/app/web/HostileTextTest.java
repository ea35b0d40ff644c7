package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.house.House;
import io.testudo.app.house.RuleReport;
import io.testudo.app.ingest.LeftOut;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.intrusion.Correlations;
import io.testudo.memory.MemoryEventLog;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.testkit.Seed;
import io.testudo.testkit.SeededClock;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attacker wrote into telemetry must stay text on every page. */
class HostileTextTest {

  private static final String ELEMENT = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  private static final String ATTRIBUTE = "\" onmouseover=\"alert(3)\" x='y' ";

  @TempDir Path data;

  @Test
  void staysTextOnEveryPage() {
    SeededClock clock = new SeededClock(new Seed(3));
    House house =
        new House(
            new MemoryEventLog(clock, new Random(3)),
            clock,
            () -> List.of(source()),
            new RuleReport(
                List.of(
                    new RuleReport.Loaded(
                        "rule-1",
                        ELEMENT,
                        ATTRIBUTE,
                        ELEMENT + ATTRIBUTE,
                        List.of(ELEMENT + ATTRIBUTE),
                        ELEMENT + ATTRIBUTE,
                        ELEMENT)),
                List.of(new RuleReport.Rejected(ELEMENT, ELEMENT + ATTRIBUTE)),
                List.of(ELEMENT)),
            () -> Correlations.Counts.NONE);
    Incident incident =
        new SampleIncident(house, ELEMENT + ATTRIBUTE, clock.instant())
            .with(finding(clock))
            .put(1, ELEMENT + ATTRIBUTE, 90);
    try (WebServer server = WebServer.start(house, WebConfig.loopback(0, data))) {
      Browser admin = new Browser(server.url());
      String password = Objects.requireNonNull(server.oneTimePassword());
      admin.logIn("admin", password);
      admin.changePassword(password, Bench.ADMIN_PASSWORD);
      String asked = URLEncoder.encode(ELEMENT + ATTRIBUTE, StandardCharsets.UTF_8);
      String findingId = incident.members().getFirst().findingId();
      int shown = 0;
      for (String path :
          List.of(
              "/incidents",
              "/incidents?standing=ALL&q=" + asked,
              "/incidents/" + incident.id(),
              "/findings",
              "/findings?q=" + asked,
              "/findings/" + findingId,
              "/sources",
              "/sources/hostile",
              "/rules",
              "/rules?logsource=" + asked + "&level=" + asked + "&q=" + asked,
              "/rules/rule-1",
              "/log",
              "/log/1",
              "/log/2",
              "/login?next=" + asked,
              "/incidents/" + asked.replace("+", "%20").replace("%2F", ""))) {
        HttpResponse<String> page = admin.get(path);
        assertThat(page.statusCode()).as(path).isLessThan(500);
        for (String tag : tags(page.body())) {
          assertThat(tag)
              .as(path)
              .doesNotStartWith("<img")
              .doesNotContainPattern("^<script(?! src=\"/assets/)")
              .doesNotContainPattern("^<[^\"]*(\"[^\"]*\"[^\"]*)*\\son[a-z]+=");
        }
        assertThat(page.body()).as(path).doesNotContain("<script>");
        shown += page.body().contains("&lt;script") ? 1 : 0;
      }
      assertThat(shown).isGreaterThan(10);
    }
  }

  /** Every tag of a page, from its {@code <} to the {@code >} that ends it outside of quotes. */
  private static List<String> tags(String page) {
    List<String> tags = new ArrayList<>();
    for (int i = page.indexOf('<'); i >= 0; i = page.indexOf('<', i + 1)) {
      char quote = 0;
      int end = i + 1;
      while (end < page.length() && (quote != 0 || page.charAt(end) != '>')) {
        char c = page.charAt(end);
        if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        }
        end++;
      }
      tags.add(page.substring(i, end));
      i = end;
    }
    return tags;
  }

  private static Finding finding(SeededClock clock) {
    String both = ELEMENT + ATTRIBUTE;
    Detector detector = new Detector(Detector.Kind.SIGMA_RULE, both, both);
    Entity who = new Entity(Entity.Kind.HOST, both);
    return new Finding(
        Finding.idOf(detector, both, who, clock.instant()),
        detector,
        both,
        Severity.CRITICAL,
        new Confidence(0.5, Confidence.Basis.STATED),
        clock.instant(),
        clock.instant(),
        List.of(new Involvement(who, Role.ACTOR), new Involvement(who, Role.TARGET)),
        List.of(new Technique("T1059")),
        List.of(Tactic.EXECUTION),
        List.of(new Reason(both, both, both)),
        List.of(
            new Evidence(
                new Origin(both, both, 1), clock.instant(), both, "{\"cmd\":\"" + ELEMENT + "\"}"),
            new Evidence(new Origin(both, both, 2), clock.instant(), both, both)),
        List.of(both));
  }

  private static SourceStatus source() {
    return new SourceStatus(
        "hostile",
        ELEMENT + ATTRIBUTE,
        SourceStatus.State.FAILING,
        ELEMENT,
        1,
        1,
        1,
        LeftOut.NOTHING,
        1,
        1,
        List.of(1.0, 2.0),
        null,
        null,
        null,
        ELEMENT + ATTRIBUTE,
        List.of(
            new ParkedRecord(
                new Origin("hostile", ELEMENT, 1), 0, ELEMENT, ELEMENT + ATTRIBUTE, ELEMENT)));
  }
}
