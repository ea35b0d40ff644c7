package io.testudo.telemetry.service;

/** The application protocols that are told by their first bytes, by number and name. */
public final class Services {

  /** None that is known. */
  public static final int UNKNOWN = 0;

  /** The order is part of the stored form; new names are added at the end. */
  private static final String[] NAMES = {
    "",
    "tls",
    "ssh",
    "http",
    "smb",
    "rdp",
    "ftp",
    "smtp",
    "pop3",
    "imap",
    "vnc",
    "dns",
    "modbus",
    "dnp3",
    "iec104",
    "mqtt",
    "ldap",
    "kerberos",
    "mysql",
    "postgresql",
    "redis",
    "telnet",
    "irc",
    "bittorrent",
    "dce_rpc",
    "sip",
    "xmpp",
    "mdns",
    "llmnr",
    "netbios-ns",
    "dhcp",
    "ntp",
    "snmp",
    "quic",
    "ssdp",
    "syslog",
    "radius",
    "stun",
    "dtls",
    "bacnet",
    "ike",
    "tftp",
    "iso-tsap",
    "netbios-ssn",
    "socks",
    "enip"
  };

  static final int TLS = 1;
  static final int SSH = 2;
  static final int HTTP = 3;
  static final int SMB = 4;
  static final int RDP = 5;
  static final int FTP = 6;
  static final int SMTP = 7;
  static final int POP3 = 8;
  static final int IMAP = 9;
  static final int VNC = 10;
  static final int DNS = 11;
  static final int MODBUS = 12;
  static final int DNP3 = 13;
  static final int IEC104 = 14;
  static final int MQTT = 15;
  static final int LDAP = 16;
  static final int KERBEROS = 17;
  static final int MYSQL = 18;
  static final int POSTGRESQL = 19;
  static final int REDIS = 20;
  static final int TELNET = 21;
  static final int IRC = 22;
  static final int BITTORRENT = 23;
  static final int DCE_RPC = 24;
  static final int SIP = 25;
  static final int XMPP = 26;
  static final int MDNS = 27;
  static final int LLMNR = 28;
  static final int NETBIOS_NS = 29;
  static final int DHCP = 30;
  static final int NTP = 31;
  static final int SNMP = 32;
  static final int QUIC = 33;
  static final int SSDP = 34;
  static final int SYSLOG = 35;
  static final int RADIUS = 36;
  static final int STUN = 37;
  static final int DTLS = 38;
  static final int BACNET = 39;
  static final int IKE = 40;
  static final int TFTP = 41;
  static final int ISO_TSAP = 42;
  static final int NETBIOS_SSN = 43;
  static final int SOCKS = 44;
  static final int ENIP = 45;

  private Services() {}

  /** How many there are, {@link #UNKNOWN} among them; every number is below. */
  public static int count() {
    return NAMES.length;
  }

  /** The name in lower case, for instance {@code dns}; empty for {@link #UNKNOWN}. */
  public static String name(int service) {
    return NAMES[service];
  }
}
