package io.testudo.intrusion.record;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a log record says, in one line for a person: the event's meaning where it is a well-known
 * one of Windows, Sysmon, Zeek or Suricata, else its message.
 */
public final class RecordLine {

  /** Longer lines are cut. */
  static final int MOST_CHARACTERS = 200;

  private static final int MOST_READ = 4 * MOST_CHARACTERS;

  private static final List<String> MESSAGES =
      List.of("message", "msg", "MESSAGE", "Message", "event.original", "raw");

  private RecordLine() {}

  /** The line, never empty. */
  public static String of(LogRecord log) {
    String said =
        switch (log.source().product()) {
          case "windows" -> windows(new WindowsFields(log));
          case "zeek" -> zeek(log.source().service(), log.fields());
          case "suricata" -> suricata(log.fields());
          default -> "";
        };
    if (said.isEmpty()) {
      said = message(log);
    }
    return cut(said + (log.host().isEmpty() ? "" : " on " + log.host()));
  }

  private static String cut(String line) {
    String start = line.substring(0, Math.min(line.length(), MOST_READ));
    String plain = start.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return plain.length() <= MOST_CHARACTERS
        ? plain
        : plain.substring(0, MOST_CHARACTERS - 1).strip() + "…";
  }

  private static String message(LogRecord log) {
    LogSource source = log.source();
    String program = source.service().isEmpty() ? source.product() : source.service();
    for (String name : MESSAGES) {
      String text = log.fields().text(name);
      if (!text.isBlank()) {
        return program + ": " + text.strip().replaceAll("\\s+", " ");
      }
    }
    String origin =
        String.join(" ", source.product(), source.category(), source.service())
            .strip()
            .replaceAll(" +", " ");
    return origin.isEmpty() ? "a record of an unknown program" : "a record of " + origin;
  }

  private static String windows(WindowsFields fields) {
    boolean sysmon = fields.channel().toLowerCase(Locale.ROOT).contains("sysmon");
    String meaning = sysmon ? sysmon(fields) : audit(fields);
    int id = fields.eventId();
    if (!meaning.isEmpty()) {
      return meaning + " (" + (sysmon ? "Sysmon " : "event ") + id + ")";
    }
    String channel = fields.channel();
    return id < 0 ? "" : "event " + id + (channel.isEmpty() ? "" : " of " + channel);
  }

  private static String sysmon(WindowsFields f) {
    String image = file(f.text("Image"));
    return switch (f.eventId()) {
      case 1 -> "process started: " + or(f.text("CommandLine"), f.text("Image"));
      case 2 -> image + " changed the time of " + f.text("TargetFilename");
      case 3 ->
          image
              + " connected to "
              + or(f.text("DestinationHostname"), f.text("DestinationIp"))
              + ":"
              + f.text("DestinationPort");
      case 5 -> "process ended: " + f.text("Image");
      case 6 -> "driver loaded: " + f.text("ImageLoaded");
      case 7 -> image + " loaded " + f.text("ImageLoaded");
      case 8 -> file(f.text("SourceImage")) + " started a thread in " + f.text("TargetImage");
      case 9 -> image + " read a drive directly: " + f.text("Device");
      case 10 -> file(f.text("SourceImage")) + " opened process " + f.text("TargetImage");
      case 11 -> image + " created file " + f.text("TargetFilename");
      case 12 -> image + " created or deleted registry key " + f.text("TargetObject");
      case 13 -> image + " set registry value " + f.text("TargetObject");
      case 14 -> image + " renamed registry key " + f.text("TargetObject");
      case 15 -> image + " created file stream " + f.text("TargetFilename");
      case 17 -> image + " created pipe " + f.text("PipeName");
      case 18 -> image + " connected to pipe " + f.text("PipeName");
      case 19, 20, 21 -> "WMI subscription changed: " + or(f.text("Name"), f.text("Consumer"));
      case 22 -> image + " asked DNS for " + f.text("QueryName");
      case 23, 26 -> image + " deleted file " + f.text("TargetFilename");
      case 25 -> "image of process tampered with: " + f.text("Image");
      default -> "";
    };
  }

