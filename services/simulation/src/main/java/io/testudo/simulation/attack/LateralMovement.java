package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.attack.Base.OnLinux;
import io.testudo.simulation.attack.Base.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.FileSharing;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Shared;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.RemoteDesktop;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell.Proof;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.SecurityAudit.TaskChange;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How the intruder gets from the first machine to the one with the data. */
final class LateralMovement {

  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;
  private final Person stolen;
  private final Machine target;

  /**
   * @param stolen the account whose credentials were stolen
   * @param target where the data are
   */
  LateralMovement(Scene scene, Chance chance, Person stolen, Machine target) {
    this.scene = scene;
    this.chance = chance;
    this.stolen = stolen;
    this.target = target;
    this.notes = new StageNotes(scene.office()).machine(target).person(stolen);
  }

  /** A stage and the base that it won. */
  record Won(Stage stage, Base base) {}

  /** Plays the movement. */
  Won move(Instant start, Base base, Story.Movement movement) {
    notes.machine(base.machine()).at(start);
    return switch (base) {
      case OnWindows windows ->
          switch (movement) {
            case PSEXEC -> psexec(start, windows);
            case WMI -> wmi(start, windows);
            case SCHEDULED_TASK -> task(start, windows);
            case REMOTE_DESKTOP -> desktop(start, windows);
            case SSH ->
                throw new IllegalArgumentException("movement (" + movement + ") must fit Windows");
          };
      case OnLinux linux ->
          switch (movement) {
            case PSEXEC -> psexecFromLinux(start, linux);
            case WMI -> wmiFromLinux(start, linux);
            case SCHEDULED_TASK -> taskFromLinux(start, linux);
            case SSH -> ssh(start, linux);
            case REMOTE_DESKTOP ->
                throw new IllegalArgumentException("movement (" + movement + ") must fit Linux");
          };
    };
  }

  private String account() {
    return scene.office().netbiosDomain() + "\\" + stolen.account();
  }

  private Mount mount(Base base, Method method) {
    return new Mount(base.machine(), target, stolen, method);
  }

  private Proc run(Instant time, Proc parent, String image, String commandLine) {
    return notes.process(time, scene.windows().run(time, parent, image, commandLine, chance));
  }

  private Proc runAsSystem(Instant time, Proc parent, String image, String commandLine) {
    return notes.process(
        time, scene.windows().run(time, parent, Session.SYSTEM, image, commandLine, chance));
  }

  /** A few commands by which the intruder sees where it is. */
  private void look(Instant start, Proc shell) {
    Instant now = start;
    for (String command : List.of("whoami", "ipconfig /all", "net share", "quser")) {
      if (chance.happens(0.7)) {
        String program = command.split(" ", -1)[0] + ".exe";
        scene.windows().runBriefly(now, shell, Windows.system(program), command, chance);
        notes.at(now);
      }
      now = now.plus(chance.seconds(3, 20));
    }
  }

