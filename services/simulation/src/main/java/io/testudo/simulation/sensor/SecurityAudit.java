package io.testudo.simulation.sensor;

import io.testudo.simulation.office.Machine;
import io.testudo.simulation.sensor.WindowsCollector.Channel;
import io.testudo.simulation.sensor.WindowsCollector.Entry;
import java.time.Instant;
import java.util.Locale;

/** The security log of the office's Windows machines, under a usual audit policy. */
public final class SecurityAudit {

  private static final String NOBODY = "S-1-0-0";
  private static final String NO_GUID = "{00000000-0000-0000-0000-000000000000}";
  private static final String PRIVILEGES =
      String.join(
          "\r\n\t\t\t",
          "SeSecurityPrivilege",
          "SeBackupPrivilege",
          "SeRestorePrivilege",
          "SeTakeOwnershipPrivilege",
          "SeDebugPrivilege",
          "SeSystemEnvironmentPrivilege",
          "SeLoadDriverPrivilege",
          "SeImpersonatePrivilege");

  private final WindowsCollector collector;

  /** Writes to {@code collector}. */
  public SecurityAudit(WindowsCollector collector) {
    this.collector = collector;
  }

  /**
   * Where a logon comes from and how it is made.
   *
   * @param type the logon type: 2 at the console, 3 over the network, 5 a service, 10 remote
   *     desktop
   * @param workstation the name that the other machine gives itself; a dash if none
   * @param ip the other machine's address; a dash if none
   * @param port the other machine's port
   * @param method how the account proved itself
   */
  public record Approach(int type, String workstation, String ip, int port, Method method) {}

  /** How an account proves itself. */
  public enum Method {
    KERBEROS("Kerberos", "Kerberos", "-"),
    NTLM("NtLmSsp ", "NTLM", "NTLM V2"),
    NEGOTIATE("User32 ", "Negotiate", "-"),
    SIMPLE_BIND("Advapi  ", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0", "-"),
    SERVICE("Advapi  ", "Negotiate", "-");

    private final String process;
    private final String authenticationPackage;
    private final String lanManagerPackage;

    Method(String process, String authenticationPackage, String lanManagerPackage) {
      this.process = process;
      this.authenticationPackage = authenticationPackage;
      this.lanManagerPackage = lanManagerPackage;
    }
  }

  /** Event 4624: an account logged on. */
  public void loggedOn(Instant time, Machine machine, Session session, Approach approach) {
    collector.write(
        logon(4624, 12544, time, machine, approach)
            .session("Target", session)
            .put("LogonGuid", session.guid())
            .put("ElevatedToken", session.integrity().equals("Medium") ? "%%1843" : "%%1842")
            .put("ImpersonationLevel", "%%1833")
            .put("RestrictedAdminMode", "-")
            .put("VirtualAccount", "%%1843")
            .put("TargetLinkedLogonId", "0x0")
            .put("TargetOutboundUserName", "-")
            .put("TargetOutboundDomainName", "-"));
  }

  /**
   * Event 4625: an account failed to log on.
   *
   * @param subStatus why: {@code 0xc000006a} for the password, {@code 0xc0000064} for the name
   */
  public void failedToLogOn(
      Instant time,
      Machine machine,
      String domain,
      String account,
      Approach approach,
      String subStatus) {
    collector.write(
        logon(4625, 12544, time, machine, approach)
            .put("TargetUserSid", NOBODY)
            .put("TargetUserName", account)
            .put("TargetDomainName", domain)
            .put("Status", "0xc000006d")
            .put("FailureReason", "%%2313")
            .put("SubStatus", subStatus));
  }

