package io.testudo.telemetry.recognition;

/** A form in which telemetry comes. */
public enum Format {
  /** Nothing is there. */
  EMPTY("empty"),
  /** One JSON object per line. */
  JSON_LINES("json-lines"),
  /** JSON objects over several lines, in an array, or without anything between them. */
  JSON_DOCUMENTS("json"),
  /** Zeek's separated values with their header. */
  ZEEK_TSV("zeek-tsv"),
  /** Syslog messages, one per line. */
  SYSLOG("syslog"),
  /** Syslog messages, each preceded by its length. */
  SYSLOG_COUNTED("syslog-counted"),
  /** Lines of the Linux audit daemon. */
  AUDITD("auditd"),
  /** Packets as libpcap writes them. */
  PCAP("pcap"),
  /** Packets in the blocks of pcapng. */
  PCAPNG("pcapng"),
  /** Datagrams of flow exporters, NetFlow 5, 9 or IPFIX, one after another. */
  NETFLOW("netflow"),
  /** A binary file of nfdump. */
  NFDUMP("nfdump"),
  /** Flows as nfdump prints them, separated by commas. */
  NFDUMP_CSV("nfdump-csv"),
  /** Flows as Argus prints them, separated by commas or tabs. */
  ARGUS("argus"),
  /** A Windows event log in binary form. */
  EVTX("evtx"),
  /** Entries of systemd's journal in its export format. */
  JOURNAL("journal"),
  /** Separated values of which an operator declared what they mean. */
  CSV("csv"),
  /** A segment of our own spool. */
  SPOOL("spool"),
  /** Nothing that is read here. */
  UNREAD("unknown");

  private final String word;

  Format(String word) {
    this.word = word;
  }

  /** Its name in messages and statistics. */
  public String word() {
    return word;
  }
}
