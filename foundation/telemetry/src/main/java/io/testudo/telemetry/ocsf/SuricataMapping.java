package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Suricata's alerts, dns, http and ssh; other types have no class of their own here. */
final class SuricataMapping {

  private SuricataMapping() {}

  static @Nullable OcsfEvent of(RecordFields fields, OcsfProduct product) {
    Instant time = fields.record().time();
    return switch (fields.record().source().category()) {
      case "alert" -> alert(fields, time, product);
      case "dns" -> dns(fields, time, product);
      case "http" -> http(fields, time, product);
      case "ssh" ->
          withEnds(
              fields,
              OcsfEvent.of(OcsfActivity.SSH_OPEN, OcsfSeverity.INFORMATIONAL, time, product));
      default -> null;
    };
  }

  private static OcsfObject source(RecordFields fields) {
    return fields.endpoint("src_ip", "", "src_port");
  }

  private static OcsfObject destination(RecordFields fields) {
    return fields.endpoint("dest_ip", "", "dest_port");
  }

  private static @Nullable OcsfEvent withEnds(RecordFields fields, OcsfEvent event) {
    return NetworkParts.addEnds(event, source(fields), destination(fields), fields.text("proto"))
        ? event
        : null;
  }

  private static OcsfEvent alert(RecordFields fields, Instant time, OcsfProduct product) {
    String signature = fields.text("alert.signature");
    Long id = fields.whole("alert.signature_id");
    return OcsfEvent.of(
            OcsfActivity.DETECTION_FINDING_CREATE,
            NetworkParts.severity(fields.whole("alert.severity")),
            time,
            product)
        .setIfKnown("message", signature)
        .set(
            "finding_info",
            OcsfObject.empty()
                .set("uid", fields.record().origin().toString())
                .set("title", signature == null ? "Suricata alert" : signature)
                .set(
                    "analytic",
                    id == null
                        ? OcsfObject.empty()
                        : OcsfObject.empty()
                            .code("type_id", 1, "Rule")
                            .set("uid", id.toString())
                            .setIfKnown("version", fields.text("alert.rev"))))
        .add(
            "evidences",
            OcsfObject.empty()
                .set("src_endpoint", source(fields))
                .set("dst_endpoint", destination(fields)));
  }

  private static @Nullable OcsfEvent dns(RecordFields fields, Instant time, OcsfProduct product) {
    String type = fields.text("dns.type");
    boolean answer = "answer".equals(type) || "response".equals(type);
    String name = fields.text("dns.rrname");
    if (name == null
        && fields.record().fields().find("dns.queries") instanceof Value.Many queries
        && !queries.values().isEmpty()
        && queries.values().getFirst() instanceof Fields first
        && first.get("rrname") instanceof Value.Text text) {
      name = text.text();
    }
    OcsfEvent event =
        OcsfEvent.of(
            answer ? OcsfActivity.DNS_RESPONSE : OcsfActivity.DNS_QUERY,
            OcsfSeverity.INFORMATIONAL,
            time,
            product);
    if (name != null && !name.isEmpty()) {
      event.set(
          "query",
          OcsfObject.empty().set("hostname", name).setIfKnown("type", fields.text("dns.rrtype")));
      event.observable(OcsfObservable.HOSTNAME, "query.hostname", name);
    }
    return withEnds(fields, event);
  }

  private static @Nullable OcsfEvent http(RecordFields fields, Instant time, OcsfProduct product) {
    String method = fields.text("http.http_method");
    OcsfObject request =
        NetworkParts.request(method)
            .setIfKnown("user_agent", fields.text("http.http_user_agent"))
            .setIfKnown("referrer", fields.text("http.http_refer"))
            .set("url", NetworkParts.url(fields.text("http.hostname"), fields.text("http.url")));
    Long status = fields.whole("http.status", 999);
    OcsfObject response =
        status == null ? OcsfObject.empty() : OcsfObject.empty().set("code", status);
    if (request.isEmpty() && response.isEmpty()) {
      return null;
    }
    return withEnds(
        fields,
        OcsfEvent.of(NetworkParts.httpActivity(method), OcsfSeverity.INFORMATIONAL, time, product)
            .set("http_request", request)
            .set("http_response", response));
  }
}
