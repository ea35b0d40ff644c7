package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.attack.Bridgehead.OnLinux;
import io.testudo.simulation.attack.Bridgehead.OnWindows;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An intrusion from its first packet to its last, as a story that chance chooses. */
public final class Intrusion {

  private static final List<String> HOME_WORDS =
      List.of("cdn", "static", "sync", "update", "api", "img", "telemetry", "assets");

  private final Scene scene;
  private final Office office;
  private final Chance chance;
  private final Story story;
  private final Machine attacker;
  private final Machine home;
  private final Machine haven;

  private Intrusion(Scene scene, Chance chance) {
    this.scene = scene;
    this.office = scene.office();
    this.chance = chance;
    this.story = Story.choose(chance.stream("story"));
    Chance names = chance.stream("names");
    this.attacker = office.stranger("host-" + names.hex(6) + ".example");
    this.home = office.stranger(names.pick(HOME_WORDS) + "-" + names.hex(5) + ".example");
    this.haven =
        office.stranger(
            names.text(names.between(5, 8), "abcdeiklmnoprstu")
                + "-"
                + names.pick("files", "box", "drop", "cloud")
                + ".example");
  }

  /** Plays an intrusion; answers its story in one line. */
  public static String play(Scene scene, Chance chance) {
    return new Intrusion(scene, chance).play();
  }

  private String play() {
    Arrival arrival = story.entry() == Story.Entry.PHISHING ? fromInside() : fromOutside();
    Bridgehead base = arrival.base;
    Instant steal = notBefore(moment(0.50, "theft"), arrival.last);
    Person stolen = stolen();
    Stage theft =
        add(
            switch (base) {
              case OnWindows windows ->
                  new CredentialTheft(scene, chance.stream("theft"))
                      .steal(steal, windows, story.theft());
              case OnLinux linux ->
                  new CredentialTheft(scene, chance.stream("theft"))
                      .steal(steal, linux, story.theft());
            });
    Machine target = target(base);
    LateralMovement.Won moved =
        new LateralMovement(scene, chance.stream("movement"), stolen, target)
            .move(notBefore(moment(0.64, "movement"), theft), base, story.movement());
    Stage movement = add(moved.stage());
    Stage removal =
        add(
            new Exfiltration(scene, chance.stream("removal"), haven)
                .remove(
                    notBefore(moment(0.79, "removal"), movement), moved.base(), story.removal()));
    beacon(base, moment(0.40, "beacon"));
    String entry = story.entry().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return String.join(
        ", ",
        entry + " into " + base.machine().name(),
        theft.method(),
        movement.method() + " to " + target.name(),
        removal.method() + " to " + haven.dnsName());
  }

  /** The intruder has arrived: where, and with which stage. */
  private record Arrival(Bridgehead base, Stage last) {}

  private Stage add(Stage stage) {
    scene.labels().stage(stage);
    return stage;
  }

  /** The time of a stage: its usual part of the whole, sooner or later by up to 4 %. */
  private Instant moment(double part, String purpose) {
    return scene.at(part + (chance.stream("when " + purpose).unit() - 0.5) * 0.08);
  }

  /** This time, or a little after the stage before, if that takes longer. */
  private Instant notBefore(Instant time, Stage before) {
    Instant earliest =
        before.end().plus(chance.stream("pause after " + before.name()).seconds(15, 90));
    return time.isBefore(earliest) ? earliest : time;
  }

