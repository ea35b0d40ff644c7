package io.testudo.simulation.scene;

import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.sensor.SyslogServer;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.sensor.SyslogServer.Program;
import java.time.Instant;
import java.util.Locale;

/** The office's firewall and VPN gateway, which writes messages as Cisco's ASA does. */
public final class Firewall {

  private final Office office;
  private final SyslogServer syslog;

  Firewall(Office office, SyslogServer syslog) {
    this.office = office;
    this.syslog = syslog;
  }

  private void say(Instant time, int severity, int number, String text) {
    syslog.say(
        time,
        office.at(Post.FIREWALL),
        Facility.LOCAL4,
        severity,
        new Program(String.format(Locale.ROOT, "%%ASA-%d-%06d", severity, number), 0),
        text);
  }

  /** A packet that no rule allows. */
  public void denied(Instant time, Machine from, int fromPort, Machine to, int port) {
    say(
        time,
        4,
        106_023,
        "Deny tcp src outside:"
            + from.ip()
            + "/"
            + fromPort
            + " dst dmz:"
            + to.ip()
            + "/"
            + port
            + " by access-group \"outside_access_in\" [0x0, 0x0]");
  }

  /** Somebody gives a wrong password to the VPN. */
  public void vpnRejected(Instant time, Machine from, String account) {
    say(
        time,
        6,
        113_005,
        "AAA user authentication Rejected : reason = AAA failure : server = "
            + office.at(Post.DOMAIN_CONTROLLER).ip()
            + " : user = "
            + account
            + " : user IP = "
            + from.ip());
  }

  /** Somebody is let into the VPN and gets an address. */
  public void vpnAccepted(Instant time, Machine from, String account, Machine inside) {
    say(
        time,
        6,
        113_004,
        "AAA user authentication Successful : server = "
            + office.at(Post.DOMAIN_CONTROLLER).ip()
            + " : user = "
            + account);
    String who = "Group <GroupPolicy_Staff> User <" + account + "> IP <" + from.ip() + "> ";
    say(time.plusMillis(40), 6, 113_039, who + "AnyConnect parent session started.");
    say(
        time.plusMillis(900),
        4,
        722_051,
        who + "IPv4 Address <" + inside.ip() + "> IPv6 address <::> assigned to session");
  }
}
