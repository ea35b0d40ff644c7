package io.testudo.suricata.draft;

import io.testudo.suricata.rule.Sides;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords that look at a part of a message, and the older names of some of them. */
public final class MessageKeywords {

  /**
   * Where a keyword looks.
   *
   * @param name the part's name
   * @param applications the protocols that have it; any if empty
   * @param sides the sides whose messages have it
   * @param stage the stage from which on it is settled
   * @param isMany whether a message may have it more than once
   * @param isNumber whether it is a number
   */
  public record Part(
      String name,
      Set<String> applications,
      Sides sides,
      int stage,
      boolean isMany,
      boolean isNumber) {}

  /** Name; protocols; side (s, c, b); stage; m for many, n for a number. */
  private static final String TABLE =
      """
      http.uri http1,http2,doh2 s 1
      http.uri.raw http1,http2,doh2 s 1
      http.method http1,http2,doh2 s 1
      http.host http1,http2,doh2 s 1
      http.host.raw http1,http2,doh2 s 1
      http.user_agent http1,http2,doh2 s 1
      http.referer http1,http2,doh2 s 1
      http.accept http1,http2,doh2 s 1
      http.accept_lang http1,http2,doh2 s 1
      http.accept_enc http1,http2,doh2 s 1
      http.request_line http1,http2,doh2 s 1
      http.request_header http1,http2,doh2 s 1 m
      http.request_body http1,http2,doh2 s 2
      http.connection http1,http2,doh2 b 1
      http.content_type http1,http2,doh2 b 1
      http.content_len http1,http2,doh2 b 1
      http.cookie http1,http2,doh2 b 1
      http.header http1,http2,doh2 b 1
      http.header.raw http1,http2,doh2 b 1
      http.header_names http1,http2,doh2 b 1
      http.protocol http1,http2,doh2 b 1
      http.start http1,http2,doh2 b 1
      http.stat_code http1,http2,doh2 c 1
      http.stat_msg http1,http2,doh2 c 1
      http.response_line http1,http2,doh2 c 1
      http.response_header http1,http2,doh2 c 1 m
      http.response_body http1,http2,doh2 c 2
      http.server http1,http2,doh2 c 1
      http.location http1,http2,doh2 c 1
      file.data - b 2 m
      file.name - b 2 m
      filesize - b 2 n
      tls.sni tls s 1
      tls.version tls b 1 n
      tls.random tls b 1
      tls.random_time tls b 1
      tls.random_bytes tls b 1
      tls.alpn tls b 1 m
      tls.cert_subject tls c 2
      tls.cert_issuer tls c 2
      tls.cert_serial tls c 2
      tls.cert_fingerprint tls c 2
      tls.certs tls c 2 m
      tls.subjectaltname tls c 2 m
      tls.cert_chain_len tls c 2 n
      ja3.hash tls s 1
      ja3.string tls s 1
      ja3s.hash tls c 1
      ja3s.string tls c 1
      ja4.hash tls s 1
      dns.query dns,doh2 s 2 m
      dns.queries.rrname dns,doh2 b 2 m
      dns.answers.rrname dns,doh2 b 2 m
      dns.authorities.rrname dns,doh2 b 2 m
      dns.additionals.rrname dns,doh2 b 2 m
      dns.response.rrname dns,doh2 c 2 m
      dns.opcode dns,doh2 b 2 n
      dns.rcode dns,doh2 b 2 n
      dns.rrtype dns,doh2 b 2 n
      sip.method sip s 2
      sip.uri sip s 2
      sip.request_line sip s 2
      sip.user_agent sip s 2
      sip.stat_code sip c 2
      sip.stat_msg sip c 2
      sip.response_line sip c 2
      sip.protocol sip b 2
      sip.from sip b 2 m
      sip.to sip b 2 m
      sip.via sip b 2 m
      sip.content_type sip b 2 m
      sip.content_length sip b 2 m
      sdp.origin sip b 2 m
      sdp.session_name sip b 2 m
      sdp.session_info sip b 2 m
      sdp.uri sip b 2 m
      sdp.email sip b 2 m
      sdp.phone_number sip b 2 m
      sdp.connection_data sip b 2 m
      sdp.bandwidth sip b 2 m
      sdp.time sip b 2 m
      sdp.repeat_time sip b 2 m
      sdp.timezone sip b 2 m
      sdp.encryption_key sip b 2 m
      sdp.attribute sip b 2 m
      sdp.media.media sip b 2 m
      sdp.media.media_info sip b 2 m
      sdp.media.connection_data sip b 2 m
      sdp.media.bandwidth sip b 2 m
      sdp.media.encryption_key sip b 2 m
      sdp.media.attribute sip b 2 m
      ssh.proto ssh b 1
      ssh.software ssh b 1
      ssh.hassh ssh s 2
      ssh.hassh.string ssh s 2
      ssh.hassh.server ssh c 2
      ssh.hassh.server.string ssh c 2
      smb.named_pipe smb s 2
      smb.share smb s 2
      smb.version smb b 2 n
      dcerpc.opnum dcerpc,smb b 2 n
      dcerpc.iface dcerpc,smb b 2
      dcerpc.stub_data dcerpc,smb b 2
      krb5_msg_type krb5 b 2 n
      krb5_err_code krb5 c 2 n
      krb5.cname krb5 c 2 m
      krb5.sname krb5 c 2 m
      snmp.version snmp b 2 n
      snmp.community snmp b 2
      snmp.pdu_type snmp b 2 n
      snmp.trap_oid snmp b 2
      snmp.trap_address snmp b 2
      ldap.request.operation ldap s 2 n
      ldap.responses.operation ldap c 2 n
      ldap.responses.result_code ldap c 2 n
      ldap.responses.dn ldap c 2 m
      ldap.responses.message ldap c 2 m
      ntp.version ntp b 2 n
      ntp.mode ntp b 2 n
      ntp.stratum ntp b 2 n
      ntp.reference_id ntp b 2
      ftp.command ftp s 2
      ftp.command_data ftp s 2
      ftp.reply ftp c 2 m
      ftp.completion_code ftp c 2 m
      smtp.helo smtp s 2
      smtp.mail_from smtp s 2
      smtp.rcpt_to smtp s 2 m
      email.subject smtp s 2
      email.from smtp s 2
      email.to smtp s 2
      email.cc smtp s 2
      email.date smtp s 2
      email.message_id smtp s 2
      email.x_mailer smtp s 2
      email.received smtp s 2 m
      enip_command enip b 2 n
      cip_service enip b 2 n
      enip.status enip b 2 n
      enip.protocol_version enip b 2 n
      enip.vendor_id enip b 2 n
      enip.device_type enip b 2 n
      enip.product_code enip b 2 n
      enip.revision enip b 2 n
      enip.identity_status enip b 2 n
      enip.serial enip b 2 n
      enip.state enip b 2 n
      enip.cip_status enip b 2 n
      enip.cip_class enip b 2 n
      enip.cip_instance enip b 2 n
      enip.cip_attribute enip b 2 n
      enip.product_name enip b 2
      nfs_version nfs b 2 n
      http2.frametype http2,doh2 b 2 n
      http2.priority http2,doh2 b 1 n
      websocket.payload websocket b 2
      websocket.opcode websocket b 2 n
      websocket.mask websocket b 2 n
      websocket.flags websocket b 2 n
      nfs_procedure nfs b 2 n
      """;