  private static Entry logon(int id, int task, Instant time, Machine machine, Approach approach) {
    boolean local = approach.type == 2 || approach.type == 5 || approach.type == 10;
    return WindowsCollector.entry(Channel.SECURITY, id, machine, time)
        .put("Task", task)
        .put("SubjectUserSid", local ? "S-1-5-18" : NOBODY)
        .put("SubjectUserName", local ? machine.netbiosName() + "$" : "-")
        .put("SubjectDomainName", "-")
        .put("SubjectLogonId", local ? "0x3e7" : "0x0")
        .put("LogonType", approach.type)
        .put("LogonProcessName", approach.method.process)
        .put("AuthenticationPackageName", approach.method.authenticationPackage)
        .put("LmPackageName", approach.method.lanManagerPackage)
        .put("KeyLength", approach.method == Method.NTLM ? 128 : 0)
        .put("TransmittedServices", "-")
        .put("WorkstationName", approach.workstation)
        .put("ProcessId", local ? "0x2b4" : "0x0")
        .put(
            "ProcessName",
            approach.type == 5
                ? "C:\\Windows\\System32\\services.exe"
                : local ? "C:\\Windows\\System32\\svchost.exe" : "-")
        .put("IpAddress", approach.ip)
        .put("IpPort", approach.ip.equals("-") ? "-" : String.valueOf(approach.port));
  }

  /** Event 4634: a session ended. */
  public void loggedOff(Instant time, Machine machine, Session session, int type) {
    collector.write(
        entry(4634, 12545, time, machine).session("Target", session).put("LogonType", type));
  }

  /** Event 4648: a process logged on with credentials that it was given. */
  public void explicitCredentials(
      Instant time, Proc process, String domain, String account, Machine target) {
    collector.write(
        entry(4648, 12544, time, process.machine())
            .session("Subject", process.session())
            .put("LogonGuid", NO_GUID)
            .put("TargetUserName", account)
            .put("TargetDomainName", domain)
            .put("TargetLogonGuid", NO_GUID)
            .put("TargetServerName", target.dnsName())
            .put("TargetInfo", target.dnsName())
            .put("ProcessId", hex(process.id()))
            .put("ProcessName", process.image())
            .put("IpAddress", "-")
            .put("IpPort", "-"));
  }

  /** Event 4672: a session has administrators' rights. */
  public void privileged(Instant time, Machine machine, Session session) {
    collector.write(
        entry(4672, 12548, time, machine)
            .session("Subject", session)
            .put("PrivilegeList", PRIVILEGES));
  }

  /** Event 4688: a process was created. */
  public void created(Instant time, Proc process, Proc parent) {
    collector.write(
        entry(4688, 13312, time, process.machine())
            .session("Subject", process.session())
            .put("NewProcessId", hex(process.id()))
            .put("NewProcessName", process.image())
            .put("TokenElevationType", "%%1936")
            .put("ProcessId", hex(parent.id()))
            .put("ParentProcessName", parent.image())
            .put("CommandLine", process.commandLine())
            .put("TargetUserSid", NOBODY)
            .put("TargetUserName", "-")
            .put("TargetDomainName", "-")
            .put("TargetLogonId", "0x0")
            .put("MandatoryLabel", label(process.session().integrity())));
  }

  private static String label(String integrity) {
    return switch (integrity) {
      case "Medium" -> "S-1-16-8192";
      case "High" -> "S-1-16-12288";
      default -> "S-1-16-16384";
    };
  }

  /** Event 4689: a process ended. */
  public void ended(Instant time, Proc process) {
    collector.write(
        entry(4689, 13313, time, process.machine())
            .session("Subject", process.session())
            .put("Status", "0x0")
            .put("ProcessId", hex(process.id()))
            .put("ProcessName", process.image()));
  }

  /** Events 4697 and 7045: a service was installed. */
  public void serviceInstalled(
      Instant time, Machine machine, Session session, String service, String command) {
    collector.write(
        entry(4697, 12289, time, machine)
            .session("Subject", session)
            .put("ServiceName", service)
            .put("ServiceFileName", command)
            .put("ServiceType", "0x10")
            .put("ServiceStartType", 3)
            .put("ServiceAccount", "LocalSystem"));
    collector.write(
        WindowsCollector.entry(Channel.SYSTEM, 7045, machine, time.plusMillis(2))
            .put("Task", 0)
            .put("ServiceName", service)
            .put("ImagePath", command)
            .put("ServiceType", "user mode service")
            .put("StartType", "demand start")
            .put("AccountName", "LocalSystem"));
  }

