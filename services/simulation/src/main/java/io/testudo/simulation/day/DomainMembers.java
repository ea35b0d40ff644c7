package io.testudo.simulation.day;

import io.testudo.simulation.Episode;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.office.Person.Role;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Directory;
import io.testudo.simulation.scene.Directory.Cipher;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.scene.Windows.Resident;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Approach;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.vocabulary.entity.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Machines of the domain: tickets, group policy, directory queries, and mistyped passwords. */
final class DomainMembers implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    for (Machine machine : scene.office().machines()) {
      if (machine.platform().windows()) {
        Chance own = chance.stream(machine.name());
        scene.regularly(
            Duration.ofMinutes(45),
            Duration.ofMinutes(4),
            own.stream("policy"),
            (time, c) -> policy(scene, machine, time, c));
        scene.nowAndThen(
            Duration.ofMinutes(14),
            own.stream("directory"),
            (time, c) -> query(scene, machine, time, c));
        scene.regularly(
            Duration.ofMinutes(30),
            Duration.ofMinutes(3),
            own.stream("services"),
            (time, c) -> housekeeping(scene, machine, time, c));
      }
    }
    for (Desk desk : scene.office().desks()) {
      Chance own = chance.stream("person " + desk.machine().name());
      scene.nowAndThen(
          Duration.ofMinutes(35), own.stream("unlock"), (time, c) -> unlock(scene, desk, time, c));
    }
  }

  private static void policy(Scene scene, Machine machine, Instant time, Chance chance) {
    Machine controller = scene.office().at(Post.DOMAIN_CONTROLLER);
    if (machine == controller) {
      return;
    }
    String account = machine.netbiosName() + "$";
    scene.directory().signIn(time, machine, account, scene.domain().machineSid(machine), chance);
    // The computer's own account reads the policies.
    Person computer =
        new Person(
            machine.name(),
            account,
            (int) (1300 + (machine.address().low() & 0xFF)),
            Role.EMPLOYEE);
    scene
        .files()
        .use(
            time.plusMillis(200),
            new Mount(machine, controller, computer, Method.KERBEROS),
            List.of(
                new Operation(
                    "SYSVOL",
                    scene.office().dnsDomain()
                        + "\\Policies\\{31B2F340-016D-11D2-945F-00C04FB984F9}\\gpt.ini",
                    Use.READ,
                    60)),
            Duration.ofSeconds(2),
            chance);
    Proc scheduler = scene.windows().resident(machine, Resident.SCHEDULER);
    scene
        .windows()
        .runBriefly(
            time.plusSeconds(3),
            scheduler,
            Windows.system("gpupdate.exe"),
            "gpupdate.exe /target:computer",
            chance);
  }

  private static void query(Scene scene, Machine machine, Instant time, Chance chance) {
    Machine controller = scene.office().at(Post.DOMAIN_CONTROLLER);
    if (machine == controller) {
      return;
    }
    scene
        .network()
        .tcp(
            time,
            machine,
            controller,
            389,
            Directory.exchange(
                "gssapi,ldap", chance.between(1_900, 3_400), chance.between(1_200, 9_000), chance),
            chance);
    if (chance.happens(0.3)) {
      scene
          .directory()
          .ticket(
              time.minusMillis(4),
              machine,
              machine.netbiosName() + "$",
              scene.directory().service(controller),
              Cipher.AES,
              chance);
    }
  }

  private static void housekeeping(Scene scene, Machine machine, Instant time, Chance chance) {
    Proc services = scene.windows().resident(machine, Resident.SERVICES);
    Proc helper =
        scene
            .windows()
            .run(
                time,
                services,
                Windows.system("svchost.exe"),
                Windows.SYSTEM32
                    + chance.pick(
                        "svchost.exe -k netsvcs -p -s BITS",
                        "svchost.exe -k LocalService -p -s BthAvctpSvc",
                        "svchost.exe -k wsappx -p -s AppXSvc",
                        "svchost.exe -k netsvcs -p -s wlidsvc"),
                chance);
    scene.windows().end(time.plus(chance.seconds(30, 300)), helper);
    Proc scheduler = scene.windows().resident(machine, Resident.SCHEDULER);
    scene
        .windows()
        .runBriefly(
            time.plus(chance.seconds(5, 60)),
            scheduler,
            Windows.system("taskhostw.exe"),
            chance.pick("taskhostw.exe", "taskhostw.exe SYSTEM", "taskhostw.exe Install $(Arg0)"),
            chance);
    Proc defender = scene.windows().resident(machine, Resident.DEFENDER);
    scene
        .sysmon()
        .accessed(
            time.plus(chance.seconds(1, 50)),
            defender,
            scene.windows().resident(machine, Resident.LSASS),
            "0x1000",
            "C:\\Windows\\SYSTEM32\\ntdll.dll+9d4e4|C:\\Windows\\System32\\KERNELBASE.dll+2bcee|"
                + "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24050.7-0\\mpsvc.dll+1ba3f0");
  }

  private static void unlock(Scene scene, Desk desk, Instant time, Chance chance) {
    Machine machine = desk.machine();
    Instant now = time;
    int mistakes = chance.happens(0.12) ? chance.between(1, 3) : 0;
    for (int i = 0; i < mistakes; i++) {
      scene.directory().signInWrongly(now, machine, desk.person(), chance);
      scene
          .audit()
          .failedToLogOn(
              now.plusMillis(30),
              machine,
              scene.office().netbiosDomain(),
              desk.person().account(),
              new Approach(2, machine.netbiosName(), "127.0.0.1", 0, Method.NEGOTIATE),
              "0xc000006a");
      now = now.plus(chance.seconds(3, 9));
    }
    if (mistakes > 0) {
      scene
          .labels()
          .episode(
              new Episode(
                  "mistyped-password",
                  desk.person().fullName() + " mistypes a password " + mistakes + " times",
                  time,
                  now,
                  List.of(
                      new Entity(Entity.Kind.USER, desk.person().account()),
                      new Entity(Entity.Kind.HOST, machine.dnsName()),
                      Entity.of(machine.address()))));
    }
    scene
        .directory()
        .signIn(now, machine, desk.person().account(), scene.office().sid(desk.person()), chance);
  }
}
