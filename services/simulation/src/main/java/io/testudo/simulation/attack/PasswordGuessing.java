package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Directory.Attempt;
import io.testudo.simulation.scene.Directory.Known;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.scene.RemoteDesktop;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.SecureShell;
import io.testudo.simulation.scene.SecureShell.Talk;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Guessing of passwords, from outside or inside, up to the one that is right. */
final class PasswordGuessing {

  static final String SSH_CLIENT = "SSH-2.0-libssh_0.9.6";

  private static final List<String> NAMES =
      List.of(
          "root",
          "admin",
          "administrator",
          "ubuntu",
          "test",
          "oracle",
          "postgres",
          "git",
          "backup",
          "deploy",
          "jenkins",
          "ftpuser",
          "nagios",
          "support",
          "guest",
          "www-data",
          "mysql",
          "info",
          "service",
          "user1",
          "tomcat",
          "dev");

  private final Scene scene;
  private final Chance chance;

  PasswordGuessing(Scene scene, Chance chance) {
    this.scene = scene;
    this.chance = chance;
  }

  /** Passwords for many accounts over SSH; the last one is right. */
  Stage overSsh(Instant start, Machine attacker, Machine target, String account) {
    StageNotes notes =
        new StageNotes(scene.office()).machine(attacker).machine(target).entity(Kind.USER, account);
    int connections = chance.between(70, 190);
    Instant now = start;
    for (int i = 0; i < connections; i++) {
      boolean right = chance.happens(0.35) || i > connections - 8;
      String name = right ? account : chance.pick(NAMES);
      SecureShell.Known known =
          name.equals(account) || name.equals("root")
              ? SecureShell.Known.NAME
              : SecureShell.Known.NOTHING;
      notes.link(
          scene
              .shell()
              .fail(
                  now,
                  attacker,
                  target,
                  Talk.attempt(SSH_CLIENT, name),
                  known,
                  chance.between(1, 3),
                  chance));
      now = now.plus(chance.seconds(0.8, 5.5));
    }
    Instant in = notes.last().plus(chance.seconds(1, 4));
    notes.link(
        scene
            .shell()
            .session(
                in,
                attacker,
                target,
                new Talk(SSH_CLIENT, account, 200, 300, 1, Duration.ofSeconds(1)),
                SecureShell.Proof.PASSWORD,
                chance));
    return notes.stage(
        "brute-force",
        "ssh",
        attacker.ip() + " guesses the password of " + account + " on " + target.name(),
        List.of("T1110", "T1110.001", "T1078"),
        Tactic.CREDENTIAL_ACCESS,
        Tactic.INITIAL_ACCESS);
  }

  /** Passwords for many accounts over remote desktop; the last one is right. */
  Stage overRemoteDesktop(Instant start, Machine attacker, Machine target, Person account) {
    StageNotes notes =
        new StageNotes(scene.office()).machine(attacker).machine(target).person(account);
    RemoteDesktop desktop = scene.remoteDesktop();
    int tries = chance.between(90, 240);
    String workstation =
        chance.pick(
            "kali",
            "WIN-" + chance.hex(8).toUpperCase(Locale.ROOT),
            "DESKTOP-" + chance.hex(7).toUpperCase(Locale.ROOT));
    Instant now = start;
    for (int i = 0; i < tries; i++) {
      boolean known = chance.happens(0.5);
      String name = known ? account.account() : chance.pick(NAMES);
      Link link =
          desktop.refused(
              now,
              attacker,
              target,
              new Attempt(name, workstation, known ? Known.NAME : Known.NOTHING),
              chance);
      notes.link(link).socket();
      now = now.plus(chance.seconds(0.6, 4.0));
    }
    return notes.stage(
        "brute-force",
        "remote-desktop",
        attacker.ip() + " guesses the password of " + account.account() + " on " + target.name(),
        List.of("T1110", "T1110.001"),
        Tactic.CREDENTIAL_ACCESS,
        Tactic.INITIAL_ACCESS);
  }

  /** Passwords for many people at the VPN gateway; the last one is right. */
  Stage overVpn(Instant start, Machine attacker, Person account) {
    Machine gateway = scene.office().at(Post.FIREWALL);
    StageNotes notes =
        new StageNotes(scene.office()).machine(attacker).machine(gateway).person(account);
    int tries = chance.between(80, 160);
    Instant now = start;
    for (int i = 0; i < tries; i++) {
      boolean known = chance.happens(0.6);
      String name = known ? account.account() : chance.pick(NAMES);
      notes.link(vpnLogin(now, attacker, gateway));
      Instant checked = now.plusMillis(210);
      scene.firewall().vpnRejected(checked, attacker, name);
      scene
          .directory()
          .bindWrongly(
              checked,
              gateway,
              new Attempt(name, gateway.name(), known ? Known.NAME : Known.NOTHING),
              chance);
      now = now.plus(chance.seconds(1.5, 6));
    }
    return notes.stage(
        "brute-force",
        "vpn",
        attacker.ip() + " guesses the password of " + account.account() + " at the VPN gateway",
        List.of("T1110", "T1110.001", "T1133"),
        Tactic.CREDENTIAL_ACCESS,
        Tactic.INITIAL_ACCESS);
  }

  /** A login form of the VPN gateway is filled in. */
  Link vpnLogin(Instant time, Machine attacker, Machine gateway) {
    return scene
        .web()
        .tls(
            time,
            Caller.of(attacker),
            gateway,
            443,
            "vpn." + scene.office().publicDomain(),
            Volume.once(720, 1_450),
            chance);
  }

  /** One or two passwords for everybody, from a machine inside; one of them is right. */
  Stage spraying(Instant start, Machine from, Machine target, Person account) {
    StageNotes notes = new StageNotes(scene.office()).machine(from).machine(target).person(account);
    List<Person> people = new ArrayList<>();
    scene.office().desks().stream().map(Desk::person).forEach(people::add);
    people.addAll(scene.office().services());
    people.remove(account);
    Instant now = start;
    for (int round = 0; round < 2; round++) {
      for (Person person : people) {
        notes.link(
            scene
                .files()
                .refused(
                    now,
                    from,
                    target,
                    new Attempt(person.account(), from.netbiosName(), Known.NAME),
                    chance));
        now = now.plus(chance.seconds(0.5, 3.5));
      }
      now = now.plus(chance.seconds(20, 90));
    }
    notes.at(now);
    scene.directory().logOnWithNtlm(now, from, target, account, from.ephemeralPort(chance), chance);
    return notes.stage(
        "brute-force",
        "password-spraying",
        from.name() + " tries two passwords for every account against " + target.name(),
        List.of("T1110", "T1110.003", "T1110.001"),
        Tactic.CREDENTIAL_ACCESS);
  }
}
