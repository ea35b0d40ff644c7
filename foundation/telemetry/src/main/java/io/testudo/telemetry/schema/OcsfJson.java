package io.testudo.telemetry.schema;

import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Traffic;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Events of the Open Cybersecurity Schema Framework, ours and those of others. Network activity
 * with numbers becomes a flow; all else becomes a record of the log source that its class says,
 * with the names that rules of that source ask for beside those of the schema. What lies under
 * {@code unmapped} gets back the place that it had.
 *
 * <p>Source: OCSF schema, versions 1.0 to 1.9.
 */
public final class OcsfJson implements Dialect {

  private static final FlowParts.Ends ENDS = new FlowParts.Ends("src_endpoint", "dst_endpoint");

  private static final int FILE_ACTIVITY = 1001;
  private static final int MODULE_ACTIVITY = 1005;
  private static final int PROCESS_ACTIVITY = 1007;
  private static final int AUTHENTICATION = 3002;
  private static final int NETWORK_ACTIVITY = 4001;
  private static final int HTTP_ACTIVITY = 4002;
  private static final int DNS_ACTIVITY = 4003;

  private static final SchemaNames NO_NAMES = SchemaNames.of("EventID metadata.event_code");

  private static final SchemaNames PROCESS =
      SchemaNames.of(
          """
          Image process.file.path process.path process.name
          CommandLine process.cmd_line
          CurrentDirectory process.working_directory
          ProcessId process.pid
          ProcessGuid process.uid
          ParentImage process.parent_process.file.path actor.process.file.path
          ParentCommandLine process.parent_process.cmd_line actor.process.cmd_line
          ParentProcessId process.parent_process.pid actor.process.pid
          User actor.user.name process.user.name""");

  private static final SchemaNames FILE =
      SchemaNames.of(
          """
          TargetFilename file.path file.name
          Image actor.process.file.path actor.process.name
          ProcessId actor.process.pid
          ProcessGuid actor.process.uid
          User actor.user.name""");

  private static final SchemaNames MODULE =
      SchemaNames.of(
          """
          ImageLoaded module.file.path
          Image actor.process.file.path actor.process.name
          User actor.user.name""");

  private static final SchemaNames LOGON =
      SchemaNames.of(
          """
          user user.name
          TargetUserName user.name
          TargetDomainName user.domain
          LogonType logon_type_id
          src_ip src_endpoint.ip
          IpAddress src_endpoint.ip
          src_host src_endpoint.hostname src_endpoint.name
          src_port src_endpoint.port
          Status status_code""");

  private static final SchemaNames CONNECTION =
      SchemaNames.of(
          """
          Image actor.process.file.path actor.process.name
          SourceIp src_endpoint.ip
          SourcePort src_endpoint.port
          DestinationIp dst_endpoint.ip
          DestinationPort dst_endpoint.port
          DestinationHostname dst_endpoint.hostname
          Protocol connection_info.protocol_name
          src_ip src_endpoint.ip
          src_port src_endpoint.port
          dst_ip dst_endpoint.ip
          dst_port dst_endpoint.port""");

  private static final SchemaNames HTTP =
      SchemaNames.of(
          """
          c-uri http_request.url.url_string http_request.url.text http_request.url.path
          cs-host http_request.url.hostname
          cs-method http_request.http_method
          c-useragent http_request.user_agent
          cs-referer http_request.referrer
          sc-status http_response.code
          c-ip src_endpoint.ip
          dst_ip dst_endpoint.ip""");

  private static final SchemaNames DNS =
      SchemaNames.of(
          """
          query query.hostname
          QueryName query.hostname
          record_type query.type
          Image actor.process.file.path actor.process.name
          src_ip src_endpoint.ip
          dst_ip dst_endpoint.ip""");

  @Override
  public boolean speaks(Map<String, Value> fields) {
    return fields.get("class_uid") instanceof Value.Whole
        && fields.containsKey("time")
        && (fields.containsKey("metadata") || fields.containsKey("category_uid"));
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    Fields document = Fields.of(fields);
    FlowParts parts = new FlowParts(document);
    Instant time = parts.time("time", "time_dt");
    if (time == null) {
      throw new MalformedRecordException("has no valid time in time");
    }
    int kind = (int) Math.min(parts.number("class_uid"), Integer.MAX_VALUE);
    if (kind == NETWORK_ACTIVITY && isCounted(document)) {
      return flow(origin, document, time);
    }
    Map<String, Value> all = new LinkedHashMap<>(names(kind).read(document));
    LogSource source = source(document, kind);
    if (kind == AUTHENTICATION) {
      putLogon(parts, all);
    }
    putWindows(document, source, all);
    if (document.find("unmapped") instanceof Fields unmapped) {
      unmapped.asMap().forEach(all::putIfAbsent);
    }
    fields.forEach(all::putIfAbsent);
    String host = document.text("device.hostname");
    return new LogRecord(
        origin,
        time,
        source,
        host.isEmpty() || host.equals("unknown") ? document.text("dst_endpoint.hostname") : host,
        Fields.of(all));
  }

