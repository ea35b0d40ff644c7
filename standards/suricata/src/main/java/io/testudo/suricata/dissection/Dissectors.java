package io.testudo.suricata.dissection;

import io.testudo.suricata.directory.KerberosDissector;
import io.testudo.suricata.directory.LdapDissector;
import io.testudo.suricata.directory.NtpDissector;
import io.testudo.suricata.directory.SnmpDissector;
import io.testudo.suricata.dns.DnsDissector;
import io.testudo.suricata.http.Http2Dissector;
import io.testudo.suricata.http.HttpDissector;
import io.testudo.suricata.http.WebSocketDissector;
import io.testudo.suricata.mail.FtpDissector;
import io.testudo.suricata.mail.SmtpDissector;
import io.testudo.suricata.plant.EnipDissector;
import io.testudo.suricata.plant.ModbusDissector;
import io.testudo.suricata.plant.NfsDissector;
import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.DissectorFactory;
import io.testudo.suricata.protocol.Ports;
import io.testudo.suricata.sip.SipDissector;
import io.testudo.suricata.smb.DceRpcDissector;
import io.testudo.suricata.smb.SmbDissector;
import io.testudo.suricata.ssh.SshDissector;
import io.testudo.suricata.tls.TlsDissector;
import org.jspecify.annotations.Nullable;

/** Makes a dissector by the name of its protocol. */
public final class Dissectors implements DissectorFactory {

  @Override
  public @Nullable Dissector dissector(String protocol, Ports ports, boolean isStream) {
    return switch (protocol) {
      case "http1" -> new HttpDissector();
      case "http2" -> new Http2Dissector();
      case "websocket" -> new WebSocketDissector();
      case "tls" -> new TlsDissector();
      case "dns", "mdns" -> new DnsDissector(isStream);
      case "sip" -> new SipDissector(isStream);
      case "ssh" -> new SshDissector();
      case "smb" -> new SmbDissector();
      case "dcerpc" -> new DceRpcDissector();
      case "krb5" -> new KerberosDissector(isStream);
      case "snmp" -> new SnmpDissector();
      case "ldap" -> new LdapDissector();
      case "ntp" -> new NtpDissector();
      case "ftp" -> new FtpDissector();
      case "smtp" -> new SmtpDissector();
      case "enip" -> new EnipDissector();
      case "modbus" -> new ModbusDissector();
      case "nfs" -> new NfsDissector(isStream);
      default -> null;
    };
  }
}