  /** Scan and guessing from the Internet, then the foothold. */
  private Arrival fromOutside() {
    Stage scan =
        add(
            new Reconnaissance(scene, chance.stream("scan"))
                .fromOutside(moment(0.08, "scan"), attacker));
    PasswordGuessing guessing = new PasswordGuessing(scene, chance.stream("guessing"));
    Foothold foothold = new Foothold(scene, chance.stream("foothold"), attacker, home);
    Instant guess = notBefore(moment(0.19, "guessing"), scan);
    Instant planned = moment(0.35, "foothold");
    Chance choices = chance.stream("accounts");
    Foothold.Won won =
        switch (story.entry()) {
          case SSH_GUESSING -> {
            Machine gateway = office.at(Post.SSH_GATEWAY);
            String user = choices.pick("deploy", "backup", "webadmin", "jenkins", "ansible");
            Instant enter =
                notBefore(planned, add(guessing.overSsh(guess, attacker, gateway, user)));
            yield foothold.overSsh(enter, gateway, user, serviceAccount(choices));
          }
          case REMOTE_DESKTOP_GUESSING -> {
            Machine host = office.at(Post.REMOTE_DESKTOP_HOST);
            Person account = serviceAccount(choices);
            Instant enter =
                notBefore(planned, add(guessing.overRemoteDesktop(guess, attacker, host, account)));
            yield foothold.overRemoteDesktop(enter, attacker, host, account);
          }
          case VPN_GUESSING -> {
            Desk desk = choices.pick(office.employees());
            Instant enter =
                notBefore(planned, add(guessing.overVpn(guess, attacker, desk.person())));
            Machine inside =
                office.throughVpn(
                    "vpn-client-" + choices.between(10, 99), choices.between(10, 200));
            yield foothold.overVpn(enter, desk, inside);
          }
          case PHISHING -> throw new IllegalStateException("phishing comes from inside");
        };
    return new Arrival(won.base(), add(won.stage()));
  }

  /** The foothold by a document, then scan and spraying from there. */
  private Arrival fromInside() {
    Desk desk = chance.stream("victim").pick(office.employees());
    Foothold.Won won =
        new Foothold(scene, chance.stream("foothold"), attacker, home)
            .byPhishing(moment(0.10, "foothold"), desk);
    add(won.stage());
    Bridgehead base = won.base();
    Stage scan =
        add(
            new Reconnaissance(scene, chance.stream("scan"))
                .fromInside(notBefore(moment(0.22, "scan"), won.stage()), base.machine()));
    Person account = serviceAccount(chance.stream("accounts"));
    Stage last =
        add(
            new PasswordGuessing(scene, chance.stream("guessing"))
                .spraying(
                    notBefore(moment(0.35, "guessing"), scan),
                    base.machine(),
                    office.at(Post.DATABASE),
                    account));
    Bridgehead better =
        switch (base) {
          case OnWindows windows -> new OnWindows(windows.machine(), account, windows.shell());
          case OnLinux linux -> new OnLinux(linux.machine(), account, linux.user());
        };
    return new Arrival(better, last);
  }

  private Person serviceAccount(Chance choices) {
    return story.theft() == Story.Theft.DCSYNC
        ? office.service("svc-adsync")
        : office.service(choices.pick("svc-web", "svc-report", "svc-fax"));
  }

  /** Whose credentials the theft yields. */
  private Person stolen() {
    return switch (story.theft()) {
      case LSASS_COMSVCS, LSASS_PROCDUMP, REGISTRY_HIVES, DCSYNC, SHADOW_FILE ->
          office.absentAdministrator();
      case KERBEROASTING -> office.service("svc-sql");
    };
  }

  private Machine target(Bridgehead base) {
    Chance choices = chance.stream("target");
    if (story.movement() == Story.Movement.SSH) {
      return office.at(choices.pick(Post.INTRANET, Post.BUILD_SERVER));
    }
    Machine target =
        office.at(choices.pick(Post.FILE_SERVER, Post.APPLICATION_SERVER, Post.DATABASE));
    return target == base.machine() ? office.at(Post.FILE_SERVER) : target;
  }

  /** The first machine calls home again and again, to the end. */
  private void beacon(Bridgehead base, Instant start) {
    Chance own = chance.stream("beacon");
    StageNotes notes = new StageNotes(office).machine(base.machine()).machine(home);
    Duration beat = own.seconds(45, 150);
    Caller caller =
        switch (base) {
          case OnWindows windows -> Caller.of(windows.shell());
          case OnLinux linux -> Caller.of(linux.machine());
        };
    Instant now = start;
    while (now.isBefore(scene.end())) {
      notes.link(
          scene
              .web()
              .https(
                  now,
                  caller,
                  home,
                  Volume.once(own.between(380, 900), own.between(300, 2_200)),
                  own));
      now =
          now.plus(
              own.between(beat.multipliedBy(8).dividedBy(10), beat.multipliedBy(12).dividedBy(10)));
    }
    scene
        .labels()
        .undertone(
            notes.stage(
                "command-and-control",
                "https-beacon",
                base.machine().name()
                    + " calls "
                    + home.dnsName()
                    + " every "
                    + beat.toSeconds()
                    + " s or so",
                List.of("T1071", "T1071.001", "T1573"),
                Tactic.COMMAND_AND_CONTROL));
  }
}
