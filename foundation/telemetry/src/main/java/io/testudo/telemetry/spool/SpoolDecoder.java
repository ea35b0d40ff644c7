package io.testudo.telemetry.spool;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.syslog.SyslogDecoder;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the records of a segment as of when and whence they came: the syslog messages within, and
 * datagrams of flow exporters, whose flows come by a way of their own.
 */
public final class SpoolDecoder implements RecordDecoder {

  /** Takes the datagrams of flow exporters. */
  @FunctionalInterface
  public interface FlowExports {

    /**
     * Takes a datagram.
     *
     * @param exporter the sender's address
     */
    void datagram(Origin origin, String exporter, SpooledMessage message)
        throws MalformedRecordException;
  }

  private final SyslogDecoder messages;
  private final FlowExports exports;

  /** Decodes the messages by {@code messages}, and hands on the datagrams of exporters. */
  public SpoolDecoder(SyslogDecoder messages, FlowExports exports) {
    this.messages = messages;
    this.exports = exports;
  }

  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    SpooledMessage message = SpooledMessage.decode(bytes, from, length);
    if (message == null) {
      throw new MalformedRecordException("is cut short or not confirmed by its checksum");
    }
    return decode(origin, message);
  }

  /** The event that a message tells of, or null if it was handed on. */
  public @Nullable Event decode(Origin origin, SpooledMessage message)
      throws MalformedRecordException {
    if (message.transport() == SpooledMessage.Transport.FLOW_EXPORT) {
      exports.datagram(origin, host(message.peer()), message);
      return null;
    }
    if (message.transport() == SpooledMessage.Transport.TCP_CUT) {
      throw new MalformedRecordException("was longer than a message may be");
    }
    messages.received(message.received(), host(message.peer()));
    return messages.decode(origin, message.bytes(), 0, message.bytes().length);
  }

  private static String host(String peer) {
    int colon = peer.lastIndexOf(':');
    String host = colon < 0 ? peer : peer.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public long replaced() {
    return messages.replaced();
  }
}
