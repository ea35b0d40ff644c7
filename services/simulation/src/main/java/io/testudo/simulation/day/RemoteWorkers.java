package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Directory.Attempt;
import io.testudo.simulation.scene.Directory.Known;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** People who work from home by the VPN, and people who send a large file to somebody. */
final class RemoteWorkers implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    for (int i = 0; i < 3; i++) {
      Chance own = chance.stream("home " + i);
      Desk desk = office.employees().get(own.between(0, office.employees().size() - 1));
      atHome(
          scene,
          desk,
          office.throughVpn("home-" + i, 210 + i),
          scene.at(0.02 + own.unit() * 0.5),
          own);
    }
    for (int i = 0; i < 2; i++) {
      Chance own = chance.stream("file " + i);
      Desk desk = own.pick(office.employees());
      sendFile(scene, desk, scene.at(own.unit() * 0.9), own);
    }
  }

  private static void atHome(Scene scene, Desk desk, Machine inside, Instant time, Chance chance) {
    Office office = scene.office();
    Machine gateway = office.at(Post.FIREWALL);
    Machine outside = office.site("home" + chance.between(1, 40) + ".dsl.example");
    String name = "vpn." + office.publicDomain();
    Instant now = time;
    for (int i = chance.happens(0.4) ? chance.between(1, 2) : 0; i > 0; i--) {
      scene.web().tls(now, Caller.of(outside), gateway, 443, name, Volume.once(720, 1_450), chance);
      scene.firewall().vpnRejected(now.plusMillis(200), outside, desk.person().account());
      scene
          .directory()
          .bindWrongly(
              now.plusMillis(200),
              gateway,
              new Attempt(desk.person().account(), gateway.name(), Known.NAME),
              chance);
      now = now.plus(chance.seconds(8, 25));
    }
    scene
        .web()
        .tls(
            now,
            Caller.of(outside),
            gateway,
            443,
            name,
            new Volume(
                chance.size(9_000_000, 0.5, 40_000_000),
                chance.size(40_000_000, 0.6, 160_000_000),
                300,
                Duration.ofSeconds(9)),
            chance);
    scene.directory().bind(now.plusMillis(300), gateway, desk.person(), chance);
    scene.firewall().vpnAccepted(now.plusMillis(400), outside, desk.person().account(), inside);
    Instant from = now.plusSeconds(30);
    scene.nowAndThen(
        Duration.ofMinutes(14),
        chance.stream("files"),
        (when, own) -> {
          if (when.isAfter(from)) {
            scene
                .files()
                .use(
                    when,
                    new Mount(inside, office.at(Post.FILE_SERVER), desk.person(), Method.NTLM),
                    List.of(
                        new Operation(
                            "Projects",
                            "2026\\Roadmap.pptx",
                            Use.READ,
                            own.size(900_000, 1.0, 20_000_000))),
                    Duration.ofSeconds(20),
                    own);
          }
        });
    scene
        .remoteDesktop()
        .open(
            from.plus(chance.seconds(20, 900)),
            inside,
            office.at(Post.REMOTE_DESKTOP_HOST),
            desk.person(),
            chance.seconds(300, 1_500),
            chance);
    Honest.during(
        scene,
        "remote-worker",
        desk.person().fullName() + " works through the VPN",
        time,
        scene.end(),
        outside,
        inside);
  }

  private static void sendFile(Scene scene, Desk desk, Instant time, Chance chance) {
    Machine site =
        scene.office().site(chance.pick("wetransfer.com", "www.dropbox.com", "drive.google.com"));
    String browser = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
    Proc process =
        scene
            .windows()
            .run(
                time,
                scene.windows().explorer(desk),
                browser,
                "\"" + browser + "\" --new-window",
                chance);
    Instant end =
        scene
            .web()
            .https(
                time.plusSeconds(20),
                Caller.of(process),
                site,
                Volume.once(chance.size(22_000_000, 0.7, 90_000_000), 60_000),
                chance)
            .end();
    Honest.during(
        scene,
        "large-upload",
        desk.person().fullName() + " sends a large file to " + site.dnsName(),
        time,
        end,
        desk.machine(),
        site);
  }
}
