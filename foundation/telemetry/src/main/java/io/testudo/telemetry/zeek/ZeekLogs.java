package io.testudo.telemetry.zeek;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of Zeek's logs, and how to tell one where nobody says it. */
final class ZeekLogs {

  private static final Set<String> NAMES =
      Set.of(
          "analyzer",
          "arp",
          "broker",
          "capture_loss",
          "cluster",
          "config",
          "conn",
          "dce_rpc",
          "dhcp",
          "dnp3",
          "dns",
          "dpd",
          "files",
          "ftp",
          "http",
          "intel",
          "irc",
          "kerberos",
          "known_certs",
          "known_hosts",
          "known_modbus",
          "known_services",
          "ldap",
          "ldap_search",
          "loaded_scripts",
          "modbus",
          "mqtt_connect",
          "mqtt_publish",
          "mqtt_subscribe",
          "mysql",
          "notice",
          "notice_alarm",
          "ntlm",
          "ntp",
          "ocsp",
          "packet_filter",
          "pe",
          "postgresql",
          "quic",
          "radius",
          "rdp",
          "redis",
          "reporter",
          "rfb",
          "signatures",
          "sip",
          "smb_cmd",
          "smb_files",
          "smb_mapping",
          "smtp",
          "snmp",
          "socks",
          "software",
          "ssh",
          "ssl",
          "stats",
          "stderr",
          "stdout",
          "syslog",
          "telemetry",
          "traceroute",
          "tunnel",
          "weird",
          "websocket",
          "x509");

  private static final Map<String, List<String>> MARKS = marks();

  private ZeekLogs() {}

  private static Map<String, List<String>> marks() {
    Map<String, List<String>> marks = new LinkedHashMap<>();
    marks.put("conn", List.of("conn_state"));
    marks.put("dns", List.of("trans_id", "uid"));
    marks.put("http", List.of("trans_depth", "request_body_len"));
    marks.put("smtp", List.of("trans_depth", "helo"));
    marks.put("files", List.of("fuid", "seen_bytes"));
    marks.put("x509", List.of("certificate.version"));
    marks.put("ssl", List.of("resumed", "established"));
    marks.put("ssh", List.of("auth_attempts"));
    marks.put("notice", List.of("note", "actions"));
    marks.put("weird", List.of("uid", "name", "peer"));
    marks.put("dhcp", List.of("msg_types", "uids"));
    marks.put("kerberos", List.of("request_type", "service"));
    marks.put("dce_rpc", List.of("endpoint", "operation"));
    marks.put("smb_mapping", List.of("share_type"));
    marks.put("smb_files", List.of("uid", "action", "path"));
    marks.put("software", List.of("software_type"));
    marks.put("rdp", List.of("cookie", "result"));
    marks.put("arp", List.of("operation", "orig_hw"));
    return marks;
  }

  /** The log that a file of this name holds, or empty: {@code a/conn.10-11.log.gz} is conn's. */
  static String ofFileName(String item) {
    int start = Math.max(item.lastIndexOf('/'), item.lastIndexOf('!')) + 1;
    start = Math.max(start, item.lastIndexOf('\\') + 1);
    int end = item.indexOf('.', start);
    String stem = item.substring(start, end < 0 ? item.length() : end);
    return NAMES.contains(stem) ? stem : "";
  }

  /** The log whose entries have such fields, or empty. */
  static String ofFields(Set<String> names) {
    for (Map.Entry<String, List<String>> mark : MARKS.entrySet()) {
      if (names.containsAll(mark.getValue())) {
        return mark.getKey();
      }
    }
    return "";
  }
}
