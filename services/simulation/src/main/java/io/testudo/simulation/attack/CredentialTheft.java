package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Directory;
import io.testudo.simulation.scene.Directory.Cipher;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Shared;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How the intruder comes by credentials that reach further. */
final class CredentialTheft {

  private static final String REPLICATION =
      "{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}\r\n\t{19195a5b-6da0-11d0-afd3-00c04fd930c9}\r\n";
  private static final String REPLICATION_OF_SECRETS =
      "{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}\r\n\t{19195a5b-6da0-11d0-afd3-00c04fd930c9}\r\n";
  private static final String DUMP_TRACE =
      "C:\\Windows\\SYSTEM32\\ntdll.dll+9d4e4|C:\\Windows\\System32\\KERNELBASE.dll+2bcee|"
          + "C:\\Windows\\SYSTEM32\\dbgcore.DLL+6c84|C:\\Windows\\SYSTEM32\\dbgcore.DLL+11f2c|";

  private final Scene scene;
  private final Chance chance;
  private final StageNotes notes;

  CredentialTheft(Scene scene, Chance chance) {
    this.scene = scene;
    this.chance = chance;
    this.notes = new StageNotes(scene.office());
  }

  /** Plays the theft on a machine with Windows. */
  Stage steal(Instant start, OnWindows base, Story.Theft theft) {
    notes.machine(base.machine()).person(base.account()).at(start);
    return switch (theft) {
      case LSASS_COMSVCS -> comsvcs(start, elevated(start, base));
      case LSASS_PROCDUMP -> procdump(start, elevated(start, base));
      case REGISTRY_HIVES -> hives(start, elevated(start, base));
      case KERBEROASTING -> roast(start, base);
      case DCSYNC -> replicate(start, base);
      case SHADOW_FILE ->
          throw new IllegalArgumentException("theft (" + theft + ") must fit Windows");
    };
  }

  /** Plays the theft on a machine with Linux. */
  Stage steal(Instant start, OnLinux base, Story.Theft theft) {
    notes.machine(base.machine()).entity(Kind.USER, base.user()).at(start);
    return switch (theft) {
      case SHADOW_FILE -> shadow(start, base);
      case KERBEROASTING -> roastRemotely(start, base);
      case DCSYNC -> replicateRemotely(start, base);
      case LSASS_COMSVCS, LSASS_PROCDUMP, REGISTRY_HIVES ->
          throw new IllegalArgumentException("theft (" + theft + ") must fit Linux");
    };
  }

  /** A shell with full rights: by way of fodhelper, where the session has not got them. */
  private Proc elevated(Instant start, OnWindows base) {
    Proc shell = base.shell();
    if (!shell.session().integrity().equals("Medium")) {
      return run(start, shell, "cmd.exe", "cmd.exe");
    }
    String key = "HKU\\" + shell.session().sid() + "_Classes\\ms-settings\\shell\\open\\command\\";
    scene.sysmon().valueSet(start, shell, key + "DelegateExecute", "(Empty)");
    scene
        .sysmon()
        .valueSet(start.plusMillis(60), shell, key + "(Default)", "C:\\Windows\\System32\\cmd.exe");
    Proc helper =
        scene
            .windows()
            .run(
                start.plusMillis(400),
                shell,
                shell.session().at("High"),
                Windows.system("fodhelper.exe"),
                "\"C:\\Windows\\system32\\fodhelper.exe\"",
                chance);
    return run(start.plusMillis(900), helper, "cmd.exe", "\"C:\\Windows\\System32\\cmd.exe\"");
  }

  private Proc run(Instant time, Proc parent, String program, String commandLine) {
    return runAt(time, parent, Windows.system(program), commandLine);
  }

  private Proc runAt(Instant time, Proc parent, String image, String commandLine) {
    return notes.process(time, scene.windows().run(time, parent, image, commandLine, chance));
  }

  private Stage comsvcs(Instant start, Proc shell) {
    Proc lsass = scene.windows().resident(shell.machine(), Resident.LSASS);
    Instant now = start.plus(chance.seconds(10, 35));
    Proc list = run(now, shell, "tasklist.exe", "tasklist  /fi \"imagename eq lsass.exe\"");
    scene.windows().end(now.plusSeconds(1), list);
    String file = "C:\\Windows\\Temp\\" + chance.text(6, "abcdefghijklmnopqrstuvwxyz") + ".dmp";
    now = now.plus(chance.seconds(8, 30));
    Proc dumper =
        run(
            now,
            shell,
            "rundll32.exe",
            "rundll32.exe C:\\windows\\System32\\comsvcs.dll, MiniDump "
                + lsass.id()
                + " "
                + file
                + " full");
    scene.sysmon().loaded(now.plusMillis(40), dumper, "C:\\Windows\\System32\\comsvcs.dll");
    dump(
        now.plusMillis(150),
        dumper,
        lsass,
        file,
        DUMP_TRACE
            + "C:\\windows\\System32\\comsvcs.dll+27b6d|C:\\Windows\\system32\\rundll32.exe+3b3f");
    return lsassStage("lsass-comsvcs", shell, file);
  }

