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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Documents of the Elastic Common Schema, with nested or dotted names, as Filebeat, Packetbeat,
 * Auditbeat and Elastic Agent write them. What tells of a flow in numbers becomes one; all else
 * becomes a record of the log source that its category says, with the names that rules of that
 * source ask for beside those of the schema.
 *
 * <p>Source: Elastic Common Schema (ECS) reference, version 8.
 */
public final class EcsJson implements Dialect {

  private static final FlowParts.Ends ENDS = new FlowParts.Ends("source", "destination");

  private static final Set<String> SYSTEMS = Set.of("windows", "linux", "macos");

  private static final Map<String, SchemaNames> NAMES =
      Map.of(
          "process_creation",
          SchemaNames.of(
              """
              Image process.executable process.name
              CommandLine process.command_line
              CurrentDirectory process.working_directory
              OriginalFileName process.pe.original_file_name
              ProcessId process.pid
              ProcessGuid process.entity_id
              ParentImage process.parent.executable process.parent.name
              ParentCommandLine process.parent.command_line
              ParentProcessId process.parent.pid
              User user.name
              sha256 process.hash.sha256
              md5 process.hash.md5"""),
          "file_event",
          SchemaNames.of(
              """
              TargetFilename file.path
              Image process.executable process.name
              ProcessId process.pid
              User user.name"""),
          "registry_set",
          SchemaNames.of(
              """
              TargetObject registry.path
              Details registry.data.strings
              Image process.executable process.name
              User user.name"""),
          "image_load",
          SchemaNames.of(
              """
              ImageLoaded dll.path file.path
              Image process.executable process.name
              User user.name"""),
          "network_connection",
          SchemaNames.of(
              """
              Image process.executable process.name
              SourceIp source.ip
              SourcePort source.port
              DestinationIp destination.ip
              DestinationPort destination.port
              DestinationHostname destination.domain
              Protocol network.transport
              User user.name"""),
          "dns",
          SchemaNames.of(
              """
              query dns.question.name
              QueryName dns.question.name
              record_type dns.question.type
              answer dns.resolved_ip
              Image process.executable process.name
              src_ip source.ip
              dst_ip destination.ip"""),
          "proxy",
          SchemaNames.of(
              """
              c-uri url.full url.original
              cs-host url.domain destination.domain
              cs-method http.request.method
              c-useragent user_agent.original
              cs-referer http.request.referrer
              sc-status http.response.status_code
              cs-username user.name
              c-ip source.ip
              dst_ip destination.ip"""),
          "authentication",
          SchemaNames.of(
              """
              user user.name
              src_ip source.ip
              src_host source.domain
              src_port source.port
              outcome event.outcome"""),
          "firewall",
          SchemaNames.of(
              """
              src_ip source.ip
              src_port source.port
              dst_ip destination.ip
              dst_port destination.port
              action event.action"""));

  @Override
  public boolean speaks(Map<String, Value> fields) {
    if (!fields.containsKey("@timestamp")) {
      return false;
    }
    return fields.containsKey("ecs.version")
        || fields.get("ecs") instanceof Fields
        || (fields.get("agent") instanceof Fields && fields.get("event") instanceof Fields)
        || fields.containsKey("event.dataset")
        || fields.containsKey("event.category");
  }

  @Override
  public Event event(Origin origin, Map<String, Value> fields) throws MalformedRecordException {
    Fields document = Fields.of(fields);
    FlowParts parts = new FlowParts(document);
    Instant time = parts.time("@timestamp");
    if (time == null) {
      throw new MalformedRecordException("has no valid time in @timestamp");
    }
    if (isFlow(document)) {
      return flow(origin, document, time);
    }
    LogSource source = source(document);
    Map<String, Value> all = new LinkedHashMap<>();
    SchemaNames names = NAMES.get(names(source.category()));
    if (names != null) {
      all.putAll(names.read(document));
    }
    if (source.category().equals("authentication")) {
      boolean isEnd = holds(document, "event.type", "end");
      all.put("action", new Value.Text(isEnd ? "logout" : "login"));
    }
    fields.forEach(all::putIfAbsent);
    String host = document.text("host.hostname");
    return new LogRecord(
        origin, time, source, host.isEmpty() ? document.text("host.name") : host, Fields.of(all));
  }

  /** The table of names for a category, since several categories share one. */
  private static String names(String category) {
    return switch (category) {
      case "dns_query" -> "dns";
      case "webserver" -> "proxy";
      case "process_termination", "process_access" -> "process_creation";
      case "file_delete", "file_change", "file_rename" -> "file_event";
      case "registry_add", "registry_delete", "registry_event" -> "registry_set";
      case "driver_load" -> "image_load";
      default -> category;
    };
  }

