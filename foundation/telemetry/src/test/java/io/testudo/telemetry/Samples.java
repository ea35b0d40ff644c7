package io.testudo.telemetry;

import io.testudo.telemetry.evtx.EvtxWriter;
import io.testudo.telemetry.netflow.ExportWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small items of every format, by name. */
public final class Samples {

  private Samples() {}

  public static final String ZEEK_TSV =
      """
      #separator \\x09
      #set_separator	,
      #empty_field	(empty)
      #unset_field	-
      #path	dns
      #open	2026-03-01-10-00-00
      #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	proto	query	AA	answers	TTLs
      #types	time	string	addr	port	addr	port	enum	string	bool	vector[string]	vector[interval]
      1772359200.250000	CAbc	10.1.0.7	50123	10.1.0.2	53	udp	intranet.example	T	10.1.0.9,-	60.000000,-
      1772359201.000001	CAbd	10.1.0.7	50124	10.1.0.2	53	udp	caf\\xc3\\xa9.example	F	(empty)	-
      #close	2026-03-01-11-00-00
      #path	conn
      #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	proto	service	duration	orig_bytes	resp_bytes	conn_state	history	orig_pkts	orig_ip_bytes	resp_pkts	resp_ip_bytes
      #types	time	string	addr	port	addr	port	enum	string	interval	count	count	string	string	count	count	count	count
      1772359202.5	CAbe	10.1.0.7	50125	203.0.113.9	443	tcp	ssl	1.500000	1200	64000	SF	ShADadFf	12	1840	50	66600
      """;

  public static final String ZEEK_JSON =
      """
      {"_path":"conn","ts":1772359202.5,"uid":"CAbe","id.orig_h":"10.1.0.7","id.orig_p":50125,"id.resp_h":"203.0.113.9","id.resp_p":443,"proto":"tcp","service":"ssl","duration":1.5,"orig_bytes":1200,"resp_bytes":64000,"conn_state":"RSTR","history":"ShADadr","orig_pkts":12,"orig_ip_bytes":1840,"resp_pkts":50,"resp_ip_bytes":66600}
      {"_path":"dns","ts":1772359203.0,"uid":"CAbf","id.orig_h":"10.1.0.7","id.orig_p":50126,"id.resp_h":"10.1.0.2","id.resp_p":53,"proto":"udp","trans_id":7,"query":"intranet.example","answers":["10.1.0.9"]}
      {"_path":"notice","ts":1772359204.0,"note":"Scan::Port_Scan","msg":"10.1.0.7 scanned","src":"10.1.0.7","actions":["Notice::ACTION_LOG"]}
      """;

  public static final String EVE =
      """
      {"timestamp":"2026-03-01T11:00:02.500000+0100","flow_id":1,"event_type":"flow","src_ip":"10.1.0.7","src_port":50125,"dest_ip":"203.0.113.9","dest_port":443,"proto":"TCP","app_proto":"tls","flow":{"pkts_toserver":12,"pkts_toclient":50,"bytes_toserver":2000,"bytes_toclient":67000,"start":"2026-03-01T11:00:00.000000+0100","end":"2026-03-01T11:00:01.500000+0100","state":"closed","reason":"timeout"},"tcp":{"tcp_flags":"1f","tcp_flags_ts":"1b","tcp_flags_tc":"1b"}}
      {"timestamp":"2026-03-01T11:00:03.000000+0100","event_type":"alert","src_ip":"203.0.113.9","src_port":443,"dest_ip":"10.1.0.7","dest_port":50125,"proto":"TCP","app_proto":"tls","alert":{"action":"allowed","gid":1,"signature_id":2900001,"rev":3,"signature":"Odd certificate","category":"Misc activity","severity":3}}
      {"timestamp":"2026-03-01T11:00:04.000000+0100","event_type":"dns","src_ip":"10.1.0.7","src_port":50126,"dest_ip":"10.1.0.2","dest_port":53,"proto":"UDP","dns":{"type":"query","id":7,"rrname":"intranet.example","rrtype":"A"}}
      """;