  /** Event 7036: a service started or stopped. */
  public void serviceState(Instant time, Machine machine, String service, String state) {
    collector.write(
        WindowsCollector.entry(Channel.SYSTEM, 7036, machine, time)
            .put("Task", 0)
            .put("param1", service)
            .put("param2", state));
  }

  /** Event 4698, or 4699 or 4702: a scheduled task was created, deleted or changed. */
  public void task(
      Instant time,
      Machine machine,
      Session session,
      TaskChange change,
      String name,
      String command) {
    Entry entry =
        entry(change.id, 12804, time, machine).session("Subject", session).put("TaskName", name);
    String content =
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task version=\"1.2\""
            + " xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\r\n"
            + "  <RegistrationInfo>\r\n    <Author>"
            + session.user()
            + "</Author>\r\n    <URI>"
            + name
            + "</URI>\r\n  </RegistrationInfo>\r\n  <Actions Context=\"Author\">\r\n    <Exec>\r\n"
            + "      <Command>"
            + command.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            + "</Command>\r\n    </Exec>\r\n  </Actions>\r\n</Task>";
    switch (change) {
      case CREATED -> entry.put("TaskContent", content);
      case UPDATED -> entry.put("TaskContentNew", content);
      case DELETED -> {}
    }
    collector.write(entry);
  }

  /** What happens to a scheduled task. */
  public enum TaskChange {
    CREATED(4698),
    DELETED(4699),
    UPDATED(4702);

    private final int id;

    TaskChange(int id) {
      this.id = id;
    }
  }

  /** Event 5140: a share was opened. */
  public void shareOpened(
      Instant time, Machine machine, Session session, Machine from, int port, String share) {
    collector.write(share(5140, 12808, time, machine, session, from, port, share, "0x1"));
  }

  /** Event 5145: a file on a share was asked for. */
  public void shareFile(
      Instant time,
      Machine machine,
      Session session,
      Machine from,
      int port,
      String share,
      String file,
      String mask) {
    collector.write(
        share(5145, 12811, time, machine, session, from, port, share, mask)
            .put("RelativeTargetName", file)
            .put("AccessReason", "-"));
  }

  private static Entry share(
      int id,
      int task,
      Instant time,
      Machine machine,
      Session session,
      Machine from,
      int port,
      String share,
      String mask) {
    return entry(id, task, time, machine)
        .session("Subject", session)
        .put("ObjectType", "File")
        .put("IpAddress", from.ip())
        .put("IpPort", port)
        .put("ShareName", "\\\\*\\" + share)
        .put("ShareLocalPath", share.endsWith("$") ? "" : "\\??\\D:\\Shares\\" + share)
        .put("AccessMask", mask)
        .put("AccessList", mask.equals("0x2") ? "%%4417\r\n\t\t\t\t" : "%%4416\r\n\t\t\t\t");
  }

  /** An event that others fill. */
  static Entry entry(int id, int task, Instant time, Machine machine) {
    return WindowsCollector.entry(Channel.SECURITY, id, machine, time).put("Task", task);
  }

  /** Event 4104: a block of script that PowerShell ran. */
  public void script(Instant time, Machine machine, String id, String text) {
    collector.write(
        WindowsCollector.entry(Channel.POWERSHELL, 4104, machine, time)
            .put("Task", 2)
            .put("MessageNumber", 1)
            .put("MessageTotal", 1)
            .put("ScriptBlockText", text)
            .put("ScriptBlockId", id)
            .put("Path", ""));
  }

  /** Event 1102: the security log was cleared. */
  public void cleared(Instant time, Machine machine, Session session) {
    collector.write(
        WindowsCollector.entry(Channel.SECURITY, 1102, machine, time)
            .put("SourceName", "Microsoft-Windows-Eventlog")
            .put("Task", 104)
            .session("Subject", session));
  }

  private static String hex(int number) {
    return "0x" + Integer.toHexString(number).toLowerCase(Locale.ROOT);
  }
}
