package io.testudo.simulation.office;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine.Platform;
import io.testudo.simulation.office.Person.Role;
import io.testudo.vocabulary.entity.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An office with its network, machines and people, made of a seed.
 *
 * <p>Addresses of the office are private ones; addresses of everybody else come from the ranges for
 * documentation and benchmarks (RFC 5737, RFC 2544), so that nobody real is accused.
 */
public final class Office {

  private final Chance chance;
  private final String netbiosDomain;
  private final String dnsDomain;
  private final String publicDomain;
  private final String domainSid;
  private final int network;
  private final int[] thirdOctets;
  private final Map<Post, Machine> posts = new LinkedHashMap<>();
  private final List<Desk> desks = new ArrayList<>();
  private final List<Machine> printers = new ArrayList<>();
  private final List<Person> services = new ArrayList<>();
  private final Person absentAdministrator;
  private final Map<String, Machine> internet = new LinkedHashMap<>();

  /** A machine that every office has, by what it does. */
  public enum Post {
    FIREWALL,
    DOMAIN_CONTROLLER,
    FILE_SERVER,
    APPLICATION_SERVER,
    MANAGEMENT_SERVER,
    MAIL_SERVER,
    PROXY,
    MONITORING,
    VULNERABILITY_SCANNER,
    NAS,
    INTRANET,
    BUILD_SERVER,
    DATABASE,
    WEB_SERVER,
    SSH_GATEWAY,
    REMOTE_DESKTOP_HOST,
    LOAD_BALANCER
  }

  /**
   * A workstation and who sits at it.
   *
   * @param machine the workstation
   * @param person whose it is
   */
  public record Desk(Machine machine, Person person) {}

  /** How machines are called here. */
  private record Style(String server, String workstation) {}

  private static final List<Style> STYLES =
      List.of(
          new Style("srv-%s01", "ws-%03d"),
          new Style("hq-%s1", "pc%04d"),
          new Style("%s-prod-01", "lap-%04d"),
          new Style("s-%s", "desk%03d"),
          new Style("%s01", "wks-%04d"));

  /**
   * @param chance the office's own stream
   * @param hosts how many machines, 25 to 60
   */
  public Office(Chance chance, int hosts) {
    this.chance = chance;
    Chance naming = chance.stream("names");
    String company = naming.pick(Names.COMPANY);
    this.netbiosDomain = company.toUpperCase(Locale.ROOT);
    this.publicDomain = company + "-" + naming.pick(Names.TRADE) + ".example";
    this.dnsDomain = naming.pick("corp.", "ad.", "int.") + publicDomain;
    this.domainSid =
        String.format(
            Locale.ROOT,
            "S-1-5-21-%d-%d-%d",
            naming.between(1_000_000_000L, 4_000_000_000L),
            naming.between(100_000_000L, 4_000_000_000L),
            naming.between(100_000_000L, 4_000_000_000L));
    this.network =
        naming.happens(0.6)
            ? (10 << 24) | (naming.between(1, 250) << 16)
            : (172 << 24) | (naming.between(16, 31) << 16);
    int lowest = naming.between(1, 30);
    this.thirdOctets =
        new int[] {lowest, lowest + naming.between(5, 20), lowest + 100, lowest + 150, 0};
    Style style = naming.pick(STYLES);
    placeServers(style, naming);
    placeDesks(style, naming, hosts - Post.values().length - 2);
    for (int i = 0; i < 2; i++) {
      String name = "prn-" + naming.pick("floor", "hall", "lobby") + (i + 1);
      printers.add(inside(name, Zone.CLIENTS, 230 + i, Platform.APPLIANCE));
    }
    services.add(new Person("Backup service", "svc-backup", 1190, Role.SERVICE));
    services.add(new Person("Database service", "svc-sql", 1191, Role.SERVICE));
    services.add(new Person("Web application", "svc-web", 1192, Role.SERVICE));
    services.add(new Person("Directory synchronisation", "svc-adsync", 1193, Role.SERVICE));
    services.add(new Person("Vulnerability scanner", "svc-vscan", 1194, Role.SERVICE));
    services.add(new Person("Print accounting", "svc-print", 1195, Role.SERVICE));
    services.add(new Person("Reports", "svc-report", 1196, Role.SERVICE));
    services.add(new Person("Fax gateway", "svc-fax", 1197, Role.SERVICE));
    String first = naming.pick(Names.FIRST);
    String last = naming.pick(Names.LAST);
    absentAdministrator =
        new Person(
            first + " " + last,
            "adm-" + (first.charAt(0) + last + "2").toLowerCase(Locale.ROOT),
            1103,
            Role.ADMINISTRATOR);
  }