  public static final String WINDOWS_FLAT =
      """
      {"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","SourceName":"Microsoft-Windows-Sysmon","Hostname":"PC7.example","EventTime":"2026-03-01 11:00:05","@timestamp":"2026-03-01T10:00:08.120Z","UtcTime":"2026-03-01 10:00:05.250","Image":"C:\\\\Windows\\\\System32\\\\cmd.exe","CommandLine":"cmd /c whoami","ProcessId":"4711"}
      {"EventID":4624,"Channel":"Security","SourceName":"Microsoft-Windows-Security-Auditing","Hostname":"PC7.example","EventTime":"2026-03-01 11:00:06","@timestamp":"2026-03-01T10:00:09.120Z","TargetUserName":"alice","LogonType":"3","IpAddress":"10.1.0.9"}
      """;

  public static final String WINDOWS_DUMP =
      """
      {
        "Event": {
          "#attributes": {"xmlns": "urn:example"},
          "System": {
            "Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon", "Guid": "5770385F"}},
            "EventID": 1,
            "TimeCreated": {"#attributes": {"SystemTime": "2026-03-01T10:00:05.250000Z"}},
            "Execution": {"#attributes": {"ProcessID": 2100, "ThreadID": 7}},
            "Channel": "Microsoft-Windows-Sysmon/Operational",
            "Computer": "PC7.example",
            "Security": null
          },
          "EventData": {
            "Image": "C:\\\\Windows\\\\System32\\\\cmd.exe",
            "CommandLine": "cmd /c whoami",
            "ProcessId": 4711
          }
        }
      }
      {
        "Event": {
          "System": {
            "Provider": {"#attributes": {"Name": "PowerShell"}},
            "EventID": {"#attributes": {"Qualifiers": 0}, "#text": 800},
            "TimeCreated": {"#attributes": {"SystemTime": "2026-03-01T10:00:06Z"}},
            "Channel": "Windows PowerShell",
            "Computer": "PC7.example"
          },
          "EventData": {"Data": {"#text": ["Get-Process", "details"]}}
        }
      }
      """;

  public static final String WINLOGBEAT =
      """
      {"@timestamp":"2026-03-01T10:00:05.250Z","winlog":{"event_id":1,"channel":"Microsoft-Windows-Sysmon/Operational","provider_name":"Microsoft-Windows-Sysmon","computer_name":"PC7.example","record_id":9,"event_data":{"Image":"C:\\\\Windows\\\\System32\\\\cmd.exe","CommandLine":"cmd /c whoami","ProcessId":"4711"}},"event":{"code":"1"},"message":"Process Create"}
      {"@timestamp":"2026-03-01T10:00:06.000Z","winlog.event_id":4624,"winlog.channel":"Security","winlog.computer_name":"PC7.example","winlog.event_data.TargetUserName":"alice","winlog.event_data.LogonType":"3"}
      {"@timestamp":"2026-03-01T10:00:07.000Z","event_id":4625,"log_name":"Security","source_name":"Microsoft-Windows-Security-Auditing","computer_name":"PC7.example","event_data":{"TargetUserName":"bob","LogonType":"3"}}
      """;

  public static final String SYSLOG =
      """
      <86>1 2026-03-01T10:00:05.250+01:00 web1 sshd 811 - [meta@1 note="a \\"b\\" \\]"] Accepted publickey for alice from 10.1.0.9 port 50222 ssh2: ED25519 SHA256:abc
      <38>Mar  1 10:00:06 web1 sshd[812]: Failed password for invalid user oracle from 198.51.100.4 port 40100 ssh2
      Mar  1 10:00:07 web1 sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id
      2026-03-01T10:00:08.5+00:00 web1 cron[99]: (root) CMD (run-parts /etc/cron.hourly)
      <189>*Mar  1 10:00:09.123: %SYS-5-CONFIG_I: Configured from console by vty0
      """;

  public static final String AUDITD =
      """
      type=SYSCALL msg=audit(1772359200.155:92): arch=c000003e syscall=59 success=yes a0=55 ppid=1 pid=2 uid=0 comm="ls" exe="/usr/bin/ls" key=(null)
      type=EXECVE msg=audit(1772359200.155:92): argc=2 a0="ls" a1=2D6C2061
      node=web1 type=USER_LOGIN msg=audit(1772359201.000:93): pid=3 uid=0 msg='op=login acct="root" hostname=? addr=10.1.0.9 terminal=ssh res=failed'
      """;

  public static final String CLOUDTRAIL =
      """
      {"Records":[{"eventVersion":"1.08","eventTime":"2026-03-01T10:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","userIdentity":{"type":"Root"}},
      {"eventVersion":"1.08","eventTime":"2026-03-01T10:00:01Z","eventSource":"s3.amazonaws.com","eventName":"GetObject"}]}
      """;

