package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import io.testudo.vocabulary.finding.Tactic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Scans: of what the Internet can reach, or from a first machine of what is around it. */
final class Reconnaissance {

  private static final int[] COMMON = {
    21, 22, 23, 25, 53, 80, 110, 111, 135, 139, 143, 389, 443, 445, 465, 587, 636, 993, 995, 1080,
    1433, 1521, 1723, 2049, 2222, 3128, 3268, 3306, 3389, 5060, 5432, 5555, 5900, 5985, 5986, 6379,
    8000, 8008, 8080, 8081, 8443, 8888, 9000, 9090, 9200, 10000, 27017, 49152, 49153, 49154
  };

  private final Scene scene;
  private final Chance chance;

  Reconnaissance(Scene scene, Chance chance) {
    this.scene = scene;
    this.chance = chance;
  }

  /** A half-open scan of the machines that the Internet can reach, as nmap does it. */
  Stage fromOutside(Instant start, Machine attacker) {
    StageNotes notes = new StageNotes(scene.office()).machine(attacker);
    List<Machine> targets =
        new ArrayList<>(
            List.of(
                scene.office().at(Post.WEB_SERVER),
                scene.office().at(Post.SSH_GATEWAY),
                scene.office().at(Post.REMOTE_DESKTOP_HOST)));
    int ports = chance.between(180, 420);
    Duration gap = chance.between(Duration.ofMillis(90), Duration.ofMillis(260));
    int sourcePort = chance.between(33_000, 63_000);
    Instant now = start;
    for (int i = 0; i < ports; i++) {
      int port = i < COMMON.length ? COMMON[i] : chance.between(1, 10_000);
      for (Machine target : targets) {
        Ending ending = open(target, port) ? Ending.PROBED : Ending.SILENT;
        Socket socket = new Socket(attacker, sourcePort, target, port);
        notes.link(scene.network().tcp(now, socket, Exchange.none(ending), chance));
        if (ending == Ending.SILENT) {
          scene.firewall().denied(now, attacker, sourcePort, target, port);
        }
        now = now.plus(chance.between(gap.dividedBy(2), gap.multipliedBy(3).dividedBy(2)));
      }
    }
    return notes.stage(
        "scan",
        "syn-scan-from-internet",
        attacker.ip() + " scans " + targets.size() + " exposed machines on " + ports + " ports",
        List.of("T1595", "T1595.001", "T1595.002", "T1046"),
        Tactic.RECONNAISSANCE,
        Tactic.DISCOVERY);
  }

  private boolean open(Machine target, int port) {
    return target == scene.office().at(Post.WEB_SERVER)
        ? port == 80 || port == 443
        : target == scene.office().at(Post.SSH_GATEWAY) ? port == 22 : port == 3389;
  }

  /** A connect scan of servers and neighbours from inside. */
  Stage fromInside(Instant start, Machine from) {
    StageNotes notes = new StageNotes(scene.office()).machine(from);
    List<Machine> targets = new ArrayList<>(scene.office().servers());
    scene.office().desks().forEach(desk -> targets.add(desk.machine()));
    targets.remove(from);
    int[] ports = {22, 80, 135, 139, 443, 445, 1433, 3306, 3389, 5985, 8080};
    Instant now = start;
    Duration gap = chance.between(Duration.ofMillis(120), Duration.ofMillis(350));
    for (Machine target : targets) {
      for (int port : ports) {
        notes.link(
            scene
                .network()
                .tcp(now, from, target, port, Exchange.none(answer(target, port)), chance));
        now = now.plus(chance.between(gap.dividedBy(2), gap.multipliedBy(3).dividedBy(2)));
      }
    }
    return notes.stage(
        "scan",
        "connect-scan-from-inside",
        from.name() + " scans " + targets.size() + " machines on " + ports.length + " ports",
        List.of("T1046", "T1018"),
        Tactic.DISCOVERY);
  }

  private static Ending answer(Machine target, int port) {
    boolean windowsPort = port == 135 || port == 139 || port == 445;
    boolean open =
        switch (target.platform()) {
          case WINDOWS_CLIENT -> windowsPort;
          case WINDOWS_SERVER -> windowsPort || port == 3389 || port == 5985;
          case LINUX -> port == 22 || port == 80 || port == 443;
          case APPLIANCE -> port == 443;
        };
    return open
        ? Ending.RESET_BY_CLIENT
        : target.platform() == Machine.Platform.WINDOWS_CLIENT ? Ending.SILENT : Ending.REFUSED;
  }
}
