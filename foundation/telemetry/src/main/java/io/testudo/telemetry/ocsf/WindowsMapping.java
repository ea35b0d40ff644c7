package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.ocsf.OcsfStatus;
import io.testudo.vocabulary.event.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Windows logons, processes and log clearings, and Sysmon's processes, connections, files and
 * queries; other events have no class of their own here.
 */
final class WindowsMapping {

  private static final Map<Long, String> LOGON_TYPES =
      Map.ofEntries(
          Map.entry(2L, "Interactive"),
          Map.entry(3L, "Network"),
          Map.entry(4L, "Batch"),
          Map.entry(5L, "OS Service"),
          Map.entry(7L, "Unlock"),
          Map.entry(8L, "Network Cleartext"),
          Map.entry(9L, "New Credentials"),
          Map.entry(10L, "Remote Interactive"),
          Map.entry(11L, "Cached Interactive"),
          Map.entry(12L, "Cached Remote Interactive"),
          Map.entry(13L, "Cached Unlock"));

  private WindowsMapping() {}

  static @Nullable OcsfEvent of(RecordFields fields, OcsfProduct product) {
    String channel = fields.record().source().service();
    if (channel.equals("microsoft-windows-sysmon/operational")) {
      return sysmon(fields, product);
    }
    if (!channel.equals("security")) {
      return null;
    }
    return switch (id(fields)) {
      case 4624 ->
          authentication(
              fields,
              begun(OcsfActivity.AUTHENTICATION_LOGON, fields, product),
              OcsfStatus.ACTIVITY_SUCCESS);
      case 4625 ->
          authentication(
              fields,
              begun(OcsfActivity.AUTHENTICATION_LOGON, fields, product),
              OcsfStatus.ACTIVITY_FAILURE);
      case 4634, 4647 ->
          authentication(
              fields,
              begun(OcsfActivity.AUTHENTICATION_LOGOFF, fields, product),
              OcsfStatus.ACTIVITY_SUCCESS);
      case 4688 -> securityProcess(fields, begun(OcsfActivity.PROCESS_LAUNCH, fields, product));
      case 1102 -> cleared(fields, begun(OcsfActivity.EVENT_LOG_CLEAR, fields, product));
      default -> null;
    };
  }

  /** Sysmon's events, of Windows and of Linux. */
  static @Nullable OcsfEvent sysmon(RecordFields fields, OcsfProduct product) {
    return switch (id(fields)) {
      case 1 -> process(fields, begun(OcsfActivity.PROCESS_LAUNCH, fields, product));
      case 5 -> process(fields, begun(OcsfActivity.PROCESS_TERMINATE, fields, product));
      case 3 -> connection(fields, begun(OcsfActivity.NETWORK_OPEN, fields, product));
      case 11 -> file(fields, begun(OcsfActivity.FILE_CREATE, fields, product));
      case 23, 26 -> file(fields, begun(OcsfActivity.FILE_DELETE, fields, product));
      case 22 -> query(fields, begun(OcsfActivity.DNS_QUERY, fields, product));
      default -> null;
    };
  }

  private static int id(RecordFields fields) {
    return fields.record().fields().get("EventID") instanceof Value.Whole whole
            && whole.number() >= 0
            && whole.number() < 100_000
        ? (int) whole.number()
        : -1;
  }

  private static OcsfEvent begun(OcsfActivity activity, RecordFields fields, OcsfProduct product) {
    OcsfEvent event =
        OcsfEvent.of(activity, OcsfSeverity.INFORMATIONAL, fields.record().time(), product);
    return event.metadata(OcsfObject.empty().set("event_code", String.valueOf(id(fields))));
  }

  private static OcsfObject device(RecordFields fields) {
    OcsfObject device = OcsfObject.empty().code("type_id", 0, "Unknown");
    String host = fields.record().host();
    return device.set("hostname", host.isEmpty() ? "unknown" : host);
  }

  private static OcsfObject user(RecordFields fields, String name, String domain, String id) {
    return OcsfObject.empty()
        .setIfKnown("name", fields.text(name))
        .setIfKnown("domain", fields.text(domain))
        .setIfKnown("uid", fields.text(id));
  }

  private static boolean names(OcsfObject user) {
    return user.toJson().has("name") || user.toJson().has("uid");
  }

  private static @Nullable OcsfEvent authentication(
      RecordFields fields, OcsfEvent event, OcsfStatus status) {
    OcsfObject user = user(fields, "TargetUserName", "TargetDomainName", "TargetUserSid");
    if (!names(user)) {
      return null;
    }
    Long type = fields.whole("LogonType");
    if (type != null) {
      String caption = LOGON_TYPES.get(type);
      if (caption == null) {
        event.other("logon_type_id", type.toString());
      } else {
        event.code("logon_type_id", type.intValue(), caption);
      }
    }
    String host = fields.record().host();
    return event
        .status(status)
        .set("user", user)
        .set("src_endpoint", fields.endpoint("IpAddress", "WorkstationName", "IpPort"))
        .set("dst_endpoint", OcsfObject.empty().set("hostname", host.isEmpty() ? "unknown" : host))
        .setIfKnown("status_code", fields.text("Status"))
        .setIfKnown("status_detail", fields.text("FailureReason"));
  }