  private static SchemaNames names(int kind) {
    return switch (kind) {
      case PROCESS_ACTIVITY -> PROCESS;
      case FILE_ACTIVITY -> FILE;
      case MODULE_ACTIVITY -> MODULE;
      case AUTHENTICATION -> LOGON;
      case NETWORK_ACTIVITY -> CONNECTION;
      case HTTP_ACTIVITY -> HTTP;
      case DNS_ACTIVITY -> DNS;
      default -> NO_NAMES;
    };
  }

  private static boolean isCounted(Fields document) {
    return document.find("traffic") instanceof Fields traffic
        && (traffic.get("packets_out") != null || traffic.get("bytes_out") != null)
        && document.find("src_endpoint.ip") != null
        && document.find("dst_endpoint.ip") != null;
  }

  private static Event flow(Origin origin, Fields document, Instant time)
      throws MalformedRecordException {
    FlowParts parts = new FlowParts(document);
    Instant start = parts.time("start_time", "start_time_dt");
    Instant end = parts.time("end_time", "end_time_dt");
    Traffic forward = parts.traffic("traffic.packets_out", "traffic.bytes_out");
    Traffic backward = parts.traffic("traffic.packets_in", "traffic.bytes_in");
    String service = document.text("app_protocol_name");
    return parts.flow(
        origin,
        start == null ? time : start,
        end == null ? time : end,
        ENDS,
        new FlowParts.Told(
            parts.protocol("connection_info.protocol_num", "connection_info.protocol_name"),
            state(document, backward),
            forward,
            backward,
            service.isEmpty() ? document.text("app_name") : service,
            document.text("connection_info.community_uid")));
  }

  /** What a code of Zeek's says, else the activity. */
  private static FlowState state(Fields document, Traffic backward) {
    for (String path : new String[] {"status_detail", "status_code"}) {
      FlowState told = FlowState.ofCode(document.text(path));
      if (told != null) {
        return told;
      }
    }
    boolean isAnswered = backward.packets() + backward.ipBytes() > 0;
    return switch (document.text("activity_id")) {
      case "2" -> FlowState.FINISHED;
      case "3" -> FlowState.RESPONDER_RESET;
      case "4" -> FlowState.ATTEMPTED;
      case "5" -> FlowState.REJECTED;
      default -> isAnswered ? FlowState.ESTABLISHED : FlowState.MIDSTREAM;
    };
  }

  private static LogSource source(Fields document, int kind) {
    String product = document.text("metadata.log_provider").toLowerCase(Locale.ROOT);
    String system = document.text("device.os.type").toLowerCase(Locale.ROOT);
    String name = document.text("metadata.product.name").toLowerCase(Locale.ROOT);
    if (product.isEmpty()) {
      product = system.isEmpty() ? name.contains("windows") ? "windows" : name : system;
    }
    String service = document.text("metadata.log_name").toLowerCase(Locale.ROOT);
    boolean isWindows = product.equals("windows");
    if (service.isEmpty() && isWindows) {
      service = document.text("metadata.product.feature.name").toLowerCase(Locale.ROOT);
    }
    return new LogSource(product, category(document, kind), service);
  }

  private static String category(Fields document, int kind) {
    String activity = document.text("activity_id");
    return switch (kind) {
      case PROCESS_ACTIVITY ->
          switch (activity) {
            case "2" -> "process_termination";
            case "3" -> "process_access";
            default -> "process_creation";
          };
      case FILE_ACTIVITY -> activity.equals("4") ? "file_delete" : "file_event";
      case MODULE_ACTIVITY -> "image_load";
      case AUTHENTICATION -> "authentication";
      case NETWORK_ACTIVITY -> "network_connection";
      case HTTP_ACTIVITY -> "proxy";
      case DNS_ACTIVITY -> "dns";
      default -> "";
    };
  }

  private static void putLogon(FlowParts parts, Map<String, Value> all) {
    long activity = parts.number("activity_id");
    all.put("action", new Value.Text(activity == 2 ? "logout" : "login"));
    long status = parts.number("status_id");
    if (status == 1 || status == 2) {
      all.put("outcome", new Value.Text(status == 1 ? "success" : "failure"));
    }
  }

  /** Identifier and channel, by which most rules for Windows know an event. */
  private static void putWindows(Fields document, LogSource source, Map<String, Value> all) {
    if (!source.product().equals("windows")) {
      return;
    }
    String code = document.text("metadata.event_code");
    if (code.isEmpty()) {
      code = document.text("unmapped.EventCode");
    }
    if (code.matches("[0-9]{1,9}")) {
      all.put("EventID", new Value.Whole(Long.parseLong(code)));
      all.putIfAbsent("Channel", new Value.Text(source.service()));
      all.putIfAbsent("Computer", new Value.Text(document.text("device.hostname")));
    }
  }
}
