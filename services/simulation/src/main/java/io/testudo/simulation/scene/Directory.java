package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.sensor.DomainAudit;
import io.testudo.simulation.sensor.DomainAudit.Service;
import io.testudo.simulation.sensor.SecurityAudit;
import io.testudo.simulation.sensor.SecurityAudit.Approach;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The domain: tickets, passwords, and logons over the network that rest on them. */
public final class Directory {

  private static final Duration SHORT = Duration.ofMillis(1);

  private final Office office;
  private final Network network;
  private final ZeekSensor zeek;
  private final Windows windows;
  private final SecurityAudit audit;
  private final DomainAudit domain;

  Directory(
      Office office,
      Network network,
      ZeekSensor zeek,
      Windows windows,
      SecurityAudit audit,
      DomainAudit domain) {
    this.office = office;
    this.network = network;
    this.zeek = zeek;
    this.windows = windows;
    this.audit = audit;
    this.domain = domain;
  }

  private Machine controller() {
    return office.at(Post.DOMAIN_CONTROLLER);
  }

  /** An account asks for a ticket to begin its day with. */
  public Instant signIn(Instant time, Machine from, String account, String sid, Chance chance) {
    Link link =
        kerberos(time, from, "AS", account, "krbtgt/" + realm(), "aes256-cts-hmac-sha1-96", chance);
    domain.ticketGranted(link.end(), account, sid, from, link.socket().clientPort());
    return link.end().plus(SHORT);
  }

  /** A person asks for a ticket with a wrong password. */
  public Instant signInWrongly(Instant time, Machine from, Person person, Chance chance) {
    Link link =
        network.tcp(time, from, controller(), 88, exchange("krb_tcp", 260, 210, chance), chance);
    kerberosRow(link, "AS", person.account(), "krbtgt/" + realm(), "", "KDC_ERR_PREAUTH_FAILED");
    domain.wrongPassword(
        link.end(), person.account(), office.sid(person), from, link.socket().clientPort());
    return link.end().plus(SHORT);
  }

  /** An account asks for a ticket to a service. */
  public Instant ticket(
      Instant time, Machine from, String account, Service service, Cipher cipher, Chance chance) {
    Link link = kerberos(time, from, "TGS", account, service.name(), cipher.zeek, chance);
    domain.serviceTicket(
        link.end(), account, service, from, link.socket().clientPort(), cipher.windows);
    return link.end().plus(SHORT);
  }

  /** How a ticket is encrypted. */
  public enum Cipher {
    AES("0x12", "aes256-cts-hmac-sha1-96"),
    RC4("0x17", "rc4-hmac");

    private final String windows;
    private final String zeek;

    Cipher(String windows, String zeek) {
      this.windows = windows;
      this.zeek = zeek;
    }
  }

  /** The account of a machine, as a service that tickets are asked for. */
  public Service service(Machine machine) {
    return domain.service(machine);
  }

  /** The account of a program, as a service that tickets are asked for. */
  public Service service(Person person) {
    return domain.service(person);
  }

  private Link kerberos(
      Instant time,
      Machine from,
      String request,
      String account,
      String service,
      String cipher,
      Chance chance) {
    Link link =
        network.tcp(
            time,
            from,
            controller(),
            88,
            exchange("krb_tcp", chance.between(1_350, 1_900), chance.between(1_300, 1_700), chance),
            chance);
    kerberosRow(link, request, account, service, cipher, "");
    return link;
  }

  private void kerberosRow(
      Link link, String request, String account, String service, String cipher, String error) {
    ObjectNode row = ZeekSensor.row(link.start(), link.uid(), link.socket());
    row.put("request_type", request);
    row.put("client", account + "/" + realm());
    row.put("service", service);
    row.put("success", error.isEmpty());
    if (error.isEmpty()) {
      row.put("till", link.start().plus(Duration.ofHours(10)).getEpochSecond() + 0.0);
      row.put("cipher", cipher);
      row.put("forwardable", true).put("renewable", true);
    } else {
      row.put("error_msg", error);
    }
    zeek.write("kerberos", link.end(), row);
  }

