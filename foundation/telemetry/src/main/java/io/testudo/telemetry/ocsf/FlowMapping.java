package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.ocsf.OcsfStatus;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowExport;
import io.testudo.vocabulary.event.Traffic;

/** A flow as network activity (4001). */
final class FlowMapping {

  private FlowMapping() {}

  static OcsfEvent of(Flow flow, OcsfProduct product) {
    OcsfEvent event =
        OcsfEvent.of(activity(flow), OcsfSeverity.INFORMATIONAL, flow.time(), product)
            .set("start_time", flow.time())
            .set("end_time", flow.end())
            .set("duration", flow.duration().toMillis())
            .set("src_endpoint", endpoint(flow.originator(), flow.protocol()))
            .set("dst_endpoint", endpoint(flow.responder(), flow.protocol()))
            .set("connection_info", connection(flow))
            .set("traffic", traffic(flow.forward(), flow.backward()))
            .set("status_detail", flow.state().code())
            .status(
                flow.state().isEstablished()
                    ? OcsfStatus.ACTIVITY_SUCCESS
                    : flow.state().isAnswered() ? OcsfStatus.UNKNOWN : OcsfStatus.ACTIVITY_FAILURE)
            .metadata(OcsfObject.empty().set("uid", flow.origin().toString()))
            .observable(
                OcsfObservable.IP_ADDRESS,
                "src_endpoint.ip",
                flow.originator().address().toString())
            .observable(
                OcsfObservable.IP_ADDRESS,
                "dst_endpoint.ip",
                flow.responder().address().toString());
    if (!flow.service().isEmpty()) {
      event.set("app_protocol_name", flow.service());
    }
    FlowExport export = flow.export();
    if (!export.equals(FlowExport.NONE)) {
      event
          .unmapped("exporter", export.exporter())
          .unmapped("exporter_domain", Long.toString(export.domain()))
          .unmapped("input_interface", Long.toString(export.input()))
          .unmapped("output_interface", Long.toString(export.output()))
          .unmapped("sampling", Long.toString(export.sampling()));
    }
    return event;
  }

  private static OcsfActivity activity(Flow flow) {
    return switch (flow.state()) {
      case ATTEMPTED, HALF_OPEN, ATTEMPT_RESET -> OcsfActivity.NETWORK_FAIL;
      case REJECTED -> OcsfActivity.NETWORK_REFUSE;
      case ORIGINATOR_RESET, RESPONDER_RESET, RESPONDER_RESET_HALF_SEEN ->
          OcsfActivity.NETWORK_RESET;
      case FINISHED ->
          flow.protocol() == Flow.TCP ? OcsfActivity.NETWORK_CLOSE : OcsfActivity.NETWORK_TRAFFIC;
      case ESTABLISHED, ORIGINATOR_CLOSED, RESPONDER_CLOSED, RESPONDER_HALF_OPEN, MIDSTREAM ->
          OcsfActivity.NETWORK_TRAFFIC;
    };
  }

  private static OcsfObject endpoint(Endpoint end, int protocol) {
    OcsfObject endpoint = OcsfObject.empty().set("ip", end.address().toString());
    boolean hasPort = protocol == Flow.TCP || protocol == Flow.UDP || protocol == 132;
    return hasPort ? endpoint.set("port", end.port()) : endpoint;
  }

  private static OcsfObject connection(Flow flow) {
    OcsfObject connection = OcsfObject.empty().set("protocol_num", flow.protocol());
    String name =
        switch (flow.protocol()) {
          case Flow.TCP -> "tcp";
          case Flow.UDP -> "udp";
          case Flow.ICMP -> "icmp";
          case Flow.ICMP6 -> "ipv6-icmp";
          default -> "";
        };
    if (!name.isEmpty()) {
      connection.set("protocol_name", name);
    }
    if (!flow.communityId().isEmpty()) {
      connection.set("community_uid", flow.communityId());
    }
    return direction(connection, flow.originator().address(), flow.responder().address());
  }

  /** Adds which way the connection went, as far as the addresses tell. */
  static OcsfObject direction(OcsfObject connection, IpAddress from, IpAddress to) {
    if (to.isMulticast()) {
      return connection.code("direction_id", 0, "Unknown");
    }
    if (from.isInternal() && to.isInternal()) {
      return connection.code("direction_id", 3, "Lateral");
    }
    if (from.isInternal()) {
      return connection.code("direction_id", 2, "Outbound");
    }
    return to.isInternal()
        ? connection.code("direction_id", 1, "Inbound")
        : connection.code("direction_id", 0, "Unknown");
  }

  private static OcsfObject traffic(Traffic forward, Traffic backward) {
    return OcsfObject.empty()
        .set("packets_out", forward.packets())
        .set("packets_in", backward.packets())
        .set("packets", forward.packets() + backward.packets())
        .set("bytes_out", bytes(forward))
        .set("bytes_in", bytes(backward))
        .set("bytes", bytes(forward) + bytes(backward));
  }

  private static long bytes(Traffic traffic) {
    return traffic.ipBytes() > 0
        ? traffic.ipBytes()
        : traffic.frameBytes() > 0 ? traffic.frameBytes() : traffic.payloadBytes();
  }
}
