package io.testudo.ports.json;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowExport;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.event.Traffic;
import io.testudo.vocabulary.event.Value;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Events as JSON for people and evidence: a log record as its original fields, a flow as its
 * components.
 */
public final class EventJson {

  private static final JsonFactory JSON = new JsonFactory();

  private EventJson() {}

  /** The event as one JSON object. */
  public static String write(Event event) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      switch (event) {
        case LogRecord log -> write(log.fields(), out);
        case Flow flow -> write(flow, out);
        case Message message -> write(message, out);
      }
    }
    return text.toString();
  }

  private static void write(Flow flow, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("time", flow.time().toString());
    out.writeStringProperty("end", flow.end().toString());
    out.writeNumberProperty("protocol", flow.protocol());
    out.writeStringProperty("service", flow.service());
    out.writeStringProperty("state", flow.state().code());
    out.writeStringProperty("originator", flow.originator().address().toString());
    out.writeNumberProperty("originatorPort", flow.originator().port());
    out.writeStringProperty("responder", flow.responder().address().toString());
    out.writeNumberProperty("responderPort", flow.responder().port());
    out.writeName("forward");
    write(flow.forward(), out);
    out.writeName("backward");
    write(flow.backward(), out);
    out.writeStringProperty("communityId", flow.communityId());
    if (!flow.export().equals(FlowExport.NONE)) {
      write(flow.export(), out);
    }
    out.writeEndObject();
  }

  private static void write(Message message, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("time", message.time().toString());
    out.writeStringProperty("protocol", message.protocol());
    out.writeNumberProperty("transport", message.transport());
    out.writeStringProperty("originator", message.originator().address().toString());
    out.writeNumberProperty("originatorPort", message.originator().port());
    out.writeStringProperty("responder", message.responder().address().toString());
    out.writeNumberProperty("responderPort", message.responder().port());
    out.writeStringProperty("communityId", message.communityId());
    out.writeName("fields");
    write(message.fields(), out);
    out.writeEndObject();
  }

  private static void write(FlowExport export, JsonGenerator out) {
    out.writeStringProperty("exporter", export.exporter());
    out.writeNumberProperty("domain", export.domain());
    out.writeNumberProperty("input", export.input());
    out.writeNumberProperty("output", export.output());
    out.writeNumberProperty("sampling", export.sampling());
  }

  private static void write(Traffic traffic, JsonGenerator out) {
    out.writeStartObject();
    out.writeNumberProperty("packets", traffic.packets());
    out.writeNumberProperty("ipBytes", traffic.ipBytes());
    out.writeNumberProperty("payloadBytes", traffic.payloadBytes());
    out.writeNumberProperty("tcpFlags", traffic.tcpFlags());
    out.writeEndObject();
  }

  private static void write(Value value, JsonGenerator out) {
    switch (value) {
      case Value.Text text -> out.writeString(text.text());
      case Value.Whole whole -> out.writeNumber(whole.number());
      case Value.Real real -> out.writeNumber(real.number());
      case Value.Truth truth -> out.writeBoolean(truth.holds());
      case Value.Nothing nothing -> out.writeNull();
      case Value.Many many -> {
        out.writeStartArray();
        many.values().forEach(member -> write(member, out));
        out.writeEndArray();
      }
      case Fields fields -> {
        out.writeStartObject();
        fields
            .asMap()
            .forEach(
                (name, member) -> {
                  out.writeName(name);
                  write(member, out);
                });
        out.writeEndObject();
      }
    }
  }
}
