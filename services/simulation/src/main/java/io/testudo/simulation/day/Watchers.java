package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Machine.Platform;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Known;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Request;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Machines that look after others: monitoring, a load balancer, and a vulnerability scanner. */
final class Watchers implements Actor {

  private static final int[] SCANNED = {
    21, 22, 23, 25, 53, 80, 88, 110, 111, 135, 139, 143, 161, 389, 443, 445, 512, 513, 514, 515,
    587, 631, 636, 873, 993, 995, 1099, 1433, 1521, 1723, 2049, 2375, 3000, 3128, 3260, 3306, 3389,
    4444, 5000, 5060, 5432, 5601, 5666, 5672, 5900, 5985, 5986, 6379, 7001, 8000, 8009, 8080, 8089,
    8443, 8834, 8888, 9000, 9100, 9200, 9443, 10000, 11211, 27017, 50000
  };

  @Override
  public void play(Scene scene, Chance chance) {
    monitor(scene, chance.stream("monitoring"));
    balance(scene, chance.stream("load balancer"));
    scene.regularly(
        Duration.ofMinutes(38),
        Duration.ofMinutes(3),
        chance.stream("vulnerability scanner"),
        (time, own) -> scan(scene, time, own));
  }

  private static void monitor(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine monitor = office.at(Post.MONITORING);
    for (Machine machine : office.servers()) {
      if (machine == monitor) {
        continue;
      }
      Chance own = chance.stream(machine.name());
      scene.regularly(
          Duration.ofMinutes(5),
          Duration.ofSeconds(8),
          own.stream("ping"),
          (time, c) -> scene.network().ping(time, monitor, machine, 5, c));
      scene.regularly(
          Duration.ofMinutes(5),
          Duration.ofSeconds(8),
          own.stream("check"),
          (time, c) -> check(scene, monitor, machine, time, c));
    }
    Machine outside = office.site("www.google.com");
    scene.regularly(
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        chance.stream("outside"),
        (time, c) -> scene.network().ping(time, monitor, outside, 3, c));
    Honest.always(scene, "monitoring", monitor.name() + " checks every server", monitor);
  }

  private static void check(
      Scene scene, Machine monitor, Machine machine, Instant time, Chance chance) {
    switch (machine.platform()) {
      case LINUX -> scene.shell().glance(time, monitor, machine, chance);
      case WINDOWS_CLIENT, WINDOWS_SERVER -> {
        for (int port : new int[] {135, 3389, 5666}) {
          scene
              .network()
              .tcp(
                  time.plusMillis(port),
                  monitor,
                  machine,
                  port,
                  Exchange.none(port == 5666 ? Ending.CLOSED : Ending.RESET_BY_CLIENT),
                  chance);
        }
      }
      case APPLIANCE -> {
        Link link =
            scene
                .web()
                .tls(
                    time,
                    Caller.of(monitor),
                    machine,
                    443,
                    machine.dnsName(),
                    Volume.once(320, 900),
                    chance);
        if (chance.happens(0.04)) {
          selfSigned(scene, link, machine);
        }
      }
    }
  }

  /** Zeek notices a certificate that nobody vouches for; it says so once in a while. */
  private static void selfSigned(Scene scene, Link link, Machine machine) {
    ObjectNode row = ZeekSensor.row(link.start().plusMillis(30), link.uid(), link.socket());
    row.put("proto", "tcp").put("note", "SSL::Invalid_Server_Cert");
    row.put("msg", "SSL certificate validation failed with (self-signed certificate)");
    row.put("sub", "CN=" + machine.name());
    row.put("src", link.socket().client().ip()).put("dst", machine.ip()).put("p", 443);
    row.putArray("actions").add("Notice::ACTION_LOG");
    row.put("suppress_for", 3_600.0);
    scene.zeek().write("notice", link.start().plusMillis(31), row);
  }

  private static void balance(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine balancer = office.at(Post.LOAD_BALANCER);
    for (Post post : List.of(Post.WEB_SERVER, Post.INTRANET)) {
      scene.regularly(
          Duration.ofSeconds(20),
          Duration.ofMillis(300),
          chance.stream(post.name()),
          (time, own) ->
              scene
                  .web()
                  .httpAt(
                      time,
                      Caller.of(balancer),
                      office.at(post),
                      8080,
                      Request.get("/health", "HAProxy", 15),
                      own));
    }
    Honest.always(
        scene, "health-checks", balancer.name() + " asks the web servers every 20 s", balancer);
  }

  /** A round over some of the machines: ports, then a look inside with the scanner's account. */
  private static void scan(Scene scene, Instant start, Chance chance) {
    Office office = scene.office();
    Machine scanner = office.at(Post.VULNERABILITY_SCANNER);
    List<Machine> targets = new ArrayList<>();
    List<Machine> all = office.machines();
    for (int i = 0; i < 14; i++) {
      Machine machine = chance.pick(all);
      if (machine != scanner && !targets.contains(machine)) {
        targets.add(machine);
      }
    }
    Instant now = start;
    for (Machine target : targets) {
      for (int port : SCANNED) {
        scene
            .network()
            .tcp(now, scanner, target, port, Exchange.none(answer(target, port)), chance);
        now = now.plus(chance.seconds(0.02, 0.2));
      }
      now = look(scene, scanner, target, now, chance);
    }
    scene
        .linux()
        .say(
            now,
            scanner,
            Facility.DAEMON,
            "nessusd",
            "Finished scan 'Weekly internal "
                + chance.between(10, 99)
                + "' of "
                + targets.size()
                + " hosts");
    Honest.during(
        scene,
        "vulnerability-scan",
        scanner.name() + " scans " + targets.size() + " machines",
        start,
        now,
        scanner);
  }

  private static Instant look(
      Scene scene, Machine scanner, Machine target, Instant time, Chance chance) {
    if (target.platform().windows()) {
      scene
          .files()
          .use(
              time,
              new Mount(scanner, target, scene.office().service("svc-vscan"), Method.NTLM),
              List.of(Operation.pipe("winreg"), Operation.pipe("svcctl"), Operation.pipe("srvsvc")),
              Duration.ofSeconds(6),
              chance);
      return time.plusSeconds(8);
    }
    if (target.platform() == Platform.LINUX) {
      scene
          .shell()
          .fail(
              time,
              scanner,
              target,
              Talk.attempt("SSH-2.0-Nessus", chance.pick("root", "admin", "nessus")),
              Known.NAME,
              1,
              chance);
      return time.plusSeconds(5);
    }
    return time.plusSeconds(1);
  }

  private static Ending answer(Machine target, int port) {
    boolean open =
        switch (target.platform()) {
          case WINDOWS_CLIENT -> port == 135 || port == 139 || port == 445;
          case WINDOWS_SERVER -> port == 135 || port == 445 || port == 3389 || port == 5985;
          case LINUX -> port == 22 || port == 80 || port == 443;
          case APPLIANCE -> port == 80 || port == 443 || port == 9100;
        };
    return open
        ? Ending.PROBED
        : target.platform() == Platform.WINDOWS_CLIENT ? Ending.SILENT : Ending.REFUSED;
  }
}
