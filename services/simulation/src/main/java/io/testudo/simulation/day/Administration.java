package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Directory;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Shared;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.SecurityAudit.TaskChange;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.Sysmon;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The administrator, by hand and by script, and the software that manages all machines. */
final class Administration implements Actor {

  private static final List<Post> SERVERS =
      List.of(
          Post.FILE_SERVER,
          Post.APPLICATION_SERVER,
          Post.DATABASE,
          Post.MANAGEMENT_SERVER,
          Post.DOMAIN_CONTROLLER);

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    Desk desk = office.administration();
    scene.nowAndThen(
        Duration.ofMinutes(16),
        chance.stream("remoting"),
        (time, own) -> remoting(scene, desk, office.at(own.pick(SERVERS)), time, own));
    scene.nowAndThen(
        Duration.ofMinutes(50),
        chance.stream("psexec"),
        (time, own) -> psexec(scene, desk, own.pick(office.employees()).machine(), time, own));
    scene.nowAndThen(
        Duration.ofMinutes(45),
        chance.stream("desktop"),
        (time, own) ->
            scene
                .remoteDesktop()
                .open(
                    time,
                    desk.machine(),
                    office.at(own.pick(SERVERS)),
                    desk.person(),
                    own.seconds(200, 900),
                    own));
    for (Desk each : office.desks()) {
      Chance own = chance.stream("agent " + each.machine().name());
      scene.regularly(
          Duration.ofMinutes(50),
          Duration.ofMinutes(5),
          own,
          (time, c) -> agent(scene, each.machine(), time, c));
    }
    scene.nowAndThen(
        Duration.ofMinutes(70),
        chance.stream("helpdesk"),
        (time, own) -> helpdesk(scene, desk, time, own));
    Honest.always(
        scene,
        "administration",
        "The administrator works on servers by PowerShell remoting, PsExec and remote desktop",
        desk.machine());
    Honest.always(
        scene,
        "management-agent",
        "The management agent runs encoded PowerShell and creates tasks on every workstation",
        office.at(Post.MANAGEMENT_SERVER));
  }

  private static void remoting(
      Scene scene, Desk desk, Machine server, Instant time, Chance chance) {
    Windows windows = scene.windows();
    Proc console =
        windows.run(
            time,
            windows.explorer(desk),
            Windows.system("powershell.exe"),
            "\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" -NoProfile -File"
                + " C:\\Scripts\\"
                + chance.pick("Get-DiskSpace.ps1", "Restart-Spooler.ps1", "Check-Updates.ps1"),
            chance);
    Instant known =
        scene.resolver().lookUp(time.plusSeconds(1), desk.machine(), console, server, chance);
    Link link =
        scene
            .network()
            .tcp(
                known,
                desk.machine(),
                server,
                5985,
                Directory.exchange(
                    "http", chance.between(9_000, 30_000), chance.between(8_000, 90_000), chance),
                chance);
    scene
        .sysmon()
        .connected(known.plusMillis(1), console, Sysmon.Direction.OUT, "tcp", link.socket());
    Session session =
        scene
            .directory()
            .logOn(
                known, desk.machine(), server, desk.person(), link.socket().clientPort(), chance);
    Proc host =
        windows.run(
            known.plusMillis(300),
            windows.resident(server, Resident.DCOM),
            session,
            Windows.system("wsmprovhost.exe"),
            "C:\\Windows\\system32\\wsmprovhost.exe -Embedding",
            chance);
    scene
        .audit()
        .script(
            known.plusMillis(700),
            server,
            chance.hex(8) + "-77aa-4c11-8d00-" + chance.hex(12),
            chance.pick(
                "Get-Volume | Select-Object DriveLetter, SizeRemaining",
                "Restart-Service -Name Spooler",
                "Get-HotFix | Sort-Object InstalledOn | Select-Object -Last 3",
                "Get-Service | Where-Object Status -eq 'Stopped'"));
    Instant end = known.plus(chance.seconds(4, 30));
    windows.end(end, host);
    scene.directory().logOff(end.plusMillis(50), server, session);
    windows.end(end.plusSeconds(1), console);
  }

  private static void psexec(Scene scene, Desk desk, Machine target, Instant time, Chance chance) {
    Windows windows = scene.windows();
    String tool = "C:\\Tools\\Sysinternals\\PsExec64.exe";
    Proc console =
        windows.run(
            time,
            windows.explorer(desk),
            Windows.system("cmd.exe"),
            "\"C:\\Windows\\system32\\cmd.exe\"",
            chance);
    Instant now = time.plusSeconds(4);
    Proc client =
        windows.run(
            now,
            console,
            tool,
            "PsExec64.exe \\\\" + target.name() + " -s gpupdate /force",
            chance);
    Shared shared =
        scene
            .files()
            .use(
                now.plusMillis(200),
                new Mount(desk.machine(), target, desk.person(), Method.KERBEROS),
                List.of(
                    new Operation("ADMIN$", "PSEXESVC.exe", Use.WRITE, 716_176),
                    Operation.pipe("svcctl"),
                    Operation.pipe("PSEXESVC")),
                Duration.ofSeconds(9),
                chance);
    Instant there = now.plusMillis(700);
    scene.files().procedure(there, shared.link(), "\\pipe\\svcctl", "svcctl", "CreateServiceW");
    scene
        .files()
        .procedure(
            there.plusMillis(40), shared.link(), "\\pipe\\svcctl", "svcctl", "StartServiceW");
    scene
        .sysmon()
        .fileCreated(
            there.minusMillis(100),
            windows.resident(target, Resident.SYSTEM),
            "C:\\Windows\\PSEXESVC.exe");
    scene
        .audit()
        .serviceInstalled(
            there, target, shared.session(), "PSEXESVC", "%SystemRoot%\\PSEXESVC.exe");
    Proc service =
        windows.run(
            there.plusMillis(60),
            windows.resident(target, Resident.SERVICES),
            Session.SYSTEM,
            "C:\\Windows\\PSEXESVC.exe",
            "C:\\Windows\\PSEXESVC.exe",
            chance);
    scene.sysmon().pipeCreated(there.plusMillis(120), service, "\\PSEXESVC");
    windows.runBriefly(
        there.plusMillis(300),
        service,
        Windows.system("gpupdate.exe"),
        "\"gpupdate\" /force",
        chance);
    windows.end(there.plusSeconds(8), service);
    windows.end(there.plusSeconds(9), client);
    windows.end(there.plusSeconds(40), console);
    Honest.during(
        scene,
        "admin-psexec",
        desk.person().fullName() + " runs gpupdate on " + target.name() + " by PsExec",
        time,
        there.plusSeconds(10),
        desk.machine(),
        target);
  }

  /** The management agent inventories a machine: encoded PowerShell, and a task now and then. */
  private static void agent(Scene scene, Machine machine, Instant time, Chance chance) {
    Windows windows = scene.windows();
    Proc agent = windows.resident(machine, Resident.AGENT);
    Machine server = scene.office().at(Post.MANAGEMENT_SERVER);
    Link link =
        scene
            .network()
            .tcp(
                time,
                machine,
                server,
                8530,
                Directory.exchange(
                    "http",
                    chance.between(900, 4_000),
                    chance.size(60_000, 1.0, 9_000_000),
                    chance),
                chance);
    scene.sysmon().connected(time.plusMillis(1), agent, Sysmon.Direction.OUT, "tcp", link.socket());
    String script = "Get-CimInstance Win32_QuickFixEngineering | Select-Object HotFixID";
    windows.runBriefly(
        time.plusSeconds(2),
        agent,
        Windows.system("powershell.exe"),
        "\"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" -NoLogo -NonInteractive"
            + " -NoProfile -ExecutionPolicy AllSigned -EncodedCommand "
            + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE)),
        chance);
    scene
        .audit()
        .script(
            time.plusMillis(2_700),
            machine,
            chance.hex(8) + "-5500-4a2e-8e1b-" + chance.hex(12),
            script);
    if (chance.happens(0.15)) {
      scene
          .audit()
          .task(
              time.plusSeconds(5),
              machine,
              Session.SYSTEM,
              TaskChange.CREATED,
              "\\Microsoft\\Configuration Manager\\Configuration Manager Health Evaluation",
              "C:\\Windows\\CCM\\ccmeval.exe");
    }
  }

  /** A password is reset, a group is changed. */
  private static void helpdesk(Scene scene, Desk desk, Instant time, Chance chance) {
    Person member = chance.pick(scene.office().employees()).person();
    Machine controller = scene.office().at(Post.DOMAIN_CONTROLLER);
    Session session =
        scene
            .directory()
            .logOn(
                time,
                desk.machine(),
                controller,
                desk.person(),
                desk.machine().ephemeralPort(chance),
                chance);
    scene
        .domain()
        .groupJoined(
            time.plusSeconds(2),
            session,
            member,
            chance.pick("Project readers", "VPN users", "Finance share"));
    scene.directory().logOff(time.plusSeconds(30), controller, session);
  }
}