  private static final Map<String, String> OTHER_NAMES = new HashMap<>();
  private static final Map<String, String> BEHIND_CONTENT = new HashMap<>();
  private static final Map<String, Part> PARTS = new HashMap<>();

  static {
    TABLE.lines().forEach(MessageKeywords::add);
    other("file_data file.data, filename file.name, http_accept http.accept");
    other("http_accept_enc http.accept_enc, http_accept_lang http.accept_lang");
    other("http_referer http.referer, http_connection http.connection, http_start http.start");
    other("http_content_len http.content_len, http_content_type http.content_type");
    other("http_protocol http.protocol, http_request_line http.request_line");
    other("http_response_line http.response_line, http_header_names http.header_names");
    other("dns_query dns.query, tls_sni tls.sni, tls_cert_subject tls.cert_subject");
    other("tls_cert_issuer tls.cert_issuer, tls_cert_serial tls.cert_serial");
    other("tls_cert_fingerprint tls.cert_fingerprint, ja3_hash ja3.hash, ja3_string ja3.string");
    other("ja3s_hash ja3s.hash, ja3s_string ja3s.string, ja4_hash ja4.hash");
    other("smb_named_pipe smb.named_pipe, smb_share smb.share, dce_opnum dcerpc.opnum");
    other("dce_iface dcerpc.iface, dce_stub_data dcerpc.stub_data, krb5_cname krb5.cname");
    other("krb5_sname krb5.sname, ssh_proto ssh.proto, ssh_software ssh.software");
    behind("http_uri http.uri, http_raw_uri http.uri.raw, http_method http.method");
    behind("http_header http.header, http_raw_header http.header.raw, http_cookie http.cookie");
    behind("http_user_agent http.user_agent, http_host http.host, http_raw_host http.host.raw");
    behind("http_stat_code http.stat_code, http_stat_msg http.stat_msg");
    behind("http_client_body http.request_body, http_server_body http.response_body");
  }

  private MessageKeywords() {}

  private static void add(String line) {
    String[] words = line.split(" ");
    Sides sides =
        switch (words[2]) {
          case "s" -> Sides.TO_SERVER;
          case "c" -> Sides.TO_CLIENT;
          default -> Sides.BOTH;
        };
    String kind = words.length > 4 ? words[4] : "";
    Set<String> applications = words[1].equals("-") ? Set.of() : Set.of(words[1].split(","));
    PARTS.put(
        words[0],
        new Part(
            words[0],
            applications,
            sides,
            Integer.parseInt(words[3]),
            kind.equals("m"),
            kind.equals("n")));
  }

  private static void other(String pairs) {
    for (String pair : pairs.split(", ")) {
      String[] words = pair.split(" ");
      OTHER_NAMES.put(words[0], words[1]);
    }
  }

  private static void behind(String pairs) {
    for (String pair : pairs.split(", ")) {
      String[] words = pair.split(" ");
      BEHIND_CONTENT.put(words[0], words[1]);
    }
  }

  /** The part that a keyword looks at, or null. */
  public static @Nullable Part of(String keyword) {
    return PARTS.get(OTHER_NAMES.getOrDefault(keyword, keyword));
  }

  /** The part that a keyword behind a content moves the content to, or null. */
  public static @Nullable Part behindContent(String keyword) {
    String name = BEHIND_CONTENT.get(keyword);
    return name == null ? null : PARTS.get(name);
  }

  /** Every keyword there is. */
  public static Set<String> names() {
    Set<String> names = new java.util.TreeSet<>(PARTS.keySet());
    names.addAll(OTHER_NAMES.keySet());
    names.addAll(BEHIND_CONTENT.keySet());
    return names;
  }
}
