package io.testudo.intrusion.record;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.event.LogRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads logons from Windows' security log: events 4624, 4625, 4771 and 4776.
 *
 * <p>A validation (4776) that names the judging machine as the client speaks of somebody who came
 * to that machine by other means; the logon's own record tells who.
 */
final class WindowsLogons {

  private WindowsLogons() {}

  static @Nullable Logon read(LogRecord log) {
    WindowsFields fields = new WindowsFields(log);
    int id = fields.eventId();
    if (id != 4624 && id != 4625 && id != 4771 && id != 4776) {
      return null;
    }
    if (!fields.channel().toLowerCase(Locale.ROOT).equals("security")) {
      return null;
    }
    return switch (id) {
      case 4624 -> logon(log, fields, Logon.Outcome.SUCCEEDED);
      case 4625 -> logon(log, fields, Logon.Outcome.FAILED);
      case 4771 -> kerberos(log, fields);
      default -> ntlm(log, fields);
    };
  }

  private static @Nullable Logon logon(LogRecord log, WindowsFields fields, Logon.Outcome outcome) {
    String type = fields.text("LogonType");
    if (type.equals("5") || type.equals("0") || type.equals("4")) {
      return null;
    }
    String client = Logon.plainClient(fields.text("IpAddress"));
    if (client.isEmpty() || client.equals("127.0.0.1") || client.equals("::1")) {
      client = Logon.plainClient(fields.text("WorkstationName"));
    }
    String service =
        switch (type) {
          case "10" -> "rdp";
          case "3" -> "windows network";
          case "2", "7", "11" -> "windows console";
          default -> "windows";
        };
    return made(log, outcome, fields.text("TargetUserName"), client, service);
  }

  private static @Nullable Logon kerberos(LogRecord log, WindowsFields fields) {
    String status = fields.text("Status").toLowerCase(Locale.ROOT);
    if (!status.equals("0x18") && !status.equals("0x6") && !status.equals("0x12")) {
      return null;
    }
    return made(
        log,
        Logon.Outcome.FAILED,
        fields.text("TargetUserName"),
        Logon.plainClient(fields.text("IpAddress")),
        "kerberos");
  }

  private static @Nullable Logon ntlm(LogRecord log, WindowsFields fields) {
    String status = fields.text("Status").toLowerCase(Locale.ROOT);
    if (status.isEmpty() || status.equals("0x0") || status.equals("0")) {
      return null;
    }
    Entity client = Named.machine(fields.text("Workstation"));
    if (client.equals(Named.machine(log.host()))) {
      return null;
    }
    return made(
        log,
        Logon.Outcome.FAILED,
        fields.text("TargetUserName"),
        Logon.plainClient(fields.text("Workstation")),
        "ntlm");
  }

  private static @Nullable Logon made(
      LogRecord log, Logon.Outcome outcome, String user, String client, String service) {
    String name = Logon.plainUser(user);
    if (name.endsWith("$") || name.equals("anonymous logon") || WellKnownUsers.isSystem(name)) {
      return null;
    }
    return new Logon(
        log.time(), outcome, name, client, log.host().toLowerCase(Locale.ROOT), service);
  }
}