  private Won psexec(Instant start, OnWindows base) {
    String tool =
        chance.pick("C:\\Users\\Public\\", "C:\\ProgramData\\", "C:\\Windows\\Temp\\")
            + "PsExec64.exe";
    scene.sysmon().fileCreated(start, base.shell(), tool);
    Instant now = start.plus(chance.seconds(5, 20));
    Proc client =
        run(
            now,
            base.shell(),
            tool,
            tool
                + " -accepteula \\\\"
                + target.name()
                + " -u "
                + account()
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
    look(now.plus(chance.seconds(4, 12)), shell);
    return won(
        "psexec",
        new OnWindows(target, stolen, shell),
        "T1021.002",
        "T1569.002",
        "T1543.003",
        "T1570");
  }

  /** A program is copied to the other machine and started there as a service. */
  private Proc service(
      Instant start, Base base, Method method, String service, String file, String pipe) {
    Shared shared =
        scene
            .files()
            .use(
                start,
                mount(base, method),
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
    Proc daemon = runAsSystem(now.plusMillis(60), services, path, path);
    scene.sysmon().pipeCreated(now.plusMillis(120), daemon, pipe);
    notes.entity(Kind.SERVICE, service).entity(Kind.FILE, path);
    return runAsSystem(now.plusMillis(300), daemon, Windows.system("cmd.exe"), "\"cmd.exe\"");
  }

  private Won psexecFromLinux(Instant start, OnLinux base) {
    tool(start, base, "psexec.py");
    String file = FileSharing.randomName(8, chance) + ".exe";
    Proc shell =
        service(
            start.plusSeconds(2),
            base,
            Method.NTLM,
            FileSharing.randomName(4, chance),
            file,
            "\\RemCom_communicaton");
    look(start.plus(chance.seconds(8, 20)), shell);
    return won(
        "psexec",
        new OnWindows(target, stolen, shell),
        "T1021.002",
        "T1569.002",
        "T1543.003",
        "T1570");
  }

  private void tool(Instant time, OnLinux base, String script) {
    scene
        .linux()
        .executed(
            time,
            base.machine(),
            1001,
            "/usr/bin/python3 "
                + script
                + " "
                + scene.office().dnsDomain()
                + "/"
                + stolen.account()
                + "@"
                + target.ip()
                + " -hashes :"
                + chance.hex(32),
            chance);
    notes.at(time);
  }

  private Won wmi(Instant start, OnWindows base) {
    String command =
        "powershell -nop -w hidden -enc "
            + Foothold.encode("Set-Location C:\\Windows\\Temp; . .\\s.ps1");
    Proc client =
        run(
            start,
            base.shell(),
            Windows.system("WMIC.exe"),
            "wmic  /node:"
                + target.name()
                + " /user:"
                + account()
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
    Proc shell = run(start.plusMillis(1_200), cmd, Windows.system("powershell.exe"), command);
    look(start.plus(chance.seconds(5, 15)), shell);
    return won(
        "wmi",
        new OnWindows(target, stolen, shell),
        "T1047",
        "T1021",
        "T1021.003",
        "T1059.001",
        "T1027.010");
  }

  /** The calls by which WMI starts a process elsewhere; answers the session they made. */
  private Session instrumentation(Instant start, Base base, Method method) {
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

  private Won wmiFromLinux(Instant start, OnLinux base) {
    tool(start, base, "wmiexec.py");
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
                  mount(base, Method.NTLM),
                  List.of(new Operation("ADMIN$", output, Use.READ, chance.between(40, 4_000))),
                  Duration.ofMillis(500),
                  chance)
              .link());
      now = now.plus(chance.seconds(6, 25));
    }
    return won(
        "wmi",
        new OnWindows(target, stolen, shell),
        "T1047",
        "T1021",
        "T1021.002",
        "T1021.003",
        "T1059.003");
  }

  private Won task(Instant start, OnWindows base) {
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
                + account()
                + " /p "
                + chance.text(12, "abcdefghjkmnpqrstuvwxyzABCDEFGH23456789!")
                + " /tn "
                + name
                + " /tr \""
                + command
                + "\" /sc once /st 23:59 /ru SYSTEM /f",
            "/run /s " + target.name() + " /tn " + name)) {
      Proc client =
          run(now, base.shell(), Windows.system("schtasks.exe"), "schtasks  " + arguments);
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
    look(now.plus(chance.seconds(3, 9)), shell);
    return won(
        "scheduled-task",
        new OnWindows(target, stolen, shell),
        "T1053",
        "T1053.005",
        "T1021.002",
        "T1059.001",
        "T1027.010");
  }

