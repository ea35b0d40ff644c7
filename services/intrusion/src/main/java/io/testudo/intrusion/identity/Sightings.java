package io.testudo.intrusion.identity;

import io.testudo.intrusion.record.Logon;
import io.testudo.intrusion.record.Named;
import io.testudo.intrusion.record.WindowsFields;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Identity.Source;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a record whose an address is: Zeek's dhcp.log and kerberos.log, ISC dhcpd, session
 * addresses of Cisco ASA (722051), Windows' security log (4624, 4768, 4769 of machines' accounts)
 * and Sysmon's connections (3).
 */
final class Sightings {

  private static final Duration PROVED = Duration.ofHours(2);
  private static final Duration SESSION = Duration.ofHours(8);
  private static final Duration LEAST_LEASE = Duration.ofMinutes(10);
  private static final Duration MOST_LEASE = Duration.ofDays(1);
  private static final int MOST_CHARACTERS = 1024;
  private static final Pattern SESSION_ADDRESS =
      Pattern.compile(
          "User <([^>]{1,128})> IP <([^>]{1,64})> IPv4 Address <([^>]{1,64})> .{0,96}assigned to"
              + " session");
  private static final Pattern DHCPD =
      Pattern.compile(
          "DHCPACK on (\\S{7,64}) to ([0-9A-Fa-f:]{11,32}) \\(([^)]{1,128})\\) via \\S{1,64}");

  private Sightings() {}

  /** What the record tells; most tell nothing. */
  static List<Identity> of(LogRecord log) {
    return switch (log.source().product()) {
      case "zeek" ->
          switch (log.source().service()) {
            case "dhcp" -> zeekLease(log);
            case "kerberos" -> zeekTicket(log);
            default -> List.of();
          };
      case "windows" -> windows(log);
      default -> message(log);
    };
  }

  private static List<Identity> zeekLease(LogRecord log) {
    String assigned = log.fields().text("assigned_addr");
    String name = log.fields().text("host_name");
    Duration length = LEAST_LEASE;
    try {
      length = Duration.ofSeconds((long) Double.parseDouble(log.fields().text("lease_time")));
    } catch (NumberFormatException e) {
      // Zeek leaves the field out where the acknowledgement did: the least is assumed.
    }
    return lease(log, assigned, name, length, log.fields().text("mac"));
  }

  private static List<Identity> lease(
      LogRecord log, String assigned, String name, Duration length, String hardware) {
    Duration bounded = length.compareTo(LEAST_LEASE) < 0 ? LEAST_LEASE : length;
    return said(
        log,
        assigned,
        host(name),
        Source.LEASE,
        bounded.compareTo(MOST_LEASE) > 0 ? MOST_LEASE : bounded,
        hardware.toLowerCase(Locale.ROOT));
  }

  private static List<Identity> zeekTicket(LogRecord log) {
    String success = log.fields().text("success").toLowerCase(Locale.ROOT);
    return success.equals("true") || success.equals("t")
        ? ofMachineAccount(
            log,
            log.fields().text("client"),
            log.fields().text("id.orig_h"),
            log.fields().text("id.resp_h"))
        : List.of();
  }

  private static List<Identity> windows(LogRecord log) {
    WindowsFields fields = new WindowsFields(log);
    int id = fields.eventId();
    if (id == 3) {
      boolean own =
          fields.channel().toLowerCase(Locale.ROOT).contains("sysmon")
              && fields.text("Initiated").equalsIgnoreCase("true");
      return own
          ? said(
              log, fields.text("SourceIp"), host(log.host()), Source.OWN_RECORD, PROVED, log.host())
          : List.of();
    }
    if ((id != 4624 && id != 4768 && id != 4769)
        || !fields.channel().toLowerCase(Locale.ROOT).equals("security")) {
      return List.of();
    }
    String status = fields.text("Status").toLowerCase(Locale.ROOT);
    boolean granted = id == 4624 || status.isEmpty() || status.equals("0x0");
    return granted
        ? ofMachineAccount(log, fields.text("TargetUserName"), fields.text("IpAddress"), log.host())
        : List.of();
  }

  /** The account of a machine ends in a dollar sign, and only the machine has its key. */
  private static List<Identity> ofMachineAccount(
      LogRecord log, String account, String address, String witness) {
    int end = account.indexOf('$');
    if (end < 1
        || end > 64
        || (end + 1 < account.length() && "/@".indexOf(account.charAt(end + 1)) < 0)) {
      return List.of();
    }
    return said(
        log, address, host(account.substring(0, end)), Source.MACHINE_LOGON, PROVED, witness);
  }

  private static List<Identity> message(LogRecord log) {
    String text = log.fields().text("message");
    if (text.length() > MOST_CHARACTERS) {
      return List.of();
    }
    if (text.contains("assigned to session")) {
      Matcher session = SESSION_ADDRESS.matcher(text);
      IpAddress outside =
          session.find() ? IpAddress.parseOrNull(Logon.plainClient(session.group(2))) : null;
      return outside == null
          ? List.of()
          : said(
              log, session.group(3), Entity.of(outside), Source.VPN_SESSION, SESSION, log.host());
    }
    if (text.contains("DHCPACK on ")) {
      Matcher lease = DHCPD.matcher(text);
      return lease.find()
          ? lease(log, lease.group(1), lease.group(3), LEAST_LEASE, lease.group(2))
          : List.of();
    }
    return List.of();
  }

  private static @Nullable Entity host(String name) {
    Entity host = name.isBlank() || name.length() > 255 ? null : Named.machine(name);
    return host == null || host.kind() != Entity.Kind.HOST || host.name().equals("localhost")
        ? null
        : host;
  }

  private static List<Identity> said(
      LogRecord log,
      String address,
      @Nullable Entity owner,
      Source source,
      Duration length,
      String witness) {
    IpAddress parsed = IpAddress.parseOrNull(Logon.plainClient(address));
    if (owner == null
        || parsed == null
        || parsed.isUnspecified()
        || parsed.isMulticast()
        || parsed.equals(IpAddress.v4(0x7F000001))
        || parsed.equals(IpAddress.v6(0, 1))
        || Entity.of(parsed).equals(owner)) {
      return List.of();
    }
    return List.of(
        new Identity(
            Entity.of(parsed), owner, source, log.time(), log.time().plus(length), witness));
  }
}