  private void placeServers(Style style, Chance naming) {
    int host = 10;
    for (Post post : Post.values()) {
      String word =
          switch (post) {
            case FIREWALL -> naming.pick("fw", "gw", "edge");
            case DOMAIN_CONTROLLER -> "dc";
            case FILE_SERVER -> naming.pick("file", "fs", "files");
            case APPLICATION_SERVER -> naming.pick("app", "erp", "crm");
            case MANAGEMENT_SERVER -> naming.pick("mgmt", "sccm", "cm");
            case MAIL_SERVER -> naming.pick("mail", "mx");
            case PROXY -> naming.pick("proxy", "squid");
            case MONITORING -> naming.pick("nagios", "mon", "icinga");
            case VULNERABILITY_SCANNER -> naming.pick("nessus", "vscan", "openvas");
            case NAS -> naming.pick("nas", "backup");
            case INTRANET -> naming.pick("intranet", "wiki");
            case BUILD_SERVER -> naming.pick("build", "ci", "jenkins");
            case DATABASE -> naming.pick("sql", "db");
            case WEB_SERVER -> naming.pick("www", "web");
            case SSH_GATEWAY -> naming.pick("bastion", "sftp", "jump");
            case REMOTE_DESKTOP_HOST -> naming.pick("rds", "ts", "remote");
            case LOAD_BALANCER -> naming.pick("lb", "haproxy");
          };
      Zone zone =
          switch (post) {
            case WEB_SERVER, SSH_GATEWAY, REMOTE_DESKTOP_HOST, LOAD_BALANCER -> Zone.DMZ;
            default -> Zone.SERVERS;
          };
      Platform platform =
          switch (post) {
            case DOMAIN_CONTROLLER,
                FILE_SERVER,
                APPLICATION_SERVER,
                MANAGEMENT_SERVER,
                DATABASE,
                REMOTE_DESKTOP_HOST ->
                Platform.WINDOWS_SERVER;
            case FIREWALL, NAS -> Platform.APPLIANCE;
            default -> Platform.LINUX;
          };
      int last = post == Post.FIREWALL ? 1 : host;
      host += naming.between(1, 5);
      posts.put(post, inside(String.format(Locale.ROOT, style.server, word), zone, last, platform));
    }
  }

  private void placeDesks(Style style, Chance naming, int count) {
    List<String> taken = new ArrayList<>();
    int number = naming.between(1, 60);
    boolean dotted = naming.happens(0.5);
    for (int i = 0; i < count; i++) {
      String first = naming.pick(Names.FIRST);
      String last = naming.pick(Names.LAST);
      String account =
          (dotted ? first + "." + last : first.charAt(0) + last).toLowerCase(Locale.ROOT);
      if (taken.contains(account)) {
        account = account + (i + 1);
      }
      taken.add(account);
      Role role = i == 0 ? Role.ADMINISTRATOR : i == 1 ? Role.DEVELOPER : Role.EMPLOYEE;
      number += naming.between(1, 4);
      desks.add(
          new Desk(
              inside(
                  String.format(Locale.ROOT, style.workstation, number),
                  Zone.CLIENTS,
                  20 + i * 2 + naming.between(0, 1),
                  Platform.WINDOWS_CLIENT),
              new Person(
                  first + " " + last,
                  role == Role.ADMINISTRATOR ? "adm-" + account : account,
                  1104 + i,
                  role)));
    }
  }