  private static String audit(WindowsFields f) {
    String target = f.text("TargetUserName");
    String from = f.text("IpAddress");
    String source = from.isEmpty() || from.equals("-") ? "" : " from " + from;
    return switch (f.eventId()) {
      case 1102, 104 -> "log cleared by " + or(f.text("SubjectUserName"), "somebody");
      case 4624 -> "logon of " + target + source + type(f);
      case 4625 -> "failed logon of " + target + source + type(f);
      case 4634, 4647 -> "logoff of " + target;
      case 4648 -> "logon with explicit credentials of " + target;
      case 4656, 4663 -> "access to " + f.text("ObjectName");
      case 4657 -> "registry value changed: " + f.text("ObjectName");
      case 4662 -> "operation on directory object " + f.text("ObjectName");
      case 4672 -> "special privileges given to " + f.text("SubjectUserName");
      case 4688 -> "process started: " + or(f.text("CommandLine"), f.text("NewProcessName"));
      case 4689 -> "process ended: " + f.text("ProcessName");
      case 4697, 7045 ->
          "service installed: "
              + f.text("ServiceName")
              + " "
              + or(f.text("ServiceFileName"), f.text("ImagePath"));
      case 7036 -> "service " + f.text("param1") + " is " + f.text("param2");
      case 4698 -> "scheduled task created: " + f.text("TaskName");
      case 4699 -> "scheduled task deleted: " + f.text("TaskName");
      case 4702 -> "scheduled task updated: " + f.text("TaskName");
      case 4720 -> "account created: " + target;
      case 4722, 4725, 4726, 4738, 4740 -> "account " + changed(f.eventId()) + ": " + target;
      case 4723, 4724 -> "password of " + target + " set";
      case 4728, 4732, 4756 ->
          "member added to group " + target + ": " + or(f.text("MemberName"), f.text("MemberSid"));
      case 4768 -> "Kerberos ticket asked for " + target + source;
      case 4769 -> "Kerberos ticket for service " + f.text("ServiceName") + source;
      case 4771 -> "Kerberos logon of " + target + " failed" + source;
      case 4776 -> "NTLM logon of " + target + " checked for " + f.text("Workstation");
      case 5140, 5145 ->
          "share "
              + f.text("ShareName")
              + " "
              + f.text("RelativeTargetName")
              + " used by "
              + f.text("SubjectUserName")
              + source;
      case 4103, 4104 -> "PowerShell: " + or(f.text("ScriptBlockText"), f.text("Payload"));
      default -> "";
    };
  }

  private static String changed(int eventId) {
    return switch (eventId) {
      case 4722 -> "enabled";
      case 4725 -> "disabled";
      case 4726 -> "deleted";
      case 4740 -> "locked out";
      default -> "changed";
    };
  }

  private static String type(WindowsFields f) {
    String type = f.text("LogonType");
    return switch (type) {
      case "2" -> " at the console";
      case "3" -> " over the network";
      case "4" -> " by a batch job";
      case "5" -> " as a service";
      case "7" -> " by unlocking";
      case "9" -> " with other credentials";
      case "10" -> " by remote desktop";
      default -> type.isEmpty() ? "" : " of type " + type;
    };
  }

  private static String zeek(String log, Fields f) {
    String ends = f.text("id.orig_h") + " → " + f.text("id.resp_h");
    return switch (log) {
      case "dns" ->
          "DNS "
              + f.text("qtype_name")
              + " query for "
              + f.text("query")
              + list(" answered ", f.text("rcode_name"))
              + " by "
              + f.text("id.orig_h");
      case "http" ->
          "HTTP "
              + f.text("method")
              + " "
              + f.text("host")
              + f.text("uri")
              + list(" status ", f.text("status_code"))
              + " by "
              + f.text("id.orig_h");
      case "ssl" -> "TLS " + ends + list(" for ", f.text("server_name"));
      case "ssh" -> "SSH " + ends;
      case "rdp" -> "remote desktop " + ends + list(" of ", f.text("cookie"));
      case "kerberos" ->
          "Kerberos "
              + f.text("request_type")
              + " of "
              + f.text("client")
              + list(" for ", f.text("service"));
      case "ntlm" -> "NTLM logon of " + f.text("username") + ", " + ends;
      case "dce_rpc" ->
          "remote procedure " + f.text("endpoint") + "::" + f.text("operation") + ", " + ends;
      case "smb_files" -> "SMB " + f.text("action") + " " + f.text("path") + f.text("name");
      case "smb_mapping" -> "SMB share " + f.text("path") + ", " + ends;
      case "files" -> "file " + or(f.text("filename"), f.text("mime_type"));
      case "notice" -> "Zeek notice " + f.text("note") + ": " + f.text("msg");
      case "weird" -> "unusual traffic " + f.text("name") + ", " + ends;
      default -> f.text("id.orig_h").isEmpty() ? "" : "Zeek " + log + ", " + ends;
    };
  }

  private static String suricata(Fields f) {
    String signature = f.text("alert.signature");
    String ends = f.text("src_ip") + " → " + f.text("dest_ip");
    if (!signature.isEmpty()) {
      return "alert “" + signature + "”, " + ends;
    }
    String type = f.text("event_type");
    return type.isEmpty() ? "" : "Suricata " + type + ", " + ends;
  }

  private static String list(String before, String text) {
    return text.isEmpty() ? "" : before + text;
  }

  private static String or(String first, String second) {
    List<String> both = new ArrayList<>(List.of(first, second));
    both.removeIf(text -> text.isBlank() || text.equals("-"));
    return both.isEmpty() ? "something" : both.getFirst();
  }

  /** The last part of a path. */
  private static String file(String path) {
    int at = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    String name = path.substring(at + 1);
    return name.isEmpty() ? "a process" : name;
  }
}
