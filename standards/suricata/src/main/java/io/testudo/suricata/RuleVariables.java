package io.testudo.suricata;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the variables of rules' headers stand for.
 *
 * @param addresses address groups by name, without the dollar sign
 * @param ports port groups by name, without the dollar sign
 */
public record RuleVariables(Map<String, String> addresses, Map<String, String> ports) {

  /** Copies the maps. */
  public RuleVariables {
    addresses = Map.copyOf(addresses);
    ports = Map.copyOf(ports);
  }

  /** The names that community rules use, with private addresses for home and usual ports. */
  public static RuleVariables usual() {
    return withHome("[192.168.0.0/16,10.0.0.0/8,172.16.0.0/12,fd00::/8,fe80::/10]");
  }

  /** As {@link #usual}, with other addresses for home. */
  public static RuleVariables withHome(String home) {
    Map<String, String> addresses = new TreeMap<>();
    addresses.put("HOME_NET", home);
    addresses.put("EXTERNAL_NET", home.equals("any") ? "any" : "!$HOME_NET");
    for (String name :
        new String[] {
          "HTTP_SERVERS", "SMTP_SERVERS", "SQL_SERVERS", "DNS_SERVERS", "TELNET_SERVERS",
          "AIM_SERVERS", "DC_SERVERS", "DNP3_SERVER", "DNP3_CLIENT", "MODBUS_CLIENT",
          "MODBUS_SERVER", "ENIP_CLIENT", "ENIP_SERVER"
        }) {
      addresses.put(name, "$HOME_NET");
    }
    Map<String, String> ports = new TreeMap<>();
    ports.put("HTTP_PORTS", "80");
    ports.put("SHELLCODE_PORTS", "!80");
    ports.put("ORACLE_PORTS", "1521");
    ports.put("SSH_PORTS", "22");
    ports.put("DNP3_PORTS", "20000");
    ports.put("MODBUS_PORTS", "502");
    ports.put("FILE_DATA_PORTS", "[$HTTP_PORTS,110,143]");
    ports.put("FTP_PORTS", "21");
    ports.put("GENEVE_PORTS", "6081");
    ports.put("VXLAN_PORTS", "4789");
    ports.put("TEREDO_PORTS", "3544");
    ports.put("SIP_PORTS", "[5060,5061]");
    return new RuleVariables(addresses, ports);
  }
}