  public static final String OTHER_JSON =
      """
      {"time":"2026-03-01T10:00:00Z","what":"a thing","n":12345678901234567890,"x":1.5,"ok":true,"no":null,"in":{"deep":[1,"two"]}}
      {"what":"another"}
      """;

  /** Flows as Argus prints them. */
  public static final String ARGUS =
      "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,TotPkts,TotBytes,SrcBytes,SrcPkts\n"
          + "2026/03/01 12:00:00.250000,1.5,tcp,10.0.0.1,50000,   ->,10.0.0.2,443,FSPA_FSPA,"
          + "10,1000,400,4\n"
          + "2026/03/01 12:00:01,0,icmp,10.0.0.1,0x0303,   ->,10.0.0.5,,URP,1,70,70,1\n";

  /** Both directions of a flow, and one of another, as nfdump prints them. */
  public static final String NFDUMP_CSV =
      "ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt\n"
          + "2026-03-01 12:00:00,2026-03-01 12:00:01,1.500,10.0.0.1,10.0.0.2,50000,443,TCP,"
          + "...AP.SF,5,500\n"
          + "2026-03-01 12:00:00,2026-03-01 12:00:00,0.000,10.0.0.1,10.0.0.3,50001,53,UDP,"
          + "........,1,60\n"
          + "2026-03-01 12:00:00,2026-03-01 12:00:01,1.500,10.0.0.2,10.0.0.1,443,50000,TCP,"
          + "...AP.SF,6,600\n"
          + "Summary\nflows,bytes,packets\n3,1160,12\n";