  private String realm() {
    return office.dnsDomain().toUpperCase(Locale.ROOT);
  }

  /** A short exchange of sizes. */
  public static Exchange exchange(String service, long up, long down, Chance chance) {
    return new Exchange(
        service,
        List.of(
            new Turn(Side.CLIENT, up, new byte[0], SHORT),
            new Turn(Side.SERVER, down, new byte[0], chance.seconds(0.0005, 0.004))),
        Ending.CLOSED);
  }

  /** An account logs on over the network to a Windows machine, with a ticket. */
  public Session logOn(
      Instant time, Machine from, Machine to, Person person, int port, Chance chance) {
    Instant ready = ticket(time, from, person.account(), service(to), Cipher.AES, chance);
    return windows.logOn(
        ready, to, person, new Approach(3, "-", from.ip(), port, Method.KERBEROS), chance);
  }

  /** An account logs on over the network to a Windows machine, with its password's hash. */
  public Session logOnWithNtlm(
      Instant time, Machine from, Machine to, Person person, int port, Chance chance) {
    domain.validated(time, person.account(), from.netbiosName(), "0x0");
    return windows.logOn(
        time.plus(SHORT),
        to,
        person,
        new Approach(3, from.netbiosName(), from.ip(), port, Method.NTLM),
        chance);
  }

  /** An account fails to log on over the network to a Windows machine. */
  public void failToLogOn(Instant time, Machine from, Machine to, Attempt attempt, int port) {
    boolean known = attempt.known == Known.NAME;
    domain.validated(
        time, attempt.account, attempt.workstation, known ? "0xc000006a" : "0xc0000064");
    audit.failedToLogOn(
        time.plus(SHORT),
        to,
        office.netbiosDomain(),
        attempt.account,
        new Approach(3, attempt.workstation, from.ip(), port, Method.NTLM),
        known ? "0xc000006a" : "0xc0000064");
  }

  /**
   * A logon that fails.
   *
   * @param account the name given
   * @param workstation the name that the other machine gives itself
   * @param known whether there is such an account
   */
  public record Attempt(String account, String workstation, Known known) {}

  /** What of a logon is right. */
  public enum Known {
    /** The name, not the password. */
    NAME,
    /** Nothing. */
    NOTHING
  }

  /** A program binds to the directory with a person's password, which is wrong. */
  public void bindWrongly(Instant time, Machine from, Attempt attempt, Chance chance) {
    Link link =
        network.tcp(time, from, controller(), 389, exchange("ldap", 90, 110, chance), chance);
    boolean known = attempt.known == Known.NAME;
    domain.validated(
        link.end(),
        attempt.account,
        controller().netbiosName(),
        known ? "0xc000006a" : "0xc0000064");
    audit.failedToLogOn(
        link.end().plus(SHORT),
        controller(),
        office.netbiosDomain(),
        attempt.account,
        new Approach(
            3,
            controller().netbiosName(),
            from.ip(),
            link.socket().clientPort(),
            Method.SIMPLE_BIND),
        known ? "0xc000006a" : "0xc0000064");
  }

  /** A program binds to the directory with a person's password, which is right. */
  public void bind(Instant time, Machine from, Person person, Chance chance) {
    Link link =
        network.tcp(time, from, controller(), 389, exchange("ldap", 620, 2_400, chance), chance);
    domain.validated(link.end(), person.account(), controller().netbiosName(), "0x0");
    Session session =
        windows.logOn(
            link.end().plus(SHORT),
            controller(),
            person,
            new Approach(
                3,
                controller().netbiosName(),
                from.ip(),
                link.socket().clientPort(),
                Method.SIMPLE_BIND),
            chance);
    audit.loggedOff(link.end().plusSeconds(1), controller(), session, 3);
  }

  /** A session over the network ends. */
  public void logOff(Instant time, Machine machine, Session session) {
    audit.loggedOff(time, machine, session, 3);
  }
}
