package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.ocsf.OcsfStatus;
import org.jspecify.annotations.Nullable;

/** Log-ins, log-outs and changes of identity that daemons report, as authentication (3002). */
final class LinuxMapping {

  private LinuxMapping() {}

  static @Nullable OcsfEvent of(RecordFields fields, OcsfProduct product) {
    if (fields.record().source().service().equals("sysmon")) {
      return WindowsMapping.sysmon(fields, product);
    }
    OcsfActivity activity =
        switch (fields.record().fields().text("action")) {
          case "login", "session-opened" -> OcsfActivity.AUTHENTICATION_LOGON;
          case "logout", "session-closed" -> OcsfActivity.AUTHENTICATION_LOGOFF;
          case "sudo", "su" -> OcsfActivity.AUTHENTICATION_ACCOUNT_SWITCH;
          default -> null;
        };
    String user = fields.text("user");
    if (activity == null || user == null) {
      return null;
    }
    OcsfEvent event =
        OcsfEvent.of(activity, OcsfSeverity.INFORMATIONAL, fields.record().time(), product)
            .set("user", OcsfObject.empty().set("name", user))
            .set("service", OcsfObject.empty().set("name", service(fields)))
            .set("src_endpoint", fields.endpoint("src_ip", "", "src_port"))
            .setIfKnown("message", fields.text("message"));
    if (!fields.record().host().isEmpty()) {
      event.set("dst_endpoint", OcsfObject.empty().set("hostname", fields.record().host()));
    }
    switch (fields.record().fields().text("outcome")) {
      case "success" -> event.status(OcsfStatus.ACTIVITY_SUCCESS);
      case "failure" -> event.status(OcsfStatus.ACTIVITY_FAILURE);
      default -> {}
    }
    return event;
  }

  private static String service(RecordFields fields) {
    String service = fields.record().source().service();
    return service.isEmpty() ? "syslog" : service;
  }
}