  private static boolean isFlow(Fields document) {
    boolean isCounted =
        document.find("source.packets") != null
            || document.find("source.bytes") != null
            || document.find("destination.bytes") != null;
    return isCounted
        && document.find("source.ip") != null
        && document.find("destination.ip") != null
        && (document.find("network.transport") != null
            || document.find("network.iana_number") != null)
        && (document.text("type").equals("flow")
            || document.text("event.action").matches("network_flow|netflow_flow")
            || holds(document, "event.category", "network")
            || holds(document, "event.category", "network_traffic"))
        && document.find("dns") == null
        && document.find("http") == null
        && document.find("tls") == null;
  }

  private static Event flow(Origin origin, Fields document, Instant logged)
      throws MalformedRecordException {
    FlowParts parts = new FlowParts(document);
    Instant start = parts.time("event.start");
    Instant end = parts.time("event.end");
    Traffic forward = parts.traffic("source.packets", "source.bytes");
    Traffic backward = parts.traffic("destination.packets", "destination.bytes");
    boolean isBothWays =
        document.text("type").equals("flow") || document.find("flow.final") != null;
    boolean isAnswered = backward.packets() + backward.ipBytes() > 0;
    FlowState state =
        isAnswered
            ? document.text("flow.final").equals("false")
                ? FlowState.ESTABLISHED
                : FlowState.FINISHED
            : isBothWays ? FlowState.ATTEMPTED : FlowState.MIDSTREAM;
    return parts.flow(
        origin,
        start == null ? logged : start,
        end == null ? logged : end,
        ENDS,
        new FlowParts.Told(
            parts.protocol("network.iana_number", "network.transport"),
            state,
            forward,
            backward,
            document.text("network.protocol"),
            document.text("network.community_id")));
  }

  private static LogSource source(Fields document) {
    String system = document.text("host.os.type");
    if (system.isEmpty()) {
      system = document.text("host.os.family");
    }
    system = system.toLowerCase(Locale.ROOT);
    String dataset = document.text("event.dataset");
    String module = document.text("event.module");
    if (module.isEmpty() && dataset.indexOf('.') > 0) {
      module = dataset.substring(0, dataset.indexOf('.'));
    }
    String program = document.text("process.name");
    boolean isOfSystem = module.isEmpty() || List.of("system", "endpoint").contains(module);
    String product = isOfSystem || module.equals("auditd") ? system : module;
    if (product.isEmpty() && dataset.startsWith("system.")) {
      product = "linux";
    }
    String service =
        dataset.startsWith("system.") && !program.isEmpty()
            ? program.toLowerCase(Locale.ROOT)
            : dataset.substring(dataset.indexOf('.') + 1);
    return new LogSource(product, category(document, SYSTEMS.contains(product)), service);
  }

  private static String category(Fields document, boolean isHost) {
    boolean isEnd = holds(document, "event.type", "end");
    boolean isDeleted = holds(document, "event.type", "deletion");
    if (holds(document, "event.category", "authentication")) {
      return "authentication";
    }
    if (holds(document, "event.category", "process") && isHost) {
      return isEnd ? "process_termination" : "process_creation";
    }
    if (holds(document, "event.category", "registry")) {
      return isDeleted ? "registry_delete" : "registry_set";
    }
    if (holds(document, "event.category", "library")) {
      return "image_load";
    }
    if (holds(document, "event.category", "driver")) {
      return "driver_load";
    }
    if (holds(document, "event.category", "file") && isHost) {
      return isDeleted
          ? "file_delete"
          : holds(document, "event.type", "change") ? "file_change" : "file_event";
    }
    if (document.find("dns.question.name") != null) {
      return isHost && document.find("process") != null ? "dns_query" : "dns";
    }
    if (document.find("http.request.method") != null || document.find("url.original") != null) {
      boolean isServer = document.text("event.dataset").matches("(nginx|apache|iis|traefik)\\..*");
      return isServer ? "webserver" : "proxy";
    }
    if (holds(document, "event.category", "network")) {
      return isHost ? "network_connection" : "firewall";
    }
    return "";
  }

  /** Whether the field is this word, or a list that holds it. */
  private static boolean holds(Fields document, String path, String word) {
    Value value = document.find(path);
    if (value instanceof Value.Many many) {
      return many.values().stream().anyMatch(one -> one.toString().equals(word));
    }
    return value != null && value.toString().equals(word);
  }
}
