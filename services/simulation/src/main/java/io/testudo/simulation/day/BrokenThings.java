package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.office.Zone;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.Directory.Attempt;
import io.testudo.simulation.scene.Directory.Known;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.scene.Resolver.Question;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.wire.DnsMessage;
import io.testudo.simulation.wire.DnsMessage.Type;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import java.time.Duration;
import java.util.List;

/** What is broken and nobody mends: a service with an old password, a dead link, loud printers. */
final class BrokenThings implements Actor {

  @Override
  public void play(Scene scene, Chance chance) {
    Office office = scene.office();
    Machine application = office.at(Post.APPLICATION_SERVER);
    Machine files = office.at(Post.FILE_SERVER);
    scene.regularly(
        chance.seconds(50, 80),
        Duration.ofSeconds(1),
        chance.stream("old password"),
        (time, own) ->
            scene
                .files()
                .refused(
                    time,
                    application,
                    files,
                    new Attempt("svc-print", application.netbiosName(), Known.NAME),
                    own));
    Honest.always(
        scene,
        "broken-service",
        "A service on " + application.name() + " retries with an old password once a minute",
        application,
        files);

    Machine intranet = office.at(Post.INTRANET);
    Machine database = office.at(Post.DATABASE);
    scene.regularly(
        chance.seconds(15, 40),
        Duration.ofSeconds(1),
        chance.stream("dead link"),
        (time, own) -> {
          scene.network().tcp(time, intranet, database, 5432, Exchange.none(Ending.REFUSED), own);
          scene
              .linux()
              .say(
                  time.plusMillis(3),
                  intranet,
                  Facility.DAEMON,
                  "wiki-sync",
                  "connect to " + database.ip() + ":5432 failed: Connection refused");
        });
    Honest.always(
        scene,
        "dead-link",
        intranet.name() + " keeps connecting to a database that is not there",
        intranet,
        database);

    for (Machine printer : office.printers()) {
      Machine everybody = office.broadcast(Zone.CLIENTS);
      scene.regularly(
          Duration.ofSeconds(45),
          Duration.ofSeconds(2),
          chance.stream(printer.name()),
          (time, own) ->
              scene
                  .network()
                  .udp(
                      time,
                      new Socket(printer, 5353, everybody, 5353),
                      "dns",
                      DnsMessage.query(0, "_ipp._tcp.local", Type.PTR),
                      null,
                      own));
      scene.nowAndThen(
          Duration.ofMinutes(12),
          chance.stream("messages " + printer.name()),
          (time, own) ->
              scene
                  .linux()
                  .say(
                      time,
                      printer,
                      Facility.LOCAL0,
                      "printer",
                      own.pick("toner low", "ready to print", "sleep mode on", "job completed")));
      Honest.always(scene, "printer", printer.name() + " announces itself to everybody", printer);
    }
    for (String name : List.of("wpad", "isatap", "old-fileserver")) {
      scene.nowAndThen(
          Duration.ofMinutes(4),
          chance.stream(name),
          (time, own) ->
              scene
                  .resolver()
                  .ask(
                      time,
                      own.pick(office.desks()).machine(),
                      null,
                      Question.unknown(name + "." + office.dnsDomain()),
                      own));
    }
  }
}
