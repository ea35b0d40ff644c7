package io.testudo.telemetry.spool;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.syslog.SyslogDecoder;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;

/**
 * Decodes the records of a segment: the syslog messages within, as of when and whence they came.
 */
public final class SpoolDecoder implements RecordDecoder {

  private final SyslogDecoder messages;

  /** Decodes the messages by {@code messages}. */
  public SpoolDecoder(SyslogDecoder messages) {
    this.messages = messages;
  }

  @Override
  public Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    SpooledMessage message = SpooledMessage.decode(bytes, from, length);
    if (message == null) {
      throw new MalformedRecordException("is cut short or not confirmed by its checksum");
    }
    return decode(origin, message);
  }

  /** The event that a message tells of. */
  public Event decode(Origin origin, SpooledMessage message) throws MalformedRecordException {
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
