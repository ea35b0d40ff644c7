package io.testudo.simulation.sensor;

import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import java.time.Instant;
import java.util.Locale;

/** What a domain controller writes to its security log beyond what every machine does. */
public final class DomainAudit {

  private final WindowsCollector collector;
  private final Office office;
  private final Machine controller;

  /** Writes to {@code collector} as the office's domain controller. */
  public DomainAudit(WindowsCollector collector, Office office) {
    this.collector = collector;
    this.office = office;
    this.controller = office.at(Post.DOMAIN_CONTROLLER);
  }

  /** Event 4768: an account asked for a ticket-granting ticket and got it. */
  public void ticketGranted(Instant time, String account, String sid, Machine from, int port) {
    collector.write(
        SecurityAudit.entry(4768, 14339, time, controller)
            .put("TargetUserName", account)
            .put("TargetDomainName", office.dnsDomain().toUpperCase(Locale.ROOT))
            .put("TargetSid", sid)
            .put("ServiceName", "krbtgt")
            .put("ServiceSid", office.domainSid() + "-502")
            .put("TicketOptions", "0x40810010")
            .put("Status", "0x0")
            .put("TicketEncryptionType", "0x12")
            .put("PreAuthType", 2)
            .put("IpAddress", "::ffff:" + from.ip())
            .put("IpPort", port));
  }

  /**
   * Event 4769: an account asked for a ticket to a service and got it.
   *
   * @param encryption {@code 0x12} for AES-256, {@code 0x17} for RC4
   */
  public void serviceTicket(
      Instant time, String account, Service service, Machine from, int port, String encryption) {
    String realm = office.dnsDomain().toUpperCase(Locale.ROOT);
    collector.write(
        SecurityAudit.entry(4769, 14337, time, controller)
            .put("TargetUserName", account + "@" + realm)
            .put("TargetDomainName", realm)
            .put("ServiceName", service.name())
            .put("ServiceSid", service.sid())
            .put("TicketOptions", encryption.equals("0x17") ? "0x40800000" : "0x40810000")
            .put("TicketEncryptionType", encryption)
            .put("IpAddress", "::ffff:" + from.ip())
            .put("IpPort", port)
            .put("Status", "0x0")
            .put("LogonGuid", "{00000000-0000-0000-0000-000000000000}")
            .put("TransmittedServices", "-"));
  }

  /** An account that tickets are asked for. */
  public record Service(String name, String sid) {}

  /** The account of a machine. */
  public Service service(Machine machine) {
    return new Service(machine.netbiosName() + "$", machineSid(machine));
  }

  /** The account that a program runs under. */
  public Service service(Person person) {
    return new Service(person.account(), office.sid(person));
  }

  /** The security identifier of a machine's account. */
  public String machineSid(Machine machine) {
    return office.domainSid() + "-" + (1300 + (int) (machine.address().low() & 0xFF));
  }

  /** Event 4771: the password given for a ticket was wrong. */
  public void wrongPassword(Instant time, String account, String sid, Machine from, int port) {
    collector.write(
        SecurityAudit.entry(4771, 14339, time, controller)
            .put("TargetUserName", account)
            .put("TargetSid", sid)
            .put("ServiceName", "krbtgt/" + office.netbiosDomain())
            .put("TicketOptions", "0x40810010")
            .put("Status", "0x18")
            .put("PreAuthType", 2)
            .put("IpAddress", "::ffff:" + from.ip())
            .put("IpPort", port));
  }

  /** Event 4776: a password was checked the old way. */
  public void validated(Instant time, String account, String workstation, String status) {
    collector.write(
        SecurityAudit.entry(4776, 14336, time, controller)
            .put("PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0")
            .put("TargetUserName", account)
            .put("Workstation", workstation)
            .put("Status", status));
  }

  /** Event 4662: an object of the directory was operated on. */
  public void directoryAccess(Instant time, Session session, String rights) {
    collector.write(
        SecurityAudit.entry(4662, 14080, time, controller)
            .session("Subject", session)
            .put("ObjectServer", "DS")
            .put("ObjectType", "%{19195a5b-6da0-11d0-afd3-00c04fd930c9}")
            .put("ObjectName", "%{3933c65d-ac7f-4c79-b5b7-ad0fb941333c}")
            .put("OperationType", "Object Access")
            .put("HandleId", "0x0")
            .put("AccessList", "%%7688\r\n\t\t\t\t")
            .put("AccessMask", "0x100")
            .put("Properties", "%%7688\r\n\t\t" + rights)
            .put("AdditionalInfo", "-")
            .put("AdditionalInfo2", ""));
  }

  /** Event 4732 or 4728: an account was put into a group. */
  public void groupJoined(Instant time, Session session, Person member, String group) {
    collector.write(
        SecurityAudit.entry(4728, 13826, time, controller)
            .session("Subject", session)
            .put("MemberName", "CN=" + member.fullName() + ",OU=Staff")
            .put("MemberSid", office.sid(member))
            .put("TargetUserName", group)
            .put("TargetDomainName", office.netbiosDomain())
            .put("TargetSid", office.domainSid() + "-1601")
            .put("PrivilegeList", "-"));
  }
}
