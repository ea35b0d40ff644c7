package io.testudo.app.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Sends, as bytes over a socket, what no well-meaning program sends. Each is refused as the
 * sender's fault, in the house's form, and none is logged as ours.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("listens to everything that is logged")
class MalformedRequestsTest {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final Pattern TYPE = Pattern.compile("(?i)content-type: ?([^\r;]*)");
  private static final Pattern SECRET = Pattern.compile("<code class=\"secret\"[^>]*>([^<]+)<");
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String VERDICTS = "/api/v1/verdicts";
  private static final String INCIDENTS = "/api/v1/incidents";
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @TempDir static Path data;
  private Bench bench;
  private String token;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  /**
   * One request.
   *
   * @param what is wrong with it
   * @param path decides the form of the answer
   * @param bytes all of it, with {@code TOKEN} where the token is to be
   * @param statuses the answers that are right
   */
  private record Bad(String what, String path, String bytes, List<Integer> statuses) {
    @Override
    public String toString() {
      return what + " at " + path;
    }
  }

  @BeforeAll
  void start() {
    bench = new Bench(data);
    String page =
        bench
            .admin()
            .post("/account/tokens", Map.of("label", "test", "role", "ADMIN", "days", "1"))
            .body();
    Matcher secret = SECRET.matcher(page);
    assertThat(secret.find()).as(page).isTrue();
    token = secret.group(1);
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @BeforeEach
  void listen() {
    logged.start();
    ROOT.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    ROOT.detachAppender(logged);
    logged.list.clear();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everywhere")
  void isRefusedWithoutASession(Bad request) throws IOException {
    refused(request, "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"everywhere", "toPrograms"})
  void isRefusedWithAToken(Bad request) throws IOException {
    refused(request, "Authorization: Bearer " + token + "\r\n");
  }

  private void refused(Bad request, String credentials) throws IOException {
    String answer = answer(request.bytes.replace("TOKEN", credentials));
    Matcher status = STATUS.matcher(answer);
    assertThat(status.lookingAt()).as(answer).isTrue();
    assertThat(Integer.parseInt(status.group(1))).as(answer).isIn(request.statuses);
    Matcher type = TYPE.matcher(answer);
    assertThat(type.find()).as(answer).isTrue();
    assertThat(type.group(1))
        .isEqualTo(request.path.startsWith("/api/") ? "application/problem+json" : "text/html");
    assertThat(answer)
        .doesNotContain("Tomcat", "Exception", "org.apache")
        .contains(request.path.startsWith("/api/") ? "\"detail\":" : "· Testudo</title>");
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
  }

  private String answer(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), bench.server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String request(String method, String target, String headers, String body) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTOKEN"
        + headers
        + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
        + "\r\n"
        + body;
  }

  private static Bad get(String what, String path, String after, String headers, int... statuses) {
    return new Bad(what, path, request("GET", path + after, headers, ""), list(statuses));
  }

  private static Bad post(String what, String path, String headers, String body, int... statuses) {
    return new Bad(what, path, request("POST", path, headers, body), list(statuses));
  }

  private static List<Integer> list(int... statuses) {
    return Arrays.stream(statuses).boxed().toList();
  }

  static Stream<Bad> everywhere() {
    return Stream.of("/login", VERDICTS)
        .flatMap(
            path -> Stream.concat(parameters(path), Stream.concat(targets(path), frames(path))));
  }

  private static Stream<Bad> parameters(String path) {
    return Stream.of(
        post("30,000 parameters", path, FORM, "a&".repeat(30_000), 400),
        post("200,000 parameters", path, FORM, "a&".repeat(200_000), 413),
        post("broken percent-encoding in a form", path, FORM, "username=%zz&password=%", 400),
        get("broken percent-encoding in the query", path, "?page=%zz", "", 400),
        get("a query that is no UTF-8", path, "?q=%ff%fe", "", 400),
        get("a NUL in the query", path, "?q=a%00b", "", 400),
        get("a NUL in a parameter's name", path, "?a%00=b", "", 400),
        post("a NUL in a form", path, FORM, "username=%00&password=x", 400),
        post(
            "multipart cut off",
            path,
            multipart("; boundary=x"),
            "--x\r\nContent-Disp",
            403,
            405,
            415),
        post("multipart without boundary", path, multipart(""), "--x\r\n", 403, 405, 415),
        post("compressed content", path, FORM + "Content-Encoding: gzip\r\n", "\u001f\u008b", 415),
        post("an unknown encoding", path, JSON + "Content-Encoding: frob\r\n", "{}", 415),
        post(
            "an unknown charset",
            path,
            FORM.strip() + ";charset=nope\r\n",
            "a=b",
            400,
            403,
            405,
            415),
        post("a content type that is none", path, "Content-Type: nonsense\r\n", "a", 403, 405, 415),
        post(
            "a content type that nobody takes",
            path,
            "Content-Type: image/png\r\n",
            "a",
            403,
            405,
            415));
  }

  private static String multipart(String rest) {
    return "Content-Type: multipart/form-data" + rest + "\r\n";
  }

  private static Stream<Bad> targets(String path) {
    return Stream.of(
        get("an encoded slash", path, "/%2f..%2f", "", 400),
        get("an encoded NUL", path, "/%00", "", 400),
        get("a broken encoding", path, "/%zz", "", 400),
        get("a path parameter", path, ";a=b", "", 400),
        get("a path above the root", path, "/../../../../../etc/passwd", "", 400),
        new Bad("an unknown method", path, request("FROB", path, "", ""), List.of(400, 405)),
        new Bad("TRACE", path, request("TRACE", path, "", ""), List.of(405)),
        new Bad("PUT", path, request("PUT", path, JSON, "{}"), List.of(403, 404, 405)));
  }

  private static Stream<Bad> frames(String path) {
    return Stream.of(
        get("a header of 40 kB", path, "", "X: " + "a".repeat(40_000) + "\r\n", 400, 431),
        get("500 headers", path, "", "X: a\r\n".repeat(500), 400, 431),
        get("a NUL in a header", path, "", "X: a\0b\r\n", 400),
        post("a length below zero", path, FORM + "Content-Length: -5\r\n", "", 400),
        post("a length that is no number", path, FORM + "Content-Length: x\r\n", "", 400),
        post("a length beyond all numbers", path, length("9".repeat(20)), "", 400),
        post("two lengths", path, length("1") + length("2"), "", 400),
        post("chunks that are none", path, FORM + "Transfer-Encoding: chunked\r\n\r\nzz", "", 411),
        post(
            "chunks and a length", path, FORM + "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 411),
        // What RFC 9112 asks for where a transfer coding or a version is not known.
        post("an unknown transfer coding", path, FORM + "Transfer-Encoding: frob\r\n", "", 501),
        new Bad(
            "an unknown version",
            path,
            "GET " + path + " HTTP/9.9\r\nHost: x\r\n\r\n",
            List.of(505)),
        post("an expectation nobody meets", path, FORM + "Expect: frob\r\n", "a", 417),
        new Bad("no host", path, "GET " + path + " HTTP/1.1\r\n\r\n", List.of(400)),
        new Bad(
            "a host that is none",
            path,
            "GET " + path + " HTTP/1.1\r\nHost: a b\r\n\r\n",
            List.of(400)));
  }

  private static String length(String value) {
    return "Content-Length: " + value + "\r\n";
  }

  static Stream<Bad> toPrograms() {
    return Stream.of(
        get("an offset that is no number", INCIDENTS, "?offset=x", "", 400),
        get("an offset beyond all numbers", INCIDENTS, "?offset=" + "9".repeat(40), "", 400),
        get("the largest offset", INCIDENTS, "?offset=2147483647&limit=200", "", 400),
        get("an offset below zero", INCIDENTS, "?offset=-1", "", 400),
        get("a place that is no number", "/api/v1/findings", "?before=x", "", 400),
        get(
            "a place beyond all numbers",
            "/api/v1/log/facts",
            "?before=" + "9".repeat(40),
            "",
            400),
        get("an id of 5,000 letters", INCIDENTS + "/" + "a".repeat(5_000), "", "", 404),
        get("a form that is not had", INCIDENTS, "", "Accept: image/png\r\n", 406),
        get("a wish that is none", INCIDENTS, "", "Accept: ///;;q=zz\r\n", 406),
        post("JSON that ends too soon", VERDICTS, JSON, "{", 400),
        post("JSON without an end of nesting", VERDICTS, JSON, "[".repeat(30_000), 400),
        post("JSON that is no UTF-8", VERDICTS, JSON, "{\"incidentId\":\"\u00ff\u00fe\"}", 400),
        post("a number in place of an id", VERDICTS, JSON, verdict("1e999999999"), 404),
        post("a NUL in an id", VERDICTS, JSON, verdict("\"a\\u0000\""), 404),
        post("half a character in an id", VERDICTS, JSON, verdict("\"\\ud800\""), 404));
  }

  private static String verdict(String incidentId) {
    return "{\"incidentId\":" + incidentId + ",\"verdict\":\"BENIGN\",\"comment\":\"\"}";
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatHasNoPathIsAnsweredWithAPage(Bad request) throws IOException {
    refused(request, "");
  }

  static Stream<Bad> unreadable() {
    return Stream.of(
        new Bad("illegal characters", "", request("GET", "/api/<>\"|{}", "", ""), List.of(400)),
        new Bad(
            "TLS where there is none",
            "",
            "\u0016\u0003\u0001\u0002\0\u0001\r\n\r\n",
            List.of(400)),
        new Bad("a line that is none", "", "nonsense\r\n\r\n", List.of(400)));
  }
}
