package io.testudo.simulation.attack;

import io.testudo.simulation.Stage;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.office.Zone;
import io.testudo.simulation.scene.Link;
import io.testudo.simulation.sensor.Proc;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Notes taken while a stage is played, from which its label is made. */
final class StageNotes {

  private final Office office;
  private final Set<Entity> entities = new TreeSet<>();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  StageNotes(Office office) {
    this.office = office;
  }

  /** Something of the stage happened then. */
  StageNotes at(Instant time) {
    first = time.isBefore(first) ? time : first;
    last = time.isAfter(last) ? time : last;
    return this;
  }

  /** A connection belongs to the stage. */
  Link link(Link link) {
    at(link.start());
    at(link.end());
    return link;
  }

  /** A process belongs to the stage. */
  Proc process(Instant time, Proc process) {
    at(time);
    entities.add(new Entity(Kind.PROCESS, process.image()));
    return process;
  }

  /** A machine takes part; sensors know it by address and by both its names. */
  StageNotes machine(Machine machine) {
    entities.add(Entity.of(machine.address()));
    if (machine.zone() == Zone.INTERNET) {
      entities.add(new Entity(Kind.DOMAIN, machine.dnsName()));
    } else {
      entities.add(new Entity(Kind.HOST, machine.dnsName()));
      entities.add(new Entity(Kind.HOST, machine.name()));
    }
    return this;
  }

  /** An account takes part; sensors know it with and without its domain. */
  StageNotes person(Person person) {
    entities.add(new Entity(Kind.USER, person.account()));
    entities.add(new Entity(Kind.USER, office.netbiosDomain() + "\\" + person.account()));
    entities.add(new Entity(Kind.USER, person.account() + "@" + office.dnsDomain()));
    return this;
  }

  /** Something else takes part. */
  StageNotes entity(Kind kind, String name) {
    entities.add(new Entity(kind, name));
    return this;
  }

  /** The time of the last event so far. */
  Instant last() {
    return last;
  }

  /** The label. */
  Stage stage(
      String name, String method, String description, List<String> techniques, Tactic... tactics) {
    return new Stage(
        name,
        method,
        description,
        techniques.stream().map(Technique::new).toList(),
        List.of(tactics),
        first,
        last,
        List.copyOf(entities));
  }
}
