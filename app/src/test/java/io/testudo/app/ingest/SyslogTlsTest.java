package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.app.tls.Certificate;
import io.testudo.app.tls.TlsContext;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryEventLog;
import io.testudo.ports.EventLog;
import io.testudo.testkit.Awaited;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syslog under TLS with the clients of others: the JDK's and OpenSSL's. */
class SyslogTlsTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String LINE =
      "<38>Mar  1 10:00:00 web01 sshd[7]: Failed password for root from 192.0.2.1 port 4 ssh2";

  @TempDir private Path data;

  private final EventLog log = new MemoryEventLog(CLOCK, new Random(1));

  private Sources sources(@Nullable Path clientAuthorities) {
    var tls = new SourceConfig.SyslogTls(0, null, null, clientAuthorities);
    Sources sources =
        new Sources(
            List.of(new SourceConfig.Syslog("logs", "127.0.0.1", -1, -1, tls)),
            data.resolve("spool"),
            log,
            Rules.none(),
            IntrusionConfig.defaults(),
            CLOCK,
            Duration.ofSeconds(1));
    sources.start();
    return sources;
  }

  private static InetSocketAddress address(Sources sources) {
    InetSocketAddress address = sources.syslogTls("logs");
    assertThat(address).isNotNull();
    return address;
  }

  private Path ownCertificate() {
    return data.resolve("spool/logs/tls/certificate.pem");
  }

  /** What a client shows, who trusts the source's own certificate. */
  private SSLContext client(String name) {
    return TlsContext.of(
        Certificate.selfSigned(data.resolve(name), "127.0.0.1", CLOCK), ownCertificate());
  }

  private static void send(SSLContext context, InetSocketAddress to, String text)
      throws IOException {
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort())) {
      socket.startHandshake();
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static long records(Sources sources) {
    return sources.statuses().getFirst().records();
  }

  @Test
  void takesCountedMessagesAndLinesFromTheClientOfTheJdk() throws Exception {
    try (Sources sources = sources(null)) {
      SSLContext client = client("client");
      send(client, address(sources), LINE + "\n" + LINE + "\n");
      send(client, address(sources), LINE.length() + " " + LINE + LINE.length() + " " + LINE);

      Awaited.until(() -> records(sources) == 4);
      assertThat(sources.statuses().getFirst().parked()).isZero();
    }
  }

  @Test
  void takesMessagesFromOpenssl() throws Exception {
    try (Sources sources = sources(null)) {
      Process openssl = openssl(address(sources), "-CAfile", ownCertificate().toString());
      try (OutputStream out = openssl.getOutputStream()) {
        out.write((LINE + "\n" + LINE + "\n").getBytes(StandardCharsets.UTF_8));
      }
      assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(openssl.exitValue()).isZero();

      Awaited.until(() -> records(sources) == 2);
    }
  }

  private static Process openssl(InetSocketAddress to, String... more) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "needs the program openssl");
    var command =
        new java.util.ArrayList<>(
            List.of(
                "/usr/bin/openssl",
                "s_client",
                "-quiet",
                "-no_ign_eof",
                "-verify_return_error",
                "-connect",
                "127.0.0.1:" + to.getPort()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void keepsOutClientsWithoutACertificateThatItTrusts() throws Exception {
    Certificate known = Certificate.selfSigned(data.resolve("known"), "127.0.0.1", CLOCK);
    try (Sources sources = sources(known.chain())) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 50; i++) {
                  send(client("stranger"), address(sources), (LINE + "\n").repeat(1000));
                }
              })
          .isInstanceOf(IOException.class);
      send(client("known"), address(sources), LINE + "\n");

      Awaited.until(() -> records(sources) == 1);
      Awaited.until(sources::areSilent);
      assertThat(records(sources)).isEqualTo(1);
    }
  }

  @Test
  void servesOthersWhileClientsThatNeverAgreeAreWaitedFor() throws Exception {
    try (Sources sources = sources(null)) {
      InetSocketAddress to = address(sources);
      try (Socket silent = new Socket(to.getAddress(), to.getPort());
          Socket plain = new Socket(to.getAddress(), to.getPort())) {
        plain.getOutputStream().write((LINE + "\n").getBytes(StandardCharsets.UTF_8));
        send(client("client"), to, LINE + "\n");

        Awaited.until(() -> records(sources) == 1);
        silent.setSoTimeout((int) LONG.toMillis());
        assertThat(endOf(silent)).isTrue();
      }
    }
  }

  /** Whether the other side ends the connection. */
  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
