package io.testudo.app.web;

import io.testudo.vocabulary.entity.IpAddress;
import java.nio.file.Path;

/**
 * Where the console and REST listen, and how.
 *
 * @param address a numeric address; anything but loopback asks for a transport with TLS
 * @param port 0 for any free port
 * @param transport plain or TLS
 * @param dataFolder whose size and free space the page About shows
 */
public record WebConfig(String address, int port, Transport transport, Path dataFolder) {

  /** How bytes travel. */
  public sealed interface Transport {

    /** Without encryption, on loopback alone. */
    record Plain() implements Transport {}

    /**
     * TLS with the operator's own certificate.
     *
     * @param certificate PEM chain
     * @param privateKey PEM key of the certificate
     */
    record Certified(Path certificate, Path privateKey) implements Transport {}

    /**
     * TLS with a certificate that is made at the first start and kept.
     *
     * @param folder where certificate and key are kept, readable by their owner alone
     */
    record SelfSigned(Path folder) implements Transport {}
  }

  public WebConfig {
    IpAddress parsed = IpAddress.parseOrNull(address);
    if (parsed == null) {
      throw new IllegalArgumentException(
          "address (" + address + ") of web must be a numeric address");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port (" + port + ") of web must be in 0..65535");
    }
    if (transport instanceof Transport.Plain && !isLoopback(parsed)) {
      throw new IllegalArgumentException(
          "address ("
              + address
              + ") of web must be loopback as long as there is no TLS"
              + "\nMaybe set web.certificate and web.privateKey, or web.address to 127.0.0.1.");
    }
  }

  /** Plain, on this port of loopback. */
  public static WebConfig loopback(int port, Path dataFolder) {
    return new WebConfig("127.0.0.1", port, new Transport.Plain(), dataFolder);
  }

  private static boolean isLoopback(IpAddress address) {
    return address.version() == 4
        ? address.low() >>> 24 == 127
        : address.high() == 0 && address.low() == 1;
  }
}