  /** A task is registered over the network, run, and deleted; answers the process it started. */
  private Proc scheduled(
      Instant start, Base base, Method method, String name, String program, String arguments) {
    Shared shared =
        scene
            .files()
            .use(
                start,
                mount(base, method),
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
    Proc shell = runAsSystem(now.plusMillis(200), scheduler, Windows.system(program), command);
    now = now.plus(chance.seconds(2, 6));
    scene
        .files()
        .procedure(now, shared.link(), "\\pipe\\atsvc", "ITaskSchedulerService", "SchRpcDelete");
    scene.audit().task(now, target, shared.session(), TaskChange.DELETED, "\\" + name, command);
    notes.at(now);
    return shell;
  }

  private Won taskFromLinux(Instant start, OnLinux base) {
    Instant now = start;
    Proc shell = scene.windows().resident(target, Resident.SCHEDULER);
    for (String command : List.of("whoami", "ipconfig /all", "dir D:\\Shares")) {
      tool(now, base, "atexec.py");
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
    return won(
        "scheduled-task",
        new OnWindows(target, stolen, shell),
        "T1053",
        "T1053.005",
        "T1021.002",
        "T1059.003");
  }

  private Won desktop(Instant start, OnWindows base) {
    Proc client =
        run(
            start,
            base.shell(),
            Windows.system("mstsc.exe"),
            "\"C:\\Windows\\system32\\mstsc.exe\" /v:" + target.name());
    scene
        .audit()
        .explicitCredentials(
            start.plusMillis(900),
            client,
            scene.office().netbiosDomain(),
            stolen.account(),
            target);
    RemoteDesktop.Opened opened =
        scene
            .remoteDesktop()
            .open(
                start.plusSeconds(1),
                base.machine(),
                target,
                stolen,
                chance.seconds(240, 500),
                chance);
    notes.link(opened.link());
    scene
        .sysmon()
        .connected(
            start.plusSeconds(1), client, Sysmon.Direction.OUT, "tcp", opened.link().socket());
    Proc explorer = scene.windows().explorer(target, opened.session());
    Instant now = start.plus(chance.seconds(15, 40));
    Proc shell =
        run(now, explorer, Windows.system("cmd.exe"), "\"C:\\Windows\\system32\\cmd.exe\"");
    look(now.plus(chance.seconds(3, 12)), shell);
    return won(
        "remote-desktop",
        new OnWindows(target, stolen, shell),
        "T1021",
        "T1021.001",
        "T1078.002",
        "T1078");
  }

  private Won ssh(Instant start, OnLinux base) {
    String user = chance.pick("root", "deploy", "admin");
    scene
        .linux()
        .executed(
            start,
            base.machine(),
            1001,
            "/usr/bin/ssh -i /tmp/.k -o StrictHostKeyChecking=no " + user + "@" + target.ip(),
            chance);
    Link link =
        scene
            .shell()
            .session(
                start.plusMillis(300),
                base.machine(),
                target,
                new Talk(
                    "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.7",
                    user,
                    6_000,
                    60_000,
                    40,
                    chance.seconds(200, 480)),
                Proof.KEY,
                chance);
    notes.link(link);
    notes.entity(Kind.USER, user);
    Instant now = start.plus(chance.seconds(4, 10));
    for (String command :
        List.of(
            "id",
            "hostname",
            "df -h",
            "ls -la /srv /var/lib /opt",
            "cat /etc/passwd",
            "ss -tulpn")) {
      scene.linux().executed(now, target, user.equals("root") ? 0 : 1002, command, chance);
      now = now.plus(chance.seconds(3, 18));
    }
    return won(
        "ssh",
        new OnLinux(target, stolen, user),
        "T1021",
        "T1021.004",
        "T1078",
        "T1552.004",
        "T1083");
  }

  private Won won(String method, Base base, String... techniques) {
    return new Won(
        notes.stage(
            "lateral-movement",
            method,
            "With stolen credentials the intruder moves on to " + target.name(),
            List.of(techniques),
            Tactic.LATERAL_MOVEMENT,
            Tactic.EXECUTION),
        base);
  }
}