  private static OcsfObject executable(String path) {
    int cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    String name = path.substring(cut + 1);
    return OcsfObject.empty()
        .set("name", name.isEmpty() ? path : name)
        .set("path", path)
        .code("type_id", 1, "Regular File");
  }

  /** A process, or nothing if neither its number nor its identifier is known. */
  private static OcsfObject process(
      RecordFields fields, String number, String guid, String image, String command) {
    Long pid = fields.whole(number, Integer.MAX_VALUE);
    String uid = guid.isEmpty() ? null : fields.text(guid);
    if (pid == null && uid == null) {
      return OcsfObject.empty();
    }
    OcsfObject process = OcsfObject.empty().setIfKnown("pid", pid).setIfKnown("uid", uid);
    String path = fields.text(image);
    if (path != null) {
      OcsfObject file = executable(path);
      process.set("name", file.toJson().path("name").asString()).set("file", file);
    }
    return process.setIfKnown("cmd_line", command.isEmpty() ? null : fields.text(command));
  }

  private static OcsfObject actor(OcsfObject process, OcsfObject user) {
    OcsfObject actor = OcsfObject.empty().set("process", process);
    if (names(user)) {
      actor.set("user", user);
    }
    return actor.isEmpty() ? actor.set("app_name", "Windows") : actor;
  }

  private static @Nullable OcsfEvent process(RecordFields fields, OcsfEvent event) {
    OcsfObject process = process(fields, "ProcessId", "ProcessGuid", "Image", "CommandLine");
    if (process.isEmpty()) {
      return null;
    }
    OcsfObject user = OcsfObject.empty().setIfKnown("name", fields.text("User"));
    OcsfObject parent =
        process(fields, "ParentProcessId", "ParentProcessGuid", "ParentImage", "ParentCommandLine");
    process
        .set("user", user)
        .set("parent_process", parent)
        .setIfKnown("working_directory", fields.text("CurrentDirectory"));
    addHashes(process, fields.text("Hashes"));
    return event
        .set("process", process)
        .set("actor", actor(parent, user))
        .set("device", device(fields));
  }

  private static void addHashes(OcsfObject process, @Nullable String hashes) {
    if (hashes == null || !process.toJson().has("file")) {
      return;
    }
    OcsfObject file = executable(process.toJson().path("file").path("path").asString());
    for (String hash : List.of(hashes.split(",", 8))) {
      String[] parts = hash.split("=", 2);
      OcsfObject fingerprint =
          switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "MD5" -> OcsfObject.empty().code("algorithm_id", 1, "MD5");
            case "SHA1" -> OcsfObject.empty().code("algorithm_id", 2, "SHA-1");
            case "SHA256" -> OcsfObject.empty().code("algorithm_id", 3, "SHA-256");
            default -> OcsfObject.empty();
          };
      if (parts.length == 2 && !fingerprint.isEmpty() && !parts[1].isEmpty()) {
        file.add("hashes", fingerprint.set("value", parts[1]));
      }
    }
    process.set("file", file);
  }

  private static @Nullable OcsfEvent securityProcess(RecordFields fields, OcsfEvent event) {
    OcsfObject process = process(fields, "NewProcessId", "", "NewProcessName", "CommandLine");
    if (process.isEmpty()) {
      return null;
    }
    OcsfObject user = user(fields, "SubjectUserName", "SubjectDomainName", "SubjectUserSid");
    OcsfObject parent = process(fields, "ProcessId", "", "ParentProcessName", "");
    if (names(user)) {
      process.set("user", user);
    }
    return event
        .set("process", process.set("parent_process", parent))
        .set("actor", actor(parent, user))
        .set("device", device(fields));
  }

  private static OcsfEvent cleared(RecordFields fields, OcsfEvent event) {
    OcsfObject user = user(fields, "SubjectUserName", "SubjectDomainName", "SubjectUserSid");
    return event
        .set("actor", actor(OcsfObject.empty(), user))
        .set("device", device(fields))
        .set("log_name", "Security")
        .status(OcsfStatus.ACTIVITY_SUCCESS);
  }

  private static @Nullable OcsfEvent connection(RecordFields fields, OcsfEvent event) {
    return NetworkParts.addEnds(
            event,
            fields.endpoint("SourceIp", "SourceHostname", "SourcePort"),
            fields.endpoint("DestinationIp", "DestinationHostname", "DestinationPort"),
            fields.text("Protocol"))
        ? event
        : null;
  }

  private static @Nullable OcsfEvent file(RecordFields fields, OcsfEvent event) {
    String path = fields.text("TargetFilename");
    if (path == null) {
      return null;
    }
    OcsfObject user = OcsfObject.empty().setIfKnown("name", fields.text("User"));
    OcsfObject process = process(fields, "ProcessId", "ProcessGuid", "Image", "");
    return event
        .set("file", executable(path))
        .set("actor", actor(process, user))
        .set("device", device(fields))
        .observable(OcsfObservable.FILE_PATH, "file.path", path);
  }

  private static @Nullable OcsfEvent query(RecordFields fields, OcsfEvent event) {
    String name = fields.text("QueryName");
    if (name == null || fields.record().host().isEmpty()) {
      return null;
    }
    return event
        .set("query", OcsfObject.empty().set("hostname", name))
        .set("src_endpoint", OcsfObject.empty().set("hostname", fields.record().host()))
        .observable(OcsfObservable.HOSTNAME, "query.hostname", name);
  }
}