  /** All of them, by a file name that gives nothing away. */
  public static Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("zeek-tsv", ZEEK_TSV);
    texts.put("zeek-json", ZEEK_JSON);
    texts.put("eve", EVE);
    texts.put("windows-flat", WINDOWS_FLAT);
    texts.put("windows-dump", WINDOWS_DUMP);
    texts.put("winlogbeat", WINLOGBEAT);
    texts.put("syslog", SYSLOG);
    texts.put("auditd", AUDITD);
    texts.put("cloudtrail", CLOUDTRAIL);
    texts.put("other-json", OTHER_JSON);
    texts.put("argus", ARGUS);
    texts.put("nfdump-csv", NFDUMP_CSV);
    texts.forEach((name, text) -> all.put(name, text.getBytes(StandardCharsets.UTF_8)));
    all.put("syslog-counted", counted());
    all.put("pcap", pcap());
    all.put("netflow", flowExports());
    all.put("journal", JOURNAL.getBytes(StandardCharsets.UTF_8));
    all.put("evtx", eventLog());
    all.put("gzip", gzip(ZEEK_JSON.getBytes(StandardCharsets.UTF_8)));
    byte[] eve = EVE.getBytes(StandardCharsets.UTF_8);
    byte[] columns = ZEEK_TSV.getBytes(StandardCharsets.UTF_8);
    all.put("zip", zip(Map.of("a/zeek.log", columns, "b.gz", gzip(eve))));
    all.put(
        "tar", tar("logs/eve.json", eve, "logs/auth.log", SYSLOG.getBytes(StandardCharsets.UTF_8)));
    return all;
  }

  /** A datagram of version 5, and of version 9 data, their template, and the answers. */
  private static byte[] flowExports() {
    byte[] template =
        ExportWriter.template(256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 2, 4, 1, 4, 22, 4, 21, 4);
    byte[] asked =
        ExportWriter.bytes(1, 4, 2, 4, 999, 2, 80, 2, 6, 1, 27, 1, 5, 4, 500, 4, 0, 4, 900, 4);
    byte[] answered =
        ExportWriter.bytes(2, 4, 1, 4, 80, 2, 999, 2, 6, 1, 27, 1, 6, 4, 900, 4, 10, 4, 900, 4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ExportWriter.version5(
            500,
            ExportWriter.SECOND,
            0,
            0,
            ExportWriter.record5(7, 8, 5000, 22, 6, 2, 100, 100),
            ExportWriter.record5(9, 8, 5000, 53, 17, 0, 100, 100)));
    out.writeBytes(
        new ExportWriter().set(256, asked, asked).version9(1000, ExportWriter.SECOND, 1, 7));
    out.writeBytes(new ExportWriter().set(0, template).version9(1000, ExportWriter.SECOND, 2, 7));
    out.writeBytes(new ExportWriter().set(256, answered).ipfix(ExportWriter.SECOND, 0, 7));
    out.writeBytes(new ExportWriter().set(256, answered).version9(1000, ExportWriter.SECOND, 3, 7));
    return out.toByteArray();
  }

  private static byte[] counted() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      String message = "<86>1 2026-03-01T10:00:0" + i + "Z web1 sshd 811 - - line " + i + "\nmore";
      text.append(message.length()).append(' ').append(message);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A capture of three TCP packets and two of UDP. */
  private static final String JOURNAL =
      """
      __CURSOR=s=1;i=2
      __REALTIME_TIMESTAMP=1772359206000250
      SYSLOG_IDENTIFIER=sshd
      MESSAGE=Failed password for root from 203.0.113.9 port 4242 ssh2
      BYTES
      \3\0\0\0\0\0\0\0a
      b

      __CURSOR=s=1;i=3
      __REALTIME_TIMESTAMP=1772359206000251
      MESSAGE=more

      """;

  private static byte[] eventLog() {
    return new EvtxWriter()
        .event(4688, "Security", 1772359200, Map.of("CommandLine", EvtxWriter.Datum.text("x.exe")))
        .event(4688, "Security", 1772359201, Map.of("CommandLine", EvtxWriter.Datum.text("y.exe")))
        .bytes();
  }

  public static byte[] pcap() {
    ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4);
    out.putInt(0).putInt(0).putInt(65535).putInt(101);
    packet(out, 0, 6, 40000, 443, 0x02);
    packet(out, 1, 17, 40001, 53, 0);
    packet(out, 2, 6, 40000, 443, 0x10);
    packet(out, 3, 17, 40001, 53, 0);
    packet(out, 900, 6, 40009, 22, 0x02);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void packet(
      ByteBuffer out, int second, int protocol, int source, int destination, int flags) {
    int transport = protocol == 6 ? 20 : 8;
    out.putInt(1772359200 + second).putInt(0).putInt(20 + transport).putInt(20 + transport);
    ByteBuffer ip = ByteBuffer.allocate(20 + transport);
    ip.put((byte) 0x45).put((byte) 0).putShort((short) (20 + transport)).putInt(0);
    ip.put((byte) 64).put((byte) protocol).putShort((short) 0);
    ip.putInt(0x0A010007).putInt(0x0A010002);
    ip.putShort((short) source).putShort((short) destination);
    if (protocol == 6) {
      ip.putInt(1).putInt(1).put((byte) 0x50).put((byte) flags).putShort((short) 100).putInt(0);
    } else {
      ip.putShort((short) 8).putShort((short) 0);
    }
    out.put(ip.array());
  }

  /** The bytes as a gzip file. */
  public static byte[] gzip(byte[] bytes) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
        zip.write(bytes);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A zip archive of these entries, sizes behind the data. */
  public static byte[] zip(Map<String, byte[]> entries) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        for (String name : entries.keySet().stream().sorted().toList()) {
          ZipEntry entry = new ZipEntry(name);
          entry.setTime(1_772_359_200_000L);
          zip.putNextEntry(entry);
          zip.write(entries.get(name));
          zip.closeEntry();
        }
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tar archive of two entries, names cut to 100 bytes. */
  public static byte[] tar(String name, byte[] bytes, String otherName, byte[] otherBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tarEntry(out, name, '0', bytes);
    tarEntry(out, otherName, '0', otherBytes);
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  /** Writes one entry of a tar archive. */
  public static void tarEntry(ByteArrayOutputStream out, String name, char kind, byte[] bytes) {
    ByteBuffer header = ByteBuffer.allocate(512);
    header.put(name.getBytes(StandardCharsets.UTF_8), 0, Math.min(100, name.length()));
    header.position(100).put("0000644\0".getBytes(StandardCharsets.US_ASCII));
    header
        .position(124)
        .put(String.format("%011o ", bytes.length).getBytes(StandardCharsets.US_ASCII));
    header
        .position(136)
        .put(String.format("%011o ", 1772359200).getBytes(StandardCharsets.US_ASCII));
    header.position(148).put("        ".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) kind);
    header.position(257).put("ustar\00000".getBytes(StandardCharsets.US_ASCII));
    int sum = 0;
    for (byte b : header.array()) {
      sum += b & 0xFF;
    }
    header.position(148).put(String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(header.array());
    out.writeBytes(bytes);
    out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
  }
}
