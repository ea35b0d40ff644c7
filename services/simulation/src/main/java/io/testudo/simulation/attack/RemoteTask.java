package io.testudo.simulation.attack;

import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.FileSharing;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Shared;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.SecurityAudit.TaskChange;
import java.time.Instant;
import java.util.List;

/** A task is registered on the other machine and run. */
final class RemoteTask {

  private final Move move;
  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Person stolen;
  private final Machine target;

  RemoteTask(Move move) {
    this.move = move;
    this.scene = move.scene;
    this.chance = move.chance;
    this.notes = move.notes;
    this.stolen = move.stolen;
    this.target = move.target;
  }

  LateralMovement.Won fromWindows(Instant start, OnWindows base) {
    String name =
        chance.pick("WindowsUpdateCheck", "SysHealth", "AdobeSync", "TelemetrySvc")
            + chance.between(10, 99);
    String command =
        "cmd.exe /c powershell -nop -w hidden -enc "
            + Foothold.encode(". C:\\Windows\\Temp\\s.ps1");
    Instant now = start;
    for (String arguments :
        List.of(
            "/create /s "
                + target.name()
                + " /u "
                + move.account()
                + " /p "
                + chance.text(12, "abcdefghjkmnpqrstuvwxyzABCDEFGH23456789!")
                + " /tn "
                + name
                + " /tr \""
                + command
                + "\" /sc once /st 23:59 /ru SYSTEM /f",
            "/run /s " + target.name() + " /tn " + name)) {
      Proc client =
          move.run(now, base.shell(), Windows.system("schtasks.exe"), "schtasks  " + arguments);
      scene
          .audit()
          .explicitCredentials(
              now.plusMillis(100),
              client,
              scene.office().netbiosDomain(),
              stolen.account(),
              target);
      scene.windows().end(now.plusSeconds(1), client);
      now = now.plus(chance.seconds(2, 8));
    }
    Proc shell =
        scheduled(
            start.plusMillis(300), base, Method.KERBEROS, name, "cmd.exe", command.substring(8));
    move.look(now.plus(chance.seconds(3, 9)), shell);
    return move.won(
        "scheduled-task",
        new OnWindows(target, stolen, shell),
        "T1053",
        "T1053.005",
        "T1021.002",
        "T1059.001",
        "T1027.010");
  }

  LateralMovement.Won fromLinux(Instant start, OnLinux base) {
    Instant now = start;
    Proc shell = scene.windows().resident(target, Resident.SCHEDULER);
    for (String command : List.of("whoami", "ipconfig /all", "dir D:\\Shares")) {
      move.tool(now, base, "atexec.py");
      String name = FileSharing.randomName(8, chance);
      String file = "%windir%\\Temp\\" + FileSharing.randomName(8, chance) + ".tmp";
      shell =
          scheduled(
              now.plusSeconds(2),
              base,
              Method.NTLM,
              name,
              "cmd.exe",
              "/C " + command + " > " + file + " 2>&1");
      now = now.plus(chance.seconds(20, 50));
    }
    return move.won(
        "scheduled-task",
        new OnWindows(target, stolen, shell),
        "T1053",
        "T1053.005",
        "T1021.002",
        "T1059.003");
  }

  /** A task is registered over the network, run, and deleted; answers the process it started. */
  private Proc scheduled(
      Instant start,
      Bridgehead base,
      Method method,
      String name,
      String program,
      String arguments) {
    Shared shared =
        scene
            .files()
            .use(
                start,
                move.mount(base, method),
                List.of(Operation.pipe("atsvc")),
                chance.seconds(8, 20),
                chance);
    notes.link(shared.link());
    Instant now = start.plusMillis(500);
    String command = program + " " + arguments;
    scene
        .files()
        .procedure(
            now, shared.link(), "\\pipe\\atsvc", "ITaskSchedulerService", "SchRpcRegisterTask");
    scene.audit().task(now, target, shared.session(), TaskChange.CREATED, "\\" + name, command);
    now = now.plusSeconds(1);
    scene
        .files()
        .procedure(now, shared.link(), "\\pipe\\atsvc", "ITaskSchedulerService", "SchRpcRun");
    Proc scheduler = scene.windows().resident(target, Resident.SCHEDULER);
    Proc shell = move.runAsSystem(now.plusMillis(200), scheduler, Windows.system(program), command);
    now = now.plus(chance.seconds(2, 6));
    scene
        .files()
        .procedure(now, shared.link(), "\\pipe\\atsvc", "ITaskSchedulerService", "SchRpcDelete");
    scene.audit().task(now, target, shared.session(), TaskChange.DELETED, "\\" + name, command);
    notes.at(now);
    return shell;
  }
}
