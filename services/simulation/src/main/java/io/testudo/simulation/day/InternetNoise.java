package io.testudo.simulation.day;

import io.testudo.simulation.Episode;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Directory;
import io.testudo.simulation.scene.Directory.Attempt;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Known;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Request;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import io.testudo.vocabulary.entity.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the Internet sends to everybody: probes, lone passwords, crawlers, and real visitors. */
final class InternetNoise implements Actor {

  private static final List<String> ACCOUNTS =
      List.of("root", "admin", "ubuntu", "test", "oracle", "pi", "git", "user", "postgres", "ftp");
  private static final List<Integer> PORTS =
      List.of(23, 2323, 445, 8080, 3389, 5555, 6379, 81, 1433, 8443, 5900, 25, 110, 2222, 7547);

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    List<Machine> exposed =
        List.of(
            office.at(Post.WEB_SERVER),
            office.at(Post.SSH_GATEWAY),
            office.at(Post.REMOTE_DESKTOP_HOST),
            office.at(Post.FIREWALL));
    scene.nowAndThen(
        Duration.ofSeconds(35),
        chance.stream("probes"),
        (time, own) -> {
          Machine from = passerBy(office, own);
          Machine to = own.pick(exposed);
          int port = own.pick(PORTS);
          Socket socket = new Socket(from, from.ephemeralPort(own), to, port);
          scene.network().tcp(time, socket, Exchange.none(Ending.SILENT), own);
          scene.firewall().denied(time, from, socket.clientPort(), to, port);
        });
    scene.nowAndThen(
        Duration.ofMinutes(4),
        chance.stream("passwords"),
        (time, own) ->
            scene
                .shell()
                .fail(
                    time,
                    passerBy(office, own),
                    office.at(Post.SSH_GATEWAY),
                    Talk.attempt(
                        own.pick("SSH-2.0-Go", "SSH-2.0-libssh2_1.9.0", "SSH-2.0-paramiko_2.7.2"),
                        own.pick(ACCOUNTS)),
                    Known.NOTHING,
                    own.between(1, 2),
                    own));
    scene.nowAndThen(
        Duration.ofMinutes(7),
        chance.stream("desktops"),
        (time, own) ->
            scene
                .remoteDesktop()
                .refused(
                    time,
                    passerBy(office, own),
                    office.at(Post.REMOTE_DESKTOP_HOST),
                    new Attempt(
                        own.pick("administrator", "admin", "user"), "-", Directory.Known.NOTHING),
                    own));
    scene.nowAndThen(
        Duration.ofSeconds(40), chance.stream("visitors"), (time, own) -> visit(scene, time, own));
    scene.nowAndThen(
        Duration.ofMinutes(11),
        chance.stream("crawlers"),
        (time, own) ->
            scene
                .web()
                .httpAt(
                    time,
                    Caller.of(passerBy(office, own)),
                    office.at(Post.WEB_SERVER),
                    80,
                    new Request(
                        "GET",
                        own.pick(
                            "/.env",
                            "/wp-login.php",
                            "/robots.txt",
                            "/.git/config",
                            "/boaform/admin/formLogin"),
                        own.pick(
                            "Mozilla/5.0 zgrab/0.x",
                            "curl/7.64.1",
                            "Mozilla/5.0 (compatible; CensysInspect/1.1)"),
                        404,
                        0,
                        162),
                    own));
    scene
        .labels()
        .episode(
            new Episode(
                "internet-noise",
                "Single probes and lone wrong passwords from many addresses, as on every exposed host",
                scene.start(),
                scene.end(),
                List.of(
                    Entity.of(office.at(Post.SSH_GATEWAY).address()),
                    Entity.of(office.at(Post.WEB_SERVER).address()))));
  }

  /** Somebody out of two hundred who try everybody now and then. */
  private static Machine passerBy(Office office, Chance chance) {
    return office.site("probe" + chance.between(1, 200) + ".example");
  }

  private static void visit(Scene scene, Instant time, Chance chance) {
    Machine visitor = scene.office().site("visitor" + chance.between(1, 90) + ".example");
    scene
        .web()
        .tls(
            time,
            Caller.of(visitor),
            scene.office().at(Post.WEB_SERVER),
            443,
            "www." + scene.office().publicDomain(),
            Volume.once(chance.size(1_200, 0.5, 9_000), chance.size(48_000, 1.0, 2_000_000)),
            chance);
  }
}
