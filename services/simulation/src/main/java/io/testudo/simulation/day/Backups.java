package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Backups: every hour from the servers to the storage box, and from there to the cloud. */
final class Backups implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine box = office.at(Post.NAS);
    Machine cloud = office.site("eu-central-1.backup-storage.example");
    scene.regularly(
        Duration.ofMinutes(55),
        Duration.ofMinutes(2),
        chance.stream("to the box"),
        (time, own) -> toTheBox(scene, box, time, own));
    scene.regularly(
        Duration.ofMinutes(28),
        Duration.ofMinutes(1),
        chance.stream("to the cloud"),
        (time, own) -> toTheCloud(scene, box, cloud, time, own));
    Honest.always(scene, "backup", "Servers are backed up to " + box.name(), box);
    Honest.always(
        scene, "cloud-backup", box.name() + " sends its backups to " + cloud.dnsName(), box, cloud);
  }

  private static void toTheBox(Scene scene, Machine box, Instant time, Chance chance) {
    Office office = scene.office();
    Instant now = time;
    for (Post post : List.of(Post.INTRANET, Post.BUILD_SERVER, Post.WEB_SERVER)) {
      Machine from = office.at(post);
      scene
          .linux()
          .cron(now, from, "root", "/usr/local/bin/backup.sh --target " + box.name(), chance);
      long bytes = chance.size(320_000_000, 0.6, 2_000_000_000);
      scene
          .network()
          .tcp(
              now.plusSeconds(1),
              from,
              box,
              873,
              new Exchange(
                  "rsync",
                  List.of(
                      new Turn(Side.SERVER, 14, new byte[0], Duration.ofMillis(2)),
                      new Turn(Side.CLIENT, bytes, new byte[0], Duration.ofMillis(30)),
                      new Turn(Side.SERVER, bytes / 2_000, new byte[0], Duration.ofMillis(30))),
                  Ending.CLOSED),
              chance);
      now = now.plus(chance.seconds(60, 240));
    }
    // The Windows servers are pulled from: the backup account reads their shares.
    for (Post post : List.of(Post.FILE_SERVER, Post.APPLICATION_SERVER)) {
      scene
          .files()
          .use(
              now,
              new Mount(
                  office.at(Post.MANAGEMENT_SERVER),
                  office.at(post),
                  office.service("svc-backup"),
                  Method.KERBEROS),
              List.of(
                  new Operation(
                      "Backup",
                      "full\\volume.vhdx",
                      Use.READ,
                      chance.size(700_000_000, 0.5, 3_000_000_000L)),
                  new Operation("Backup", "full\\catalog.db", Use.WRITE, 4_000_000)),
              Duration.ofSeconds(20),
              chance);
      now = now.plus(chance.seconds(60, 240));
    }
  }

  private static void toTheCloud(
      Scene scene, Machine box, Machine cloud, Instant time, Chance chance) {
    scene
        .linux()
        .say(
            time,
            box,
            Facility.LOCAL0,
            "hyperbackup",
            "Backup task [cloud] started, destination " + cloud.dnsName());
    Instant now = time;
    for (int i = chance.between(2, 3); i > 0; i--) {
      now =
          scene
              .web()
              .https(
                  now,
                  Caller.of(box),
                  cloud,
                  new Volume(
                      chance.size(48_000_000, 0.3, 120_000_000), 30_000, 5, Duration.ofMillis(400)),
                  chance)
              .end()
              .plusSeconds(2);
    }
    scene
        .linux()
        .say(now, box, Facility.LOCAL0, "hyperbackup", "Backup task [cloud] finished successfully");
  }
}
