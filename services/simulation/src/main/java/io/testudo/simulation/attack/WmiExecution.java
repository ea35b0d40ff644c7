package io.testudo.simulation.attack;

import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** WMI starts a process on the other machine. */
final class WmiExecution {

  private final Move move;
  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Person stolen;
  private final Machine target;

  WmiExecution(Move move) {
    this.move = move;
    this.scene = move.scene;
    this.chance = move.chance;
    this.notes = move.notes;
    this.stolen = move.stolen;
    this.target = move.target;
  }

  LateralMovement.Won fromWindows(Instant start, OnWindows base) {
    String command =
        "powershell -nop -w hidden -enc "
            + Foothold.encode("Set-Location C:\\Windows\\Temp; . .\\s.ps1");
    Proc client =
        move.run(
            start,
            base.shell(),
            Windows.system("WMIC.exe"),
            "wmic  /node:"
                + target.name()
                + " /user:"
                + move.account()
                + " /password:"
                + chance.text(12, "abcdefghjkmnpqrstuvwxyzABCDEFGH23456789!")
                + " process call create \"cmd.exe /c "
                + command
                + "\"");
    scene
        .audit()
        .explicitCredentials(
            start.plusMillis(100),
            client,
            scene.office().netbiosDomain(),
            stolen.account(),
            target);
    Session session = instrumentation(start.plusMillis(300), base, Method.NTLM);
    Proc provider = provider(start.plusMillis(700));
    Proc cmd =
        scene
            .windows()
            .run(
                start.plusMillis(900),
                provider,
                session,
                Windows.system("cmd.exe"),
                "cmd.exe /c " + command,
                chance);
    notes.process(start.plusMillis(900), cmd);
    Proc shell = move.run(start.plusMillis(1_200), cmd, Windows.system("powershell.exe"), command);
    move.look(start.plus(chance.seconds(5, 15)), shell);
    return move.won(
        "wmi",
        new OnWindows(target, stolen, shell),
        "T1047",
        "T1021",
        "T1021.003",
        "T1059.001",
        "T1027.010");
  }

  LateralMovement.Won fromLinux(Instant start, OnLinux base) {
    move.tool(start, base, "wmiexec.py");
    Session session = instrumentation(start.plusSeconds(2), base, Method.NTLM);
    Proc provider = provider(start.plusSeconds(3));
    String output = "__" + start.getEpochSecond() + "." + chance.between(1_000_000, 9_999_999);
    Instant now = start.plusSeconds(4);
    Proc shell = provider;
    for (String command :
        List.of("cd ", "whoami", "ipconfig /all", "net share", "dir D:\\Shares")) {
      shell =
          scene
              .windows()
              .run(
                  now,
                  provider,
                  session,
                  Windows.system("cmd.exe"),
                  "cmd.exe /Q /c " + command + " 1> \\\\127.0.0.1\\ADMIN$\\" + output + " 2>&1",
                  chance);
      notes.process(now, shell);
      if (command.startsWith("whoami")) {
        scene
            .windows()
            .runBriefly(now.plusMillis(80), shell, Windows.system("whoami.exe"), "whoami", chance);
      }
      notes.link(
          scene
              .files()
              .use(
                  now.plusMillis(600),
                  move.mount(base, Method.NTLM),
                  List.of(new Operation("ADMIN$", output, Use.READ, chance.between(40, 4_000))),
                  Duration.ofMillis(500),
                  chance)
              .link());
      now = now.plus(chance.seconds(6, 25));
    }
    return move.won(
        "wmi",
        new OnWindows(target, stolen, shell),
        "T1047",
        "T1021",
        "T1021.002",
        "T1021.003",
        "T1059.003");
  }

  /** The calls by which WMI starts a process elsewhere; answers the session they made. */
  private Session instrumentation(Instant start, Bridgehead base, Method method) {
    Link link = scene.files().remoteProcedures(start, base.machine(), target, 9_000, 6_500, chance);
    notes.link(link);
    String port = String.valueOf(link.socket().serverPort());
    scene
        .files()
        .procedure(link.start().plusMillis(3), link, port, "IWbemLevel1Login", "NTLMLogin");
    scene.files().procedure(link.start().plusMillis(6), link, port, "IWbemServices", "ExecMethod");
    int from = link.socket().clientPort();
    return method == Method.NTLM
        ? scene
            .directory()
            .logOnWithNtlm(link.start(), base.machine(), target, stolen, from, chance)
        : scene.directory().logOn(link.start(), base.machine(), target, stolen, from, chance);
  }

  private Proc provider(Instant time) {
    Proc launcher = scene.windows().resident(target, Resident.DCOM);
    return scene
        .windows()
        .run(
            time,
            launcher,
            Session.NETWORK_SERVICE,
            Windows.system("WmiPrvSE.exe"),
            "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding",
            chance);
  }
}
