package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.ocsf.OcsfStatus;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Zeek's dns, http, ssh and notice logs; other logs have no class of their own here. */
final class ZeekMapping {

  private ZeekMapping() {}

  static @Nullable OcsfEvent of(RecordFields fields, OcsfProduct product) {
    Instant time = fields.record().time();
    return switch (fields.record().source().service()) {
      case "dns" -> dns(fields, time, product);
      case "http" -> http(fields, time, product);
      case "ssh" -> ssh(fields, time, product);
      case "notice" -> notice(fields, time, product);
      default -> null;
    };
  }

  private static boolean addEnds(RecordFields fields, OcsfEvent event) {
    return NetworkParts.addEnds(
        event,
        fields.endpoint("id.orig_h", "", "id.orig_p"),
        fields.endpoint("id.resp_h", "", "id.resp_p"),
        fields.text("proto"));
  }

  private static @Nullable OcsfEvent dns(RecordFields fields, Instant time, OcsfProduct product) {
    boolean answered = fields.record().fields().get("rcode_name") != null;
    OcsfEvent event =
        OcsfEvent.of(
            answered ? OcsfActivity.DNS_TRAFFIC : OcsfActivity.DNS_QUERY,
            OcsfSeverity.INFORMATIONAL,
            time,
            product);
    if (!addEnds(fields, event)) {
      return null;
    }
    String query = fields.text("query");
    if (query != null) {
      event.set(
          "query",
          OcsfObject.empty()
              .set("hostname", query)
              .setIfKnown("type", fields.text("qtype_name"))
              .setIfKnown("class", fields.text("qclass_name")));
      event.observable(OcsfObservable.HOSTNAME, "query.hostname", query);
    }
    if (fields.record().fields().get("answers") instanceof Value.Many answers) {
      fields.map("answers");
      answers.values().stream()
          .filter(answer -> answer instanceof Value.Text)
          .forEach(
              answer -> event.add("answers", OcsfObject.empty().set("rdata", answer.toString())));
    }
    return event;
  }

  private static @Nullable OcsfEvent http(RecordFields fields, Instant time, OcsfProduct product) {
    String method = fields.text("method");
    OcsfEvent event =
        OcsfEvent.of(NetworkParts.httpActivity(method), OcsfSeverity.INFORMATIONAL, time, product);
    OcsfObject request =
        NetworkParts.request(method)
            .setIfKnown("user_agent", fields.text("user_agent"))
            .setIfKnown("referrer", fields.text("referrer"))
            .set("url", NetworkParts.url(fields.text("host"), fields.text("uri")));
    OcsfObject response = response(fields.whole("status_code", 999), fields.text("status_msg"));
    if (!addEnds(fields, event) || (request.isEmpty() && response.isEmpty())) {
      return null;
    }
    return event.set("http_request", request).set("http_response", response);
  }

  private static OcsfObject response(@Nullable Long code, @Nullable String message) {
    return code == null
        ? OcsfObject.empty()
        : OcsfObject.empty().set("code", code).setIfKnown("message", message);
  }

  private static @Nullable OcsfEvent ssh(RecordFields fields, Instant time, OcsfProduct product) {
    Value success = fields.record().fields().get("auth_success");
    OcsfEvent event =
        OcsfEvent.of(OcsfActivity.SSH_OPEN, OcsfSeverity.INFORMATIONAL, time, product);
    if (!addEnds(fields, event)) {
      return null;
    }
    if (success instanceof Value.Truth truth) {
      fields.map("auth_success");
      event.status(truth.holds() ? OcsfStatus.ACTIVITY_SUCCESS : OcsfStatus.ACTIVITY_FAILURE);
    }
    return event.setIfKnown("protocol_ver", fields.text("version"));
  }

  private static OcsfEvent notice(RecordFields fields, Instant time, OcsfProduct product) {
    String note = fields.text("note");
    String message = fields.text("msg");
    return OcsfEvent.of(OcsfActivity.DETECTION_FINDING_CREATE, OcsfSeverity.UNKNOWN, time, product)
        .setIfKnown("message", message)
        .set(
            "finding_info",
            OcsfObject.empty()
                .set("uid", fields.record().origin().toString())
                .set("title", note == null ? "Zeek notice" : note)
                .setIfKnown("desc", message))
        .add(
            "evidences",
            OcsfObject.empty()
                .set("src_endpoint", fields.endpoint("src", "", ""))
                .set("dst_endpoint", fields.endpoint("dst", "", "p")));
  }
}
