package io.testudo.suricata;

import java.util.List;
import java.util.Map;

/**
 * A rule that holds.
 *
 * @param action what the rule wants to happen: {@code alert, pass, drop, reject}
 * @param priority how urgent its class is, 1 first
 * @param timeNanos when, in nanoseconds since 1970
 * @param packet the packet's ordinal, or 0 if the end of a conversation settled it
 * @param protocol IANA's number of the transport
 * @param application the application protocol, or an empty text
 * @param isToServer whether the one who opened the conversation sent it
 * @param evidence a bounded copy of what was seen
 */
public record Alert(
    String action,
    long gid,
    long sid,
    long revision,
    String message,
    String classType,
    int priority,
    List<String> references,
    Map<String, List<String>> metadata,
    long timeNanos,
    long packet,
    String source,
    int sourcePort,
    String destination,
    int destinationPort,
    int protocol,
    String application,
    boolean isToServer,
    Evidence evidence) {

  /**
   * A bounded copy of what was seen.
   *
   * @param payload octets of the packet or the stream
   * @param message what of the message is text, by the name that rules know
   */
  public record Evidence(byte[] payload, Map<String, String> message) {
    /** Copies the map; the octets are not copied. */
    public Evidence {
      message = Map.copyOf(message);
    }
  }
}
