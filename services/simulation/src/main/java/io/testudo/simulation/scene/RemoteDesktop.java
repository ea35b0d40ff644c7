package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Approach;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Openings;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Remote desktops of Windows, with network level authentication. */
public final class RemoteDesktop {

  private static final byte[] CONFIRM = {
    3, 0, 0, 0x13, 0x0e, (byte) 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0x1f, 8, 0, 2, 0, 0, 0
  };

  private final Network network;
  private final ZeekSensor zeek;
  private final Windows windows;
  private final Directory directory;
  private final Sysmon sysmon;

  RemoteDesktop(
      Network network, ZeekSensor zeek, Windows windows, Directory directory, Sysmon sysmon) {
    this.network = network;
    this.zeek = zeek;
    this.windows = windows;
    this.directory = directory;
    this.sysmon = sysmon;
  }

  /** A desktop that was opened: its connection and its session. */
  public record Opened(Link link, Session session) {}

  /** A connection that ends at a wrong password. */
  public Link refused(
      Instant time, Machine from, Machine to, Directory.Attempt attempt, Chance chance) {
    List<Turn> turns = opening(attempt.account(), to, chance);
    turns.add(new Turn(Side.CLIENT, 620, Openings.encrypted(620), Duration.ofMillis(40)));
    turns.add(new Turn(Side.SERVER, 120, Openings.encrypted(120), Duration.ofMillis(60)));
    Link link =
        network.tcp(
            time, from, to, 3389, new Exchange("rdp,ssl", turns, Ending.RESET_BY_CLIENT), chance);
    row(link, attempt.account());
    directory.failToLogOn(link.end().minusMillis(8), from, to, attempt, link.socket().clientPort());
    return link;
  }

  /** A desktop is opened and used for a while. */
  public Opened open(
      Instant time, Machine from, Machine to, Person person, Duration duration, Chance chance) {
    List<Turn> turns = opening(person.account(), to, chance);
    turns.add(new Turn(Side.CLIENT, 1_900, Openings.encrypted(1_900), Duration.ofMillis(40)));
    turns.add(new Turn(Side.SERVER, 900, Openings.encrypted(900), Duration.ofMillis(60)));
    int rounds = (int) Math.min(260, Math.max(8, duration.toSeconds() / 2));
    Duration pause = duration.dividedBy(rounds);
    for (int i = 0; i < rounds; i++) {
      long down = chance.size(3_500, 1.2, 180_000);
      turns.add(
          new Turn(
              Side.CLIENT,
              chance.between(90, 600),
              Openings.encrypted(300),
              chance.between(pause.dividedBy(2), pause)));
      turns.add(new Turn(Side.SERVER, down, Openings.encrypted(down), chance.seconds(0.01, 0.1)));
    }
    Link link =
        network.tcp(
            time, from, to, 3389, new Exchange("rdp,ssl", turns, Ending.RESET_BY_CLIENT), chance);
    row(link, person.account());
    sysmon.connected(
        time.plusMillis(2),
        windows.resident(to, Windows.Resident.REMOTE_DESKTOP),
        Sysmon.Direction.IN,
        "tcp",
        link.socket());
    int port = link.socket().clientPort();
    Instant known = time.plus(chance.seconds(0.3, 0.8));
    directory.logOnWithNtlm(known, from, to, person, port, chance);
    Instant in = known.plus(chance.seconds(0.5, 1.5));
    Session session =
        windows.logOn(
            in,
            to,
            person,
            new Approach(10, to.netbiosName(), from.ip(), 0, Method.NEGOTIATE),
            chance);
    directory.logOff(link.end().plusSeconds(2), to, session);
    Proc services = windows.resident(to, Windows.Resident.REMOTE_DESKTOP);
    windows.run(
        in.plusMillis(700), services, session, Windows.system("rdpclip.exe"), "rdpclip", chance);
    return new Opened(link, session);
  }

  private static List<Turn> opening(String account, Machine to, Chance chance) {
    byte[] cookie =
        Openings.text(
            "Cookie: mstshash=" + account.substring(0, Math.min(9, account.length())) + "\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream(64);
    int length = 11 + cookie.length + 8;
    request.writeBytes(new byte[] {3, 0, 0, (byte) length, (byte) (length - 5), (byte) 0xe0});
    request.writeBytes(new byte[] {0, 0, 0, 0, 0});
    request.writeBytes(cookie);
    request.writeBytes(new byte[] {1, 0, 8, 0, 3, 0, 0, 0});
    List<Turn> turns = new ArrayList<>();
    turns.add(Turn.client(request.toByteArray(), Duration.ofMillis(1)));
    turns.add(Turn.server(CONFIRM.clone(), Duration.ofMillis(4)));
    turns.addAll(Web.handshake(to.netbiosName(), chance));
    return turns;
  }

  private void row(Link link, String cookie) {
    if (link.onCore()) {
      ObjectNode row = ZeekSensor.row(link.start().plusMillis(2), link.uid(), link.socket());
      row.put("cookie", cookie.substring(0, Math.min(9, cookie.length())));
      row.put("result", "encrypted").put("security_protocol", "HYBRID").put("cert_count", 0);
      zeek.write("rdp", link.end(), row);
    }
  }
}
