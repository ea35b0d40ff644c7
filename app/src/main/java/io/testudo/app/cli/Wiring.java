package io.testudo.app.cli;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.House;
import io.testudo.app.house.Platform;
import io.testudo.app.web.WebConfig;
import io.testudo.app.web.WebServer;
import io.testudo.ports.UnavailableException;
import io.testudo.vocabulary.entity.IpAddress;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What the commands that serve have in common: from configuration to web server, and the end. */
final class Wiring {

  private Wiring() {}

  /** The web server's configuration; a port that is given here wins. */
  static WebConfig web(TestudoConfig config, Path data, @Nullable Integer port) {
    TestudoConfig.Web web = config.web();
    Path certificate = web.certificate();
    Path privateKey = web.privateKey();
    IpAddress address = IpAddress.parseOrNull(web.address());
    boolean loopback =
        address != null
            && (address.version() == 4
                ? address.low() >>> 24 == 127
                : address.high() == 0 && address.low() == 1);
    WebConfig.Transport transport =
        certificate != null && privateKey != null
            ? new WebConfig.Transport.Certified(certificate, privateKey)
            : loopback
                ? new WebConfig.Transport.Plain()
                : new WebConfig.Transport.SelfSigned(data.resolve("tls"));
    return new WebConfig(web.address(), port == null ? web.port() : port, transport, data);
  }

  /**
   * Starts the web server.
   *
   * @throws UnavailableException if its address cannot be had
   */
  static WebServer serve(House house, WebConfig config) {
    try {
      return WebServer.start(house, config);
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new UnavailableException(
              "port ("
                  + config.port()
                  + ") of web must be free on "
                  + config.address()
                  + ", an address of this machine",
              cause);
        }
      }
      throw e;
    }
  }

  /** Tells where the console is and, the first time, how to get in. */
  static void announce(WebServer web, Terminal terminal) {
    terminal.line("Console:  " + terminal.styled(web.url(), Terminal.Style.BOLD));
    String password = web.oneTimePassword();
    if (password != null) {
      terminal.line(
          "Log in:   admin / "
              + terminal.styled(password, Terminal.Style.BOLD)
              + "   (once; it asks for one of your own)");
    }
    if (!web.certificateFingerprint().isEmpty()) {
      terminal.line("SHA-256 of its certificate: " + web.certificateFingerprint());
    }
    terminal.flush();
  }

  /** Closes both and lets go of whoever waits for the end. */
  static void stop(Platform platform, WebServer web, CountDownLatch stopped) {
    stopped.countDown();
    web.close();
    platform.close();
  }
}
