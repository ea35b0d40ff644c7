package io.testudo.suricata.rule;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The protocols that a rule's header may name. */
public final class Protocols {

  /** What a header's protocol means. */
  public record Meaning(int transport, Set<String> applications, Scope scope) {}

  /** What of the traffic is looked at. */
  public enum Scope {
    ANY,
    PACKETS,
    STREAM
  }

  private static final int ANY_TRANSPORT = -1;

  private static final Map<String, Meaning> TRANSPORTS =
      Map.ofEntries(
          Map.entry("ip", transport(ANY_TRANSPORT, Scope.ANY)),
          Map.entry("ipv4", transport(ANY_TRANSPORT, Scope.ANY)),
          Map.entry("ip4", transport(ANY_TRANSPORT, Scope.ANY)),
          Map.entry("ipv6", transport(ANY_TRANSPORT, Scope.ANY)),
          Map.entry("ip6", transport(ANY_TRANSPORT, Scope.ANY)),
          Map.entry("pkthdr", transport(ANY_TRANSPORT, Scope.PACKETS)),
          Map.entry("tcp", transport(6, Scope.ANY)),
          Map.entry("tcp-pkt", transport(6, Scope.PACKETS)),
          Map.entry("tcp-stream", transport(6, Scope.STREAM)),
          Map.entry("udp", transport(17, Scope.ANY)),
          Map.entry("icmp", transport(1, Scope.ANY)),
          Map.entry("icmpv4", transport(1, Scope.ANY)),
          Map.entry("icmpv6", transport(58, Scope.ANY)),
          Map.entry("sctp", transport(132, Scope.ANY)));

  private static final Map<String, Set<String>> APPLICATIONS =
      Map.ofEntries(
          Map.entry("http", Set.of("http1", "http2", "doh2")),
          Map.entry("http1", Set.of("http1")),
          Map.entry("http2", Set.of("http2", "doh2")),
          Map.entry("tls", Set.of("tls")),
          Map.entry("ssl", Set.of("tls")),
          Map.entry("dns", Set.of("dns", "doh2")),
          Map.entry("doh2", Set.of("doh2")),
          Map.entry("mdns", Set.of("mdns")),
          Map.entry("smb", Set.of("smb")),
          Map.entry("dcerpc", Set.of("dcerpc", "smb")),
          Map.entry("ssh", Set.of("ssh")),
          Map.entry("smtp", Set.of("smtp")),
          Map.entry("ftp", Set.of("ftp")),
          Map.entry("krb5", Set.of("krb5")),
          Map.entry("ntp", Set.of("ntp")),
          Map.entry("nfs", Set.of("nfs")),
          Map.entry("snmp", Set.of("snmp")),
          Map.entry("sip", Set.of("sip")),
          Map.entry("modbus", Set.of("modbus")),
          Map.entry("enip", Set.of("enip")),
          Map.entry("mqtt", Set.of("mqtt")),
          Map.entry("quic", Set.of("quic")),
          Map.entry("ike", Set.of("ike")),
          Map.entry("ikev2", Set.of("ike")),
          Map.entry("dhcp", Set.of("dhcp")),
          Map.entry("ldap", Set.of("ldap")),
          Map.entry("tftp", Set.of("tftp")),
          Map.entry("pop3", Set.of("pop3")),
          Map.entry("websocket", Set.of("websocket")));

  private Protocols() {}

  private static Meaning transport(int number, Scope scope) {
    return new Meaning(number, Set.of(), scope);
  }

  /** What a header's protocol means, or null if it is not known. */
  public static @Nullable Meaning of(String name) {
    Meaning transport = TRANSPORTS.get(name);
    if (transport != null) {
      return transport;
    }
    Set<String> applications = APPLICATIONS.get(name);
    return applications == null ? null : new Meaning(ANY_TRANSPORT, applications, Scope.ANY);
  }

  /** The protocols that a name of an application means; the name itself where it is not known. */
  public static Set<String> applications(String name) {
    return APPLICATIONS.getOrDefault(name, Set.of(name));
  }

  /** Whether a header's protocol fits the transport of what is seen. */
  public static boolean fits(String name, Meaning meaning, Sight sight) {
    int version = sight.packet() == null ? 0 : sight.packet().ipVersion();
    if (version != 0
        && ((name.equals("ipv4") || name.equals("ip4")) && version != 4
            || (name.equals("ipv6") || name.equals("ip6")) && version != 6)) {
      return false;
    }
    int transport = meaning.transport();
    return transport < 0
        || transport == sight.protocol()
        || (name.equals("icmp") && sight.protocol() == 58);
  }
}
