package io.testudo.simulation.office;

import io.testudo.simulation.chance.Chance;
import io.testudo.vocabulary.entity.IpAddress;
import java.util.BitSet;
import java.util.Locale;

/**
 * A machine with an address: what connections run between.
 *
 * <p>It remembers which port and process numbers it has handed out in this run, so that no two
 * connections or processes share one.
 */
public final class Machine {

  /** What runs on it, as far as sensors can tell. */
  public enum Platform {
    WINDOWS_CLIENT,
    WINDOWS_SERVER,
    LINUX,
    APPLIANCE;

    /** Whether it writes the Windows event log. */
    public boolean windows() {
      return this == WINDOWS_CLIENT || this == WINDOWS_SERVER;
    }
  }

  private final String name;
  private final String dnsName;
  private final IpAddress address;
  private final String addressText;
  private final Zone zone;
  private final Platform platform;
  private final byte[] hardwareAddress;
  private final BitSet ports = new BitSet();
  private final BitSet processes = new BitSet();

  Machine(String name, String dnsName, IpAddress address, Zone zone, Platform platform) {
    this.name = name;
    this.dnsName = dnsName;
    this.address = address;
    this.addressText = address.toString();
    this.zone = zone;
    this.platform = platform;
    byte[] four = address.bytes();
    byte vendor = (byte) (platform == Platform.APPLIANCE ? 0x1c : 0x0c);
    this.hardwareAddress = new byte[] {0x00, 0x50, vendor, four[1], four[2], four[3]};
  }

  /** Its short name. */
  public String name() {
    return name;
  }

  /** Its full name in the DNS; for machines on the Internet the name that people use. */
  public String dnsName() {
    return dnsName;
  }

  /** Its short name in capitals, as NetBIOS and the account of the computer have it. */
  public String netbiosName() {
    return name.toUpperCase(Locale.ROOT);
  }

  /** Its address. */
  public IpAddress address() {
    return address;
  }

  /** Its address as text. */
  public String ip() {
    return addressText;
  }

  /** Where it is. */
  public Zone zone() {
    return zone;
  }

  /** What runs on it. */
  public Platform platform() {
    return platform;
  }

  /** Its six bytes on the Ethernet. */
  public byte[] hardwareAddress() {
    return hardwareAddress.clone();
  }

  /** Its address on the Ethernet as text. */
  public String mac() {
    StringBuilder text = new StringBuilder();
    for (byte b : hardwareAddress) {
      text.append(text.isEmpty() ? "" : ":").append(String.format(Locale.ROOT, "%02x", b));
    }
    return text.toString();
  }

  /** A number that is this machine's own, as Sysmon puts in front of its process identifiers. */
  public int sysmonNumber() {
    return (int) (address.low() * 0x9E3779B1L) ^ name.hashCode();
  }

  /** A source port out of the range of its system that no other connection of this run has. */
  public int ephemeralPort(Chance chance) {
    boolean linux = platform == Platform.LINUX || platform == Platform.APPLIANCE;
    int least = linux ? 32_768 : 49_152;
    int most = linux ? 60_999 : 65_535;
    return taken(ports, chance.between(least, most), least, most, 1);
  }

  /** A process number that no other process of this run has. */
  public int processId(Chance chance) {
    return platform.windows()
        ? 4 * taken(processes, chance.between(300, 3_400), 300, 3_400, 1)
        : taken(processes, chance.between(1_200, 64_000), 1_200, 64_000, 1);
  }

  private static int taken(BitSet used, int wanted, int least, int most, int step) {
    int number = wanted;
    for (int i = least; i <= most && used.get(number); i += step) {
      number = number >= most ? least : number + step;
    }
    used.set(number);
    return number;
  }

  @Override
  public String toString() {
    return name + " (" + addressText + ")";
  }
}