  private Machine inside(String name, Zone zone, int last, Platform platform) {
    return new Machine(
        name, name + "." + dnsDomain, IpAddress.v4(subnet(zone) | last), zone, platform);
  }

  /** The first address of a zone's /24. */
  private int subnet(Zone zone) {
    return network | (thirdOctets[zone.ordinal()] << 8);
  }

  /** The address of a zone's machine with this last octet. */
  public IpAddress addressIn(Zone zone, int lastOctet) {
    return IpAddress.v4(subnet(zone) | lastOctet);
  }

  /** The machine that does this. */
  public Machine at(Post post) {
    Machine machine = posts.get(post);
    if (machine == null) {
      throw new IllegalStateException("no machine is posted as " + post);
    }
    return machine;
  }

  /** All workstations; the administrator's first, the developer's second. */
  public List<Desk> desks() {
    return List.copyOf(desks);
  }

  /** The administrators' workstation. */
  public Desk administration() {
    return desks.get(0);
  }

  /** An administrator who is out of the office; only the account is here. */
  public Person absentAdministrator() {
    return absentAdministrator;
  }

  /** The developer's workstation. */
  public Desk development() {
    return desks.get(1);
  }

  /** The desks of people who neither administer nor develop. */
  public List<Desk> employees() {
    return List.copyOf(desks.subList(2, desks.size()));
  }

  /** The printers. */
  public List<Machine> printers() {
    return List.copyOf(printers);
  }

  /** Every machine of the office. */
  public List<Machine> machines() {
    List<Machine> all = new ArrayList<>(posts.values());
    desks.forEach(desk -> all.add(desk.machine()));
    all.addAll(printers);
    return all;
  }

  /** The machines of the server room and the DMZ. */
  public List<Machine> servers() {
    return List.copyOf(posts.values());
  }

  /** The accounts of programs. */
  public List<Person> services() {
    return List.copyOf(services);
  }

  /** The account of the program that is called so. */
  public Person service(String account) {
    return services.stream()
        .filter(person -> person.account().equals(account))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service account " + account));
  }

  /** A machine on the Internet that everybody may use, by its name: always the same address. */
  public Machine site(String name) {
    return internet.computeIfAbsent(
        name,
        key -> {
          Chance own = chance.stream("site " + key);
          int address =
              (198 << 24)
                  | (own.between(18, 19) << 16)
                  | (own.between(0, 255) << 8)
                  | own.between(1, 254);
          return new Machine(key, key, IpAddress.v4(address), Zone.INTERNET, Platform.LINUX);
        });
  }

  /** A machine on the Internet that nobody here has heard of. */
  public Machine stranger(String name) {
    return internet.computeIfAbsent(
        "stranger " + name,
        key -> {
          Chance own = chance.stream(key);
          int prefix = own.pick(0xC0000200, 0xC6336400, 0xCB007100);
          return new Machine(
              name,
              name,
              IpAddress.v4(prefix | own.between(1, 254)),
              Zone.INTERNET,
              Platform.LINUX);
        });
  }

  /** The machine of the VPN zone that a person outside works from. */
  public Machine throughVpn(String name, int lastOctet) {
    return new Machine(name, name, addressIn(Zone.VPN, lastOctet), Zone.VPN, Platform.LINUX);
  }

  /** All machines of a zone at once. */
  public Machine broadcast(Zone zone) {
    return new Machine("broadcast", "broadcast", addressIn(zone, 255), zone, Platform.APPLIANCE);
  }

  /** The domain as Windows writes it before a backslash. */
  public String netbiosDomain() {
    return netbiosDomain;
  }

  /** The domain as the directory and the DNS have it. */
  public String dnsDomain() {
    return dnsDomain;
  }

  /** The domain that the world knows. */
  public String publicDomain() {
    return publicDomain;
  }

  /** The security identifier of the domain. */
  public String domainSid() {
    return domainSid;
  }

  /** The security identifier of an account. */
  public String sid(Person person) {
    return domainSid + "-" + person.relativeId();
  }
}
