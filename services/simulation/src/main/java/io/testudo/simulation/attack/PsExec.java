package io.testudo.simulation.attack;

import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.FileSharing;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Shared;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.vocabulary.entity.Entity.Kind;
import java.time.Instant;
import java.util.List;

/** A program is copied to the other machine and started there as a service, as PsExec does. */
final class PsExec {

  private final Move move;
  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Person stolen;
  private final Machine target;

  PsExec(Move move) {
    this.move = move;
    this.scene = move.scene;
    this.chance = move.chance;
    this.notes = move.notes;
    this.stolen = move.stolen;
    this.target = move.target;
  }

  LateralMovement.Won fromWindows(Instant start, OnWindows base) {
    String tool =
        chance.pick("C:\\Users\\Public\\", "C:\\ProgramData\\", "C:\\Windows\\Temp\\")
            + "PsExec64.exe";
    scene.sysmon().fileCreated(start, base.shell(), tool);
    Instant now = start.plus(chance.seconds(5, 20));
    Proc client =
        move.run(
            now,
            base.shell(),
            tool,
            tool
                + " -accepteula \\\\"
                + target.name()
                + " -u "
                + move.account()
                + " -p "
                + chance.text(12, "abcdefghjkmnpqrstuvwxyzABCDEFGH23456789!")
                + " -s cmd.exe");
    scene
        .sysmon()
        .valueSet(
            now.plusMillis(50),
            client,
            "HKU\\"
                + base.shell().session().sid()
                + "\\Software\\Sysinternals\\PsExec\\EulaAccepted",
            "DWORD (0x00000001)");
    scene
        .audit()
        .explicitCredentials(
            now.plusMillis(120), client, scene.office().netbiosDomain(), stolen.account(), target);
    Proc shell =
        service(now.plusMillis(300), base, Method.NTLM, "PSEXESVC", "PSEXESVC.exe", "\\PSEXESVC");
    move.look(now.plus(chance.seconds(4, 12)), shell);
    return move.won(
        "psexec",
        new OnWindows(target, stolen, shell),
        "T1021.002",
        "T1569.002",
        "T1543.003",
        "T1570");
  }

  LateralMovement.Won fromLinux(Instant start, OnLinux base) {
    move.tool(start, base, "psexec.py");
    String file = FileSharing.randomName(8, chance) + ".exe";
    Proc shell =
        service(
            start.plusSeconds(2),
            base,
            Method.NTLM,
            FileSharing.randomName(4, chance),
            file,
            "\\RemCom_communicaton");
    move.look(start.plus(chance.seconds(8, 20)), shell);
    return move.won(
        "psexec",
        new OnWindows(target, stolen, shell),
        "T1021.002",
        "T1569.002",
        "T1543.003",
        "T1570");
  }

  /** A program is copied to the other machine and started there as a service. */
  private Proc service(
      Instant start, Bridgehead base, Method method, String service, String file, String pipe) {
    Shared shared =
        scene
            .files()
            .use(
                start,
                move.mount(base, method),
                List.of(
                    new Operation("ADMIN$", file, Use.WRITE, chance.between(150_000, 720_000)),
                    Operation.pipe("svcctl"),
                    Operation.pipe(pipe.substring(1)),
                    Operation.pipe(
                        pipe.substring(1) + "-" + base.machine().netbiosName() + "-stdin"),
                    Operation.pipe(
                        pipe.substring(1) + "-" + base.machine().netbiosName() + "-stdout")),
                chance.seconds(60, 200),
                chance);
    notes.link(shared.link());
    Instant now = start.plusMillis(400);
    Link link = shared.link();
    for (String operation : List.of("OpenSCManagerW", "CreateServiceW", "StartServiceW")) {
      scene.files().procedure(now, link, "\\pipe\\svcctl", "svcctl", operation);
      now = now.plusMillis(30);
    }
    Proc system = scene.windows().resident(target, Resident.SYSTEM);
    String path = "C:\\Windows\\" + file;
    scene.sysmon().fileCreated(start.plusMillis(250), system, path);
    scene.audit().serviceInstalled(now, target, shared.session(), service, "%SystemRoot%\\" + file);
    scene.audit().serviceState(now.plusMillis(90), target, service, "running");
    Proc services = scene.windows().resident(target, Resident.SERVICES);
    Proc daemon = move.runAsSystem(now.plusMillis(60), services, path, path);
    scene.sysmon().pipeCreated(now.plusMillis(120), daemon, pipe);
    notes.entity(Kind.SERVICE, service).entity(Kind.FILE, path);
    return move.runAsSystem(now.plusMillis(300), daemon, Windows.system("cmd.exe"), "\"cmd.exe\"");
  }
}
