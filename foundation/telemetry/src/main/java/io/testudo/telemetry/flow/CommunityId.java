package io.testudo.telemetry.flow;

import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The Community ID of a conversation: a name that every recorder gives to the same flow, so that
 * their records can be joined.
 *
 * <p>Source: Corelight, Community ID Flow Hashing, version 1, with seed 0. The name is the SHA-1 of
 * both ends, the lower first, and the protocol. Ports count for TCP, UDP and SCTP, type and
 * counterpart or code for ICMP; other protocols have none.
 */
public final class CommunityId {

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;

  private CommunityId() {}

  /**
   * The name of the conversation between two ends, in either order.
   *
   * @param protocol IANA protocol number
   * @param source who sent; for ICMP its port is the type
   * @param destination the other end; for ICMP its port is the code
   */
  public static String of(int protocol, Endpoint source, Endpoint destination) {
    FlowKey key = new FlowKey();
    key.set(
        source.address().version(),
        protocol,
        source.address().high(),
        source.address().low(),
        source.port(),
        destination.address().high(),
        destination.address().low(),
        destination.port());
    return of(key);
  }

  static String of(FlowKey key) {
    MessageDigest sha1 = sha1();
    sha1.update((byte) 0);
    sha1.update((byte) 0);
    update(sha1, key.firstAddress());
    update(sha1, key.secondAddress());
    sha1.update((byte) key.protocol);
    sha1.update((byte) 0);
    if (hasPorts(key.protocol)) {
      update(sha1, key.firstPort);
      update(sha1, key.secondPort);
    }
    return "1:" + Base64.getEncoder().encodeToString(sha1.digest());
  }

  private static boolean hasPorts(int protocol) {
    return protocol == TCP || protocol == UDP || protocol == SCTP || IcmpTypes.isIcmp(protocol);
  }

  private static void update(MessageDigest sha1, IpAddress address) {
    sha1.update(address.bytes());
  }

  private static void update(MessageDigest sha1, int port) {
    sha1.update((byte) (port >>> 8));
    sha1.update((byte) port);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
