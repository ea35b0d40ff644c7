package io.testudo.telemetry.zeek;

import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.event.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as the entry of the Zeek log that tells of the same, so that whatever is written for
 * Zeek's logs, rules above all, holds for what is read from packets.
 */
public final class MessageRecord {

  private MessageRecord() {}

  /** The entry; of product {@code zeek}, with the name of the log as service. */
  public static LogRecord of(Message message) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("ts", new Value.Text(message.time().toString()));
    put(fields, "id.orig_", message.originator());
    put(fields, "id.resp_", message.responder());
    fields.put("proto", new Value.Text(message.transport() == Flow.TCP ? "tcp" : "udp"));
    fields.putAll(message.fields().asMap());
    if (!message.communityId().isEmpty()) {
      fields.put("community_id", new Value.Text(message.communityId()));
    }
    return new LogRecord(
        message.origin(),
        message.time(),
        new LogSource("zeek", "", log(message.protocol())),
        "",
        Fields.of(fields));
  }

  private static void put(Map<String, Value> fields, String end, Endpoint endpoint) {
    fields.put(end + "h", new Value.Text(endpoint.address().toString()));
    fields.put(end + "p", new Value.Whole(endpoint.port()));
  }

  private static String log(String protocol) {
    return protocol.equals("tls") ? "ssl" : protocol;
  }
}
