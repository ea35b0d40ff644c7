package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.vocabulary.entity.IpAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the records of network sensors have in common. */
final class NetworkParts {

  private static final Set<String> METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private NetworkParts() {}

  /** Adds both ends and the protocol; false if neither end is known. */
  static boolean addEnds(
      OcsfEvent event, OcsfObject source, OcsfObject destination, @Nullable String protocol) {
    if (source.isEmpty() && destination.isEmpty()) {
      return false;
    }
    event.set("src_endpoint", source).set("dst_endpoint", destination);
    OcsfObject connection =
        OcsfObject.empty()
            .setIfKnown(
                "protocol_name", protocol == null ? null : protocol.toLowerCase(Locale.ROOT));
    IpAddress from = ip(source);
    IpAddress to = ip(destination);
    if (from != null && to != null) {
      FlowMapping.direction(connection, from, to);
    } else {
      connection.code("direction_id", 0, "Unknown");
    }
    event.set("connection_info", connection);
    observe(event, from, "src_endpoint.ip");
    observe(event, to, "dst_endpoint.ip");
    return true;
  }

  private static @Nullable IpAddress ip(OcsfObject endpoint) {
    return IpAddress.parseOrNull(endpoint.toJson().path("ip").asString(""));
  }

  private static void observe(OcsfEvent event, @Nullable IpAddress ip, String path) {
    if (ip != null) {
      event.observable(OcsfObservable.IP_ADDRESS, path, ip.toString());
    }
  }

  /** The activity that an HTTP method is. */
  static OcsfActivity httpActivity(@Nullable String method) {
    return switch (method == null ? "" : method.toUpperCase(Locale.ROOT)) {
      case "CONNECT" -> OcsfActivity.HTTP_CONNECT;
      case "DELETE" -> OcsfActivity.HTTP_DELETE;
      case "GET" -> OcsfActivity.HTTP_GET;
      case "HEAD" -> OcsfActivity.HTTP_HEAD;
      case "OPTIONS" -> OcsfActivity.HTTP_OPTIONS;
      case "PATCH" -> OcsfActivity.HTTP_PATCH;
      case "POST" -> OcsfActivity.HTTP_POST;
      case "PUT" -> OcsfActivity.HTTP_PUT;
      case "TRACE" -> OcsfActivity.HTTP_TRACE;
      default -> OcsfActivity.HTTP_UNKNOWN;
    };
  }

  /** Sets the method of a request if the schema knows it. */
  static OcsfObject request(@Nullable String method) {
    String known = method == null ? "" : method.toUpperCase(Locale.ROOT);
    return METHODS.contains(known)
        ? OcsfObject.empty().set("http_method", known)
        : OcsfObject.empty();
  }

  /** An address's parts: host and path as the request names them. */
  static OcsfObject url(@Nullable String host, @Nullable String path) {
    OcsfObject url = OcsfObject.empty().setIfKnown("hostname", host);
    if (path == null) {
      return url.isEmpty() ? url : url.set("path", "/");
    }
    int question = path.indexOf('?');
    url.set("path", question < 0 ? path : path.substring(0, question));
    if (question >= 0) {
      url.set("query_string", path.substring(question + 1));
    }
    return url;
  }

  /** A severity in the words of Suricata, 1 the worst. */
  static OcsfSeverity severity(@Nullable Long priority) {
    return priority == null
        ? OcsfSeverity.UNKNOWN
        : switch (priority.intValue()) {
          case 1 -> OcsfSeverity.HIGH;
          case 2 -> OcsfSeverity.MEDIUM;
          case 3 -> OcsfSeverity.LOW;
          default -> OcsfSeverity.INFORMATIONAL;
        };
  }
}