  private Stage procdump(Instant start, Proc shell) {
    Proc lsass = scene.windows().resident(shell.machine(), Resident.LSASS);
    String folder = chance.pick("C:\\Windows\\Temp\\", "C:\\Users\\Public\\", "C:\\ProgramData\\");
    String tool = folder + "procdump64.exe";
    Instant now = start.plus(chance.seconds(10, 35));
    scene.sysmon().fileCreated(now, shell, tool);
    String file = folder + chance.pick("ls.dmp", "out.dmp", "lsass.dmp");
    now = now.plus(chance.seconds(5, 25));
    Proc dumper = runAt(now, shell, tool, tool + " -accepteula -ma lsass.exe " + file);
    scene
        .sysmon()
        .valueSet(
            now.plusMillis(60),
            dumper,
            "HKU\\" + shell.session().sid() + "\\Software\\Sysinternals\\ProcDump\\EulaAccepted",
            "DWORD (0x00000001)");
    dump(now.plusMillis(300), dumper, lsass, file, DUMP_TRACE + tool + "+1f0a2");
    return lsassStage("lsass-procdump", shell, file);
  }

  private void dump(Instant time, Proc dumper, Proc lsass, String file, String trace) {
    scene.sysmon().accessed(time, dumper, lsass, "0x1fffff", trace);
    scene.sysmon().fileCreated(time.plusMillis(80), dumper, file);
    notes.entity(Kind.FILE, file);
    Instant done = time.plus(chance.seconds(1.5, 6));
    scene.windows().end(done, dumper);
    notes.at(done);
  }

  private Stage lsassStage(String method, Proc shell, String file) {
    return notes.stage(
        "credential-theft",
        method,
        "The memory of LSASS on " + shell.machine().name() + " is written to " + file,
        List.of("T1003", "T1003.001", "T1548.002", "T1218.011", "T1057"),
        Tactic.CREDENTIAL_ACCESS);
  }

  private Stage hives(Instant start, Proc shell) {
    String folder = chance.pick("C:\\Windows\\Temp\\", "C:\\Users\\Public\\", "C:\\ProgramData\\");
    Instant now = start.plus(chance.seconds(10, 35));
    for (String hive : List.of("sam", "system", "security")) {
      String file = folder + hive + chance.pick(".hiv", ".save", ".bak");
      Proc reg = run(now, shell, "reg.exe", "reg  save hklm\\" + hive + " " + file);
      scene.sysmon().fileCreated(now.plusMillis(200), reg, file);
      scene.windows().end(now.plusSeconds(1), reg);
      notes.entity(Kind.FILE, file);
      now = now.plus(chance.seconds(3, 14));
    }
    return notes.stage(
        "credential-theft",
        "registry-hives",
        "The registry hives with secrets of " + shell.machine().name() + " are saved to files",
        List.of("T1003", "T1003.002", "T1003.004", "T1003.005", "T1012", "T1548.002"),
        Tactic.CREDENTIAL_ACCESS);
  }

  private Stage roast(Instant start, OnWindows base) {
    Instant now = start.plus(chance.seconds(6, 20));
    String script =
        "Invoke-Kerberoast -OutputFormat Hashcat | Select-Object Hash | Out-File -filepath"
            + " 'C:\\Users\\Public\\h.txt' -Width 8000";
    Proc shell =
        run(now, base.shell(), "powershell.exe", "powershell -ep bypass -c \"" + script + "\"");
    scene
        .audit()
        .script(
            now.plusMillis(800),
            base.machine(),
            chance.hex(8) + "-11aa-4bcd-9e00-" + chance.hex(12),
            script);
    roastTickets(now.plusSeconds(2), base.machine(), base.account());
    scene.sysmon().fileCreated(notes.last(), shell, "C:\\Users\\Public\\h.txt");
    return roastStage(base.machine());
  }

  private void roastTickets(Instant start, Machine from, Person account) {
    Machine controller = scene.office().at(Post.DOMAIN_CONTROLLER);
    Link query =
        scene
            .network()
            .tcp(
                start,
                from,
                controller,
                389,
                Directory.exchange("gssapi,ldap", 2_400, chance.between(6_000, 16_000), chance),
                chance);
    notes.link(query);
    Instant now = query.end().plusMillis(300);
    List<Person> services = new ArrayList<>(scene.office().services());
    for (Person service : services) {
      now =
          scene
              .directory()
              .ticket(
                  now,
                  from,
                  account.account(),
                  scene.directory().service(service),
                  Cipher.RC4,
                  chance);
      notes.at(now);
      now = now.plus(chance.seconds(0.05, 1.2));
    }
  }

  private Stage roastStage(Machine from) {
    return notes.stage(
        "credential-theft",
        "kerberoasting",
        "Tickets for all service accounts are asked for with RC4 from " + from.name(),
        List.of("T1558", "T1558.003", "T1087.002"),
        Tactic.CREDENTIAL_ACCESS);
  }

