package io.testudo.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.cli.LaunchedProgram;
import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.Platform;
import io.testudo.postgres.DatabaseAddress;
import io.testudo.postgres.server.PostgresServer;
import io.testudo.postgres.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A house whose facts lie in a PostgreSQL server that it did not start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnDatabaseTest {

  private static final String WRONG = "not-the-password";

  @TempDir static Path folder;
  private PostgresServer server;

  @BeforeAll
  void startTheOperatorsServer() {
    server = new PostgresServer(folder.resolve("operators-server"), ServerSettings.defaults());
    server.start();
  }

  @AfterAll
  void stopTheOperatorsServer() {
    server.close();
  }

  private Path configured(String name, String url, String password) throws IOException {
    Path data = Files.createDirectories(folder.resolve(name));
    Files.writeString(data.resolve("db-password"), password + "\n");
    Files.writeString(
        data.resolve("testudo.yaml"),
        "database:\n  url: "
            + url
            + "\n  user: "
            + server.database().user()
            + "\n  passwordFile: db-password\n");
    return data;
  }

  @Test
  void aFirstStartMakesTheSchemaAndARestartFindsItsFacts() throws Exception {
    DatabaseAddress address = server.database();
    Path data = configured("house", address.url(), address.password().reveal());
    LaunchedProgram early = verify(data);
    assertThat(early.exitCode()).as(early.err()).isEqualTo(2);
    long facts;
    try (Platform platform = open(data);
        WebServer web = WebServer.start(platform.house(), WebConfig.loopback(0, data))) {
      platform.start();
      String once = Objects.requireNonNull(web.oneTimePassword());
      Browser browser = new Browser(web.url());
      assertThat(browser.logIn("admin", once)).isTrue();
      browser.changePassword(once, Bench.ADMIN_PASSWORD);
      facts = platform.house().log().size();
      assertThat(facts).isGreaterThan(1);
      LaunchedProgram beside = verify(data);
      assertThat(beside.exitCode()).as(beside.err()).isZero();
      assertThat(beside.out()).startsWith("intact  ");
    }
    assertThat(data.resolve("postgres")).as("no server of its own").doesNotExist();
    try (Platform platform = open(data);
        WebServer web = WebServer.start(platform.house(), WebConfig.loopback(0, data))) {
      assertThat(web.oneTimePassword()).isNull();
      assertThat(platform.house().log().size()).isGreaterThanOrEqualTo(facts);
      assertThat(platform.house().log().read(0, 1)).hasSize(1);
      assertThat(new Browser(web.url()).logIn("admin", Bench.ADMIN_PASSWORD)).isTrue();
    }
  }

  private static Platform open(Path data) {
    return Platform.open(data, TestudoConfig.load(data), InstantSource.system(), remark -> {});
  }

  private static LaunchedProgram verify(Path data) throws Exception {
    return LaunchedProgram.run(folder, "log", "verify", "--data", data.toString());
  }

  private static LaunchedProgram serve(Path data) throws Exception {
    return LaunchedProgram.run(folder, "serve", "--data", data.toString(), "--port", "0");
  }

  @Test
  void aWrongPasswordIsToldInOneLineWithoutThePassword() throws Exception {
    Path data = configured("refused", server.database().url(), WRONG);
    LaunchedProgram run = serve(data);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("testudo: database (jdbc:postgresql://")
        .contains("must let user (testudo) in", "password authentication failed")
        .doesNotContain(WRONG, "sslmode");
  }

  @Test
  void aDatabaseThatIsNotThereIsToldInOneLine() throws Exception {
    String url = server.database().url().replaceFirst("/testudo\\?", "/another?");
    LaunchedProgram run = serve(configured("another", url, server.database().password().reveal()));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("must let user", "another");
  }

  /** Takes as long as the program has patience with a server that may just be starting. */
  @Test
  void aServerThatDoesNotAnswerIsToldInOneLine() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    LaunchedProgram run =
        serve(configured("silent", "jdbc:postgresql://127.0.0.1:" + port + "/testudo", "x"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("127.0.0.1:" + port, "refused");
  }
}
