package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Directory;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.sensor.SyslogServer.Program;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Openings;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Clocks, leases, mail, calls, and what the servers say to each other. */
final class Chatter implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    clocks(scene, chance.stream("clocks"));
    leases(scene, chance.stream("leases"));
    mail(scene, chance.stream("mail"));
    calls(scene, chance.stream("calls"));
    applications(scene, chance.stream("applications"));
    proxy(scene, chance.stream("proxy"));
  }

  private static void clocks(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine controller = office.at(Post.DOMAIN_CONTROLLER);
    byte[] question = new byte[48];
    question[0] = 0x23;
    byte[] answer = new byte[48];
    answer[0] = 0x24;
    answer[1] = 2;
    for (Machine machine : office.machines()) {
      Machine source = machine == controller ? office.site("time.windows.com") : controller;
      scene.regularly(
          Duration.ofMinutes(machine == controller ? 4 : 17),
          Duration.ofSeconds(30),
          chance.stream(machine.name()),
          (time, own) ->
              scene
                  .network()
                  .udp(time, new Socket(machine, 123, source, 123), "ntp", question, answer, own));
    }
  }

  private static void leases(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine server = office.at(Post.DOMAIN_CONTROLLER);
    for (Desk desk : office.desks()) {
      scene.nowAndThen(
          Duration.ofMinutes(90),
          chance.stream(desk.machine().name()),
          (time, own) -> {
            Machine machine = desk.machine();
            String uid = ZeekSensor.connectionId(own);
            ObjectNode row = ZeekSensor.row(time);
            row.putArray("uids").add(uid);
            row.put("client_addr", machine.ip()).put("server_addr", server.ip());
            row.put("mac", machine.mac()).put("host_name", machine.name());
            row.put("client_fqdn", machine.dnsName()).put("domain", office.dnsDomain());
            row.put("requested_addr", machine.ip()).put("assigned_addr", machine.ip());
            row.put("lease_time", 28_800.0);
            row.putArray("msg_types").add("REQUEST").add("ACK");
            row.put("duration", 0.0021);
            scene.zeek().write("dhcp", time.plusMillis(3), row);
          });
    }
  }

  private static void mail(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine server = office.at(Post.MAIL_SERVER);
    scene.nowAndThen(
        Duration.ofSeconds(100),
        chance.stream("in"),
        (time, own) -> {
          Machine from = office.site("mx" + own.between(1, 60) + ".partner.example");
          letter(scene, time, from, server, own);
          String queue = own.hex(10).toUpperCase(Locale.ROOT);
          Program daemon = new Program("postfix/smtpd", server.processId(own));
          scene
              .linux()
              .say(
                  time,
                  server,
                  Facility.MAIL,
                  daemon,
                  "connect from " + from.dnsName() + "[" + from.ip() + "]");
          scene
              .linux()
              .say(
                  time.plusSeconds(1),
                  server,
                  Facility.MAIL,
                  daemon,
                  own.happens(0.25)
                      ? "NOQUEUE: reject: RCPT from "
                          + from.dnsName()
                          + "["
                          + from.ip()
                          + "]: 554 5.7.1 Service unavailable; blocked using zen.spamhaus.org"
                      : queue + ": client=" + from.dnsName() + "[" + from.ip() + "]");
          scene
              .linux()
              .say(
                  time.plusSeconds(2),
                  server,
                  Facility.MAIL,
                  daemon,
                  "disconnect from " + from.dnsName() + "[" + from.ip() + "]");
        });
    scene.nowAndThen(
        Duration.ofSeconds(150),
        chance.stream("out"),
        (time, own) ->
            letter(
                scene,
                time,
                server,
                office.site("mx" + own.between(1, 60) + ".partner.example"),
                own));
  }

  private static void letter(Scene scene, Instant time, Machine from, Machine to, Chance chance) {
    List<Turn> turns = new ArrayList<>();
    say(turns, Side.SERVER, "220 " + to.dnsName() + " ESMTP Postfix", chance);
    say(turns, Side.CLIENT, "EHLO " + from.dnsName(), chance);
    say(turns, Side.SERVER, "250 SIZE 52428800", chance);
    say(
        turns,
        Side.CLIENT,
        "MAIL FROM:<news" + chance.between(1, 99) + "@" + from.dnsName() + ">",
        chance);
    say(turns, Side.SERVER, "250 2.1.0 Ok", chance);
    say(turns, Side.CLIENT, "RCPT TO:<office@" + to.dnsName() + ">", chance);
    say(turns, Side.SERVER, "250 2.1.5 Ok", chance);
    say(turns, Side.CLIENT, "DATA", chance);
    say(turns, Side.SERVER, "354 End data with <CR><LF>.<CR><LF>", chance);
    byte[] head =
        Openings.text("Subject: Offer\r\nMIME-Version: 1.0\r\n\r\nDear colleagues,\r\n.\r\n");
    turns.add(Turn.client(head, Duration.ofMillis(20)));
    say(turns, Side.SERVER, "250 2.0.0 Ok: queued", chance);
    say(turns, Side.CLIENT, "QUIT", chance);
    say(turns, Side.SERVER, "221 2.0.0 Bye", chance);
    scene.network().tcp(time, from, to, 25, new Exchange("smtp", turns, Ending.CLOSED), chance);
  }

  private static void say(List<Turn> turns, Side side, String text, Chance chance) {
    byte[] bytes = Openings.text(text + "\r\n");
    turns.add(new Turn(side, bytes.length, bytes, chance.seconds(0.005, 0.08)));
  }

  private static void calls(Scene scene, Chance chance) {
    Office office = scene.office();
    for (int i = 0; i < 3; i++) {
      Chance own = chance.stream("outside " + i);
      Desk desk = own.pick(office.employees());
      Machine relay = office.site("relay" + own.between(1, 4) + ".teams.microsoft.com");
      Instant start = scene.at(own.unit() * 0.9);
      Duration length = own.seconds(120, 300);
      scene.network().stream(
          start,
          length,
          new Socket(desk.machine(), own.between(50_000, 50_059), relay, 3_479),
          own.between(22, 30),
          1_150,
          own);
      Honest.during(
          scene,
          "video-call",
          desk.person().fullName() + " is in a video call",
          start,
          start.plus(length),
          desk.machine(),
          relay);
    }
    for (int i = 0; i < 6; i++) {
      Chance own = chance.stream("inside " + i);
      Desk caller = own.pick(office.employees());
      Desk called = own.pick(office.employees());
      if (caller != called) {
        scene.network().stream(
            scene.at(own.unit() * 0.9),
            own.seconds(90, 1_500),
            new Socket(
                caller.machine(),
                own.between(50_000, 50_059),
                called.machine(),
                own.between(50_000, 50_059)),
            110,
            1_150,
            own);
      }
    }
  }

  /** The application server asks the database, and workstations ask the application server. */
  private static void applications(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine application = office.at(Post.APPLICATION_SERVER);
    Machine database = office.at(Post.DATABASE);
    scene.nowAndThen(
        Duration.ofSeconds(25),
        chance.stream("database"),
        (time, own) ->
            scene
                .network()
                .tcp(
                    time,
                    application,
                    database,
                    1433,
                    Directory.exchange(
                        "", own.size(3_000, 0.8, 90_000), own.size(40_000, 1.2, 20_000_000), own),
                    own));
    for (Desk desk : office.employees()) {
      scene.nowAndThen(
          Duration.ofMinutes(11),
          chance.stream("user " + desk.machine().name()),
          (time, own) ->
              scene
                  .web()
                  .https(
                      time,
                      Caller.of(desk.machine()),
                      application,
                      new Volume(
                          own.size(4_000, 0.6, 60_000),
                          own.size(80_000, 0.9, 4_000_000),
                          3,
                          Duration.ofSeconds(5)),
                      own));
    }
  }

  /** Servers reach the Internet by the proxy alone. */
  private static void proxy(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine proxy = office.at(Post.PROXY);
    List<String> sites =
        List.of(
            "packages.microsoft.com",
            "registry.npmjs.org",
            "repo.maven.apache.org",
            "pypi.org",
            "api.github.com",
            "ocsp.digicert.com");
    scene.nowAndThen(
        Duration.ofSeconds(70),
        chance,
        (time, own) -> {
          Machine client =
              office.at(
                  own.pick(
                      Post.APPLICATION_SERVER,
                      Post.DATABASE,
                      Post.BUILD_SERVER,
                      Post.MANAGEMENT_SERVER));
          Machine site = office.site(own.pick(sites));
          long down = own.size(30_000, 1.4, 20_000_000);
          scene
              .network()
              .tcp(time, client, proxy, 3_128, Directory.exchange("http", 1_400, down, own), own);
          scene
              .web()
              .https(time.plusMillis(4), Caller.of(proxy), site, Volume.once(1_100, down), own);
          scene
              .linux()
              .say(
                  time.plusSeconds(1),
                  proxy,
                  Facility.LOCAL0,
                  new Program("squid", 1_204),
                  time.getEpochSecond()
                      + ".114 "
                      + own.between(40, 2_000)
                      + " "
                      + client.ip()
                      + " TCP_TUNNEL/200 "
                      + down
                      + " CONNECT "
                      + site.dnsName()
                      + ":443 - HIER_DIRECT/"
                      + site.ip()
                      + " -");
        });
  }
}