  private Stage roastRemotely(Instant start, OnLinux base) {
    notes.person(base.account());
    String domain = scene.office().dnsDomain();
    Instant now = start.plus(chance.seconds(4, 16));
    scene
        .linux()
        .executed(
            now,
            base.machine(),
            1001,
            "/usr/bin/python3 GetUserSPNs.py -request -dc-ip "
                + scene.office().at(Post.DOMAIN_CONTROLLER).ip()
                + " "
                + domain
                + "/"
                + base.account().account(),
            chance);
    now =
        scene
            .directory()
            .signIn(
                now.plusSeconds(1),
                base.machine(),
                base.account().account(),
                scene.office().sid(base.account()),
                chance);
    roastTickets(now, base.machine(), base.account());
    return roastStage(base.machine());
  }

  private Stage replicate(Instant start, OnWindows base) {
    String folder = chance.pick("C:\\Users\\Public\\", "C:\\ProgramData\\", "C:\\Windows\\Temp\\");
    Instant now = start.plus(chance.seconds(6, 20));
    String tool = folder + chance.pick("m64.exe", "mk.exe", "mimikatz.exe");
    scene.sysmon().fileCreated(now, base.shell(), tool);
    now = now.plus(chance.seconds(4, 15));
    runAt(
        now,
        base.shell(),
        tool,
        tool + " \"lsadump::dcsync /domain:" + scene.office().dnsDomain() + " /user:krbtgt\" exit");
    replication(now.plusSeconds(1), base.machine(), base.account(), Method.KERBEROS);
    return replicationStage(base.machine());
  }

  private Stage replicateRemotely(Instant start, OnLinux base) {
    Instant now = start.plus(chance.seconds(4, 16));
    scene
        .linux()
        .executed(
            now,
            base.machine(),
            1001,
            "/usr/bin/python3 secretsdump.py -just-dc "
                + scene.office().dnsDomain()
                + "/"
                + base.account().account()
                + "@"
                + scene.office().at(Post.DOMAIN_CONTROLLER).ip(),
            chance);
    replication(now.plusSeconds(1), base.machine(), base.account(), Method.NTLM);
    return replicationStage(base.machine());
  }

  private void replication(Instant start, Machine from, Person account, Method method) {
    Machine controller = scene.office().at(Post.DOMAIN_CONTROLLER);
    notes.person(account);
    Shared shared =
        scene
            .files()
            .use(
                start,
                new Mount(from, controller, account, method),
                List.of(Operation.pipe("samr"), Operation.pipe("lsarpc")),
                Duration.ofSeconds(2),
                chance);
    notes.link(shared.link());
    Link link =
        scene
            .files()
            .remoteProcedures(
                start.plusSeconds(2),
                from,
                controller,
                chance.between(4_000, 9_000),
                chance.between(160_000, 900_000),
                chance);
    notes.link(link);
    for (String operation : List.of("DRSBind", "DRSCrackNames", "DRSGetNCChanges")) {
      scene
          .files()
          .procedure(
              link.start().plusMillis(40),
              link,
              String.valueOf(link.socket().serverPort()),
              "drsuapi",
              operation);
    }
    Instant now = link.start().plusMillis(60);
    for (String rights : List.of(REPLICATION, REPLICATION_OF_SECRETS, REPLICATION_OF_SECRETS)) {
      scene.domain().directoryAccess(now, shared.session(), rights);
      notes.at(now);
      now = now.plusMillis(chance.between(20, 300));
    }
  }

  private Stage replicationStage(Machine from) {
    return notes.stage(
        "credential-theft",
        "dcsync",
        from.name() + " asks the domain controller to replicate secrets to it",
        List.of("T1003", "T1003.006"),
        Tactic.CREDENTIAL_ACCESS);
  }

  private Stage shadow(Instant start, OnLinux base) {
    Machine machine = base.machine();
    Instant now = start.plus(chance.seconds(5, 20));
    List<String> commands =
        List.of(
            "/usr/bin/cat /etc/shadow",
            "/usr/bin/cp /etc/shadow /tmp/.s",
            "/usr/bin/find / -name id_rsa -o -name id_ed25519",
            "/usr/bin/grep -ri password /var/www /opt /etc");
    for (String command : commands) {
      scene.linux().sudo(now, machine, base.user(), "/tmp", command);
      scene.linux().executed(now.plusMillis(15), machine, 0, command, chance);
      notes.at(now);
      now = now.plus(chance.seconds(8, 40));
    }
    notes.entity(Kind.FILE, "/etc/shadow");
    return notes.stage(
        "credential-theft",
        "shadow-file",
        "The password hashes and keys on " + machine.name() + " are read",
        List.of("T1003", "T1003.008", "T1552", "T1552.001", "T1552.004", "T1083"),
        Tactic.CREDENTIAL_ACCESS);
  }
}
