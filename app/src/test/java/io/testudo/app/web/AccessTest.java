package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.app.tls.Certificate;
import io.testudo.app.web.WebConfig.Transport;
import io.testudo.app.web.access.Route;
import io.testudo.app.web.access.Route.Access;
import io.testudo.app.web.access.Routes;
import io.testudo.app.web.access.account.Role;
import io.testudo.vocabulary.fact.Fact.ActionTaken;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

  private static final Pattern SECRET = Pattern.compile("<code class=\"secret\"[^>]*>([^<]+)<");

  @TempDir static Path data;
  private Bench bench;
  private Browser admin;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);

  @BeforeAll
  void start() {
    bench = new Bench(data);
    admin = bench.admin();
    for (Role role : Role.values()) {
      HttpResponse<String> made =
          admin.post("/account/tokens", Map.of("label", "test", "role", role.name(), "days", "1"));
      tokens.put(role, secretOf(made));
    }
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  private static String secretOf(HttpResponse<String> page) {
    Matcher matcher = SECRET.matcher(page.body());
    assertThat(matcher.find()).as(page.body()).isTrue();
    return matcher.group(1);
  }

  /** Somebody of this role who has chosen a password. */
  private Browser signedIn(Role role, String name) {
    String oneTime = secretOf(admin.post("/users", Map.of("name", name, "role", role.name())));
    Browser browser = bench.browser();
    assertThat(browser.logIn(name, oneTime)).isTrue();
    browser.changePassword(oneTime, "a password for " + role + "s");
    return browser;
  }

  private static String path(Route route) {
    return route
        .pattern()
        .replace("/**", "/own/console.css")
        .replace("{id}", "nobody-has-this")
        .replace("{name}", "nobody")
        .replace("{sequence}", "1");
  }

  private HttpResponse<String> ask(Browser browser, Route route, String... headers) {
    return route.method().equals(HttpMethod.GET)
        ? browser.get(path(route), headers)
        : browser.send(route.method().name(), path(route), "{}", headers);
  }

  @Test
  void everyRouteAnswersEveryRoleAsTheTableSays() {
    List<String> wrong = new ArrayList<>();
    for (Role role : Role.values()) {
      Browser browser = signedIn(role, "matrix-" + role.name().toLowerCase(java.util.Locale.ROOT));
      for (Route route : Routes.ALL) {
        if (route.pattern().equals("/stream") || route.pattern().equals("/logout")) {
          continue; // One does not end, the other ends the session: both have tests of their own.
        }
        int status = ask(browser, route).statusCode();
        boolean allowed =
            switch (route.access()) {
              case Access.Open open -> true;
              case Access.SameMachine same -> true;
              case Access.AtLeast least -> role.covers(least.role());
            };
        if ((status == 403) == allowed || status == 401 || status >= 500) {
          wrong.add(role + " " + route.method() + " " + route.pattern() + " → " + status);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyRouteAnswersEveryTokenAsTheTableSays() {
    List<String> wrong = new ArrayList<>();
    for (Role role : Role.values()) {
      for (Route route : Routes.ALL) {
        if (!route.pattern().startsWith("/api/") && !route.pattern().equals("/metrics")) {
          continue;
        }
        int status =
            ask(bench.browser(), route, "Authorization", "Bearer " + tokens.get(role)).statusCode();
        boolean allowed =
            route.access() instanceof Access.AtLeast least && role.covers(least.role());
        if ((status == 403) == allowed || status == 401 || status >= 500) {
          wrong.add(role + " " + route.method() + " " + route.pattern() + " → " + status);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nobodyWhoIsNotSignedInGetsIn() {
    List<String> wrong = new ArrayList<>();
    for (Route route : Routes.ALL) {
      Browser stranger = bench.browser();
      if (route.access() instanceof Access.AtLeast) {
        stranger.get("/login");
        HttpResponse<String> answer = ask(stranger, route);
        boolean turnedAway =
            answer.statusCode() == 401
                || answer.statusCode() == 302
                    && answer.headers().firstValue("Location").orElse("").contains("/login");
        if (!turnedAway) {
          wrong.add(route.method() + " " + route.pattern() + " → " + answer.statusCode());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyHandlerHasARoute() {
    List<String> patterns = Routes.ALL.stream().map(Route::pattern).toList();
    assertThat(bench.server.handledPatterns())
        .filteredOn(pattern -> !pattern.equals("/error") && !pattern.startsWith("/api/openapi"))
        .isSubsetOf(patterns);
    assertThat(bench.server.handledPatterns()).hasSizeGreaterThan(40);
  }

  @Test
  void anUnknownAddressIsNotFoundAndSaysNothing() {
    HttpResponse<String> answer = admin.get("/no/such/page");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is nothing at this address.").doesNotContain("java");
  }

  @Test
  void aFormWithoutItsTokenIsRefused() {
    Browser browser = signedIn(Role.ADMIN, "careless");
    browser.forgetCsrf();
    assertThat(browser.post("/users", Map.of("name", "intruder", "role", "ADMIN")).statusCode())
        .isEqualTo(403);
    assertThat(bench.log.document("user", "intruder")).isNull();
  }

  @Test
  void aTokenIsNoUseWithASessionsCookieAloneNorAfterItsRevocation() {
    String token =
        secretOf(
            admin.post("/account/tokens", Map.of("label", "gone", "role", "VIEWER", "days", "1")));
    Browser program = bench.browser();
    assertThat(program.get("/api/v1/log/head", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(200);
    admin.post("/account/tokens/" + token.split("_")[1] + "/revocation", Map.of());
    assertThat(program.get("/api/v1/log/head", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aTokenEndsAtItsTime() {
    String token =
        secretOf(
            admin.post("/account/tokens", Map.of("label", "short", "role", "VIEWER", "days", "1")));
    bench.clock.advance(Duration.ofDays(1));
    try {
      assertThat(
              bench
                  .browser()
                  .get("/api/v1/log/head", "Authorization", "Bearer " + token)
                  .statusCode())
          .isEqualTo(401);
    } finally {
      bench.clock.advance(Duration.ofDays(-1));
    }
  }

  @Test
  void guessingMakesOneWaitEvenForTheRightPassword() {
    signedIn(Role.VIEWER, "guessed");
    Browser guesser = bench.browser();
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.logIn("guessed", "wrong password " + i)).isFalse();
    }
    guesser.get("/login");
    HttpResponse<String> answer =
        guesser.post("/login", Map.of("username", "guessed", "password", "a password for VIEWERs"));
    assertThat(answer.headers().firstValue("Location").orElse("")).contains("/login?wait=");
    bench.clock.advance(Duration.ofMinutes(20));
    assertThat(guesser.logIn("guessed", "a password for VIEWERs")).isTrue();
  }

  @Test
  void everyLogInAndRefusalIsAFact() {
    signedIn(Role.VIEWER, "recorded");
    bench.browser().logIn("recorded", "not it at all");
    bench.browser().logIn("my secret typed in the wrong field", "x");
    List<ActionTaken> acts =
        bench.log.latest(ActionTaken.class, Long.MAX_VALUE, 20).stream()
            .map(found -> (ActionTaken) found.fact())
            .toList();
    assertThat(acts)
        .anyMatch(
            act ->
                act.user().equals("recorded")
                    && act.action().equals("log in")
                    && act.outcome() == Outcome.DONE)
        .anyMatch(
            act ->
                act.user().equals("recorded")
                    && act.action().equals("log in")
                    && act.outcome() == Outcome.REFUSED)
        .anyMatch(act -> act.user().equals("unknown account"))
        .noneMatch(act -> act.toString().contains("my secret"));
  }

  @Test
  void aDisabledUsersSessionEndsAtOnce() {
    Browser browser = signedIn(Role.ANALYST, "leaver");
    assertThat(browser.get("/incidents").statusCode()).isEqualTo(200);
    admin.get("/users");
    admin.post("/users/leaver/state", Map.of("state", "DISABLED"));
    assertThat(browser.get("/incidents").statusCode()).isEqualTo(302);
    assertThat(browser.logIn("leaver", "a password for ANALYSTs")).isFalse();
  }

  @Test
  void aTokenOfADisabledUserStaysRevokedOnceTheUserIsBack() {
    Browser browser = signedIn(Role.ANALYST, "returner");
    String token =
        secretOf(
            browser.post("/account/tokens", Map.of("label", "old", "role", "VIEWER", "days", "1")));
    admin.post("/users/returner/state", Map.of("state", "DISABLED"));
    admin.post("/users/returner/state", Map.of("state", "ACTIVE"));

    assertThat(
            bench
                .browser()
                .get("/api/v1/log/head", "Authorization", "Bearer " + token)
                .statusCode())
        .isEqualTo(401);
    assertThat(browser.get("/incidents").statusCode()).isEqualTo(302);
    assertThat(bench.log.latest(ActionTaken.class, Long.MAX_VALUE, 20))
        .extracting(found -> (ActionTaken) found.fact())
        .anyMatch(
            act ->
                act.action().equals("revoke token") && act.subject().equals(token.split("_")[1]));
  }

  @Test
  void aTokenOpensNoPageOfTheConsole() {
    List<String> wrong = new ArrayList<>();
    for (Route route : Routes.ALL) {
      if (route.method() != HttpMethod.GET
          || !(route.access() instanceof Access.AtLeast)
          || route.pattern().startsWith("/api/")
          || route.pattern().equals("/metrics")
          || route.pattern().equals("/stream")) {
        continue;
      }
      int status =
          ask(bench.browser(), route, "Authorization", "Bearer " + tokens.get(Role.ADMIN))
              .statusCode();
      if (status != 302) {
        wrong.add(route.pattern() + " → " + status);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theOneTimePasswordOpensNothingButItsChange() {
    String oneTime = secretOf(admin.post("/users", Map.of("name", "fresh", "role", "ADMIN")));
    Browser browser = bench.browser();
    assertThat(browser.logIn("fresh", oneTime)).isTrue();
    assertThat(browser.get("/incidents").headers().firstValue("Location").orElse(""))
        .endsWith("/account");
    assertThat(browser.get("/api/v1/incidents").statusCode()).isEqualTo(403);
    assertThat(
            browser
                .post(
                    "/account/password", Map.of("old", oneTime, "fresh", "short", "again", "short"))
                .body())
        .contains("12 to 256 characters");
  }

  @Test
  void loggingOutEndsTheSession() {
    Browser browser = signedIn(Role.VIEWER, "goer");
    assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(302);
    assertThat(browser.get("/incidents").statusCode()).isEqualTo(302);
  }

  @Test
  void anAnswerCarriesTheSecurityHeaders() {
    HttpResponse<String> page = admin.get("/incidents");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(page.headers().firstValue("Server")).isEmpty();
    assertThat(bench.browser().get("/login").headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly")
        .contains("SameSite=Strict");
  }

  @Test
  void noPageHoldsInlineScriptOrStyle() {
    for (String path : List.of("/incidents", "/incidents/" + bench.incident.id(), "/sources")) {
      assertThat(admin.get(path).body())
          .doesNotContainPattern("<script(?![^>]*src=)")
          .doesNotContain("<style")
          .doesNotContainPattern("\\sstyle=")
          .doesNotContainPattern("\\son[a-z]+=");
    }
  }

  @Test
  void aBodyThatIsTooLongIsTurnedAway() {
    assertThat(admin.send("POST", "/api/v1/users", "x".repeat(100_000)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void theNextPageAfterTheLogInIsOneOfThisServer() {
    signedIn(Role.VIEWER, "deep");
    Browser browser = bench.browser();
    browser.get("/login");
    HttpResponse<String> there =
        browser.post(
            "/login",
            Map.of("username", "deep", "password", "a password for VIEWERs", "next", "/sources"));
    assertThat(there.headers().firstValue("Location").orElse("")).endsWith("/sources");
    for (String hostile : List.of("//evil.example", "https://evil.example", "/\\evil.example")) {
      browser = bench.browser();
      browser.get("/login");
      HttpResponse<String> kept =
          browser.post(
              "/login",
              Map.of("username", "deep", "password", "a password for VIEWERs", "next", hostile));
      assertThat(kept.headers().firstValue("Location").orElse("")).endsWith("/incidents");
    }
  }

  @Test
  void listensOutsideOfLoopbackOnlyWithTls() {
    Path folder = data.resolve("tls");
    assertThatThrownBy(() -> new WebConfig("0.0.0.0", 0, new Transport.Plain(), data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("address (0.0.0.0) of web must be loopback as long as");
    assertThat(new WebConfig("::1", 0, new Transport.Plain(), data).address()).isEqualTo("::1");
    assertThat(new WebConfig("0.0.0.0", 0, new Transport.SelfSigned(folder), data).address())
        .isEqualTo("0.0.0.0");
  }

  @Test
  void makesItsOwnCertificateOnceAndTellsItsFingerprint() throws Exception {
    Path folder = data.resolve("own-tls");
    WebConfig config = new WebConfig("127.0.0.1", 0, new Transport.SelfSigned(folder), data);
    String fingerprint;
    try (WebServer server = WebServer.start(bench.house, config)) {
      fingerprint = server.certificateFingerprint();
      assertThat(server.url()).startsWith("https://");
    }
    assertThat(fingerprint).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    assertThat(Files.getPosixFilePermissions(folder.resolve("private-key.pem"))).hasSize(2);
    assertThat(Certificate.selfSigned(folder, "127.0.0.1", bench.clock).fingerprint())
        .isEqualTo(fingerprint);
  }

  @Test
  void healthIsOpenOnTheSameMachineAndTellsNoDetails() {
    assertThat(bench.browser().get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void metersTellOfThePlatform() {
    String metrics =
        bench
            .browser()
            .get("/metrics", "Authorization", "Bearer " + tokens.get(Role.VIEWER))
            .body();
    assertThat(
            Stream.of(
                "testudo_log_facts ",
                "testudo_incidents ",
                "testudo_findings_total ",
                "testudo_source_events_total{source=\"edge\"} 118000.0",
                "testudo_source_parked_total{source=\"edge\"} 3.0",
                "testudo_source_lag_seconds{source=\"edge\"} 2.0"))
        .allMatch(metrics::contains);
  }
}
