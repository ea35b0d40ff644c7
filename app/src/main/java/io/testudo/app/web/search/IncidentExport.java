package io.testudo.app.web.search;

import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.telemetry.ocsf.OcsfMapping;
import io.testudo.vocabulary.fact.Fact.FindingRaised;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.incident.Incident;
import java.util.List;
import java.util.stream.Stream;

/** An incident and its findings as lines of JSON for other programs. */
public final class IncidentExport {

  private final EventLog log;
  private final OcsfMapping ocsf;

  /**
   * @param version of the program, which OCSF events name
   */
  public IncidentExport(EventLog log, String version) {
    this.log = log;
    this.ocsf = new OcsfMapping(version);
  }

  /** The findings of this incident that the log still holds, in the order in which they joined. */
  public List<Finding> findings(Incident incident) {
    return incident.members().stream()
        .map(member -> log.find(member.findingId()))
        .filter(found -> found != null)
        .map(SealedFact::fact)
        .filter(FindingRaised.class::isInstance)
        .map(fact -> ((FindingRaised) fact).finding())
        .toList();
  }

  /** In the product's own form: the incident, then its findings. */
  public List<String> json(Incident incident) {
    return Stream.concat(
            Stream.of(FactJson.write(incident)), findings(incident).stream().map(FactJson::write))
        .toList();
  }

  /** As OCSF: the incident as an incident finding, then its findings as detection findings. */
  public List<String> ocsf(Incident incident) {
    return Stream.concat(Stream.of(ocsf.of(incident)), findings(incident).stream().map(ocsf::of))
        .map(event -> event.toJson().toString())
        .toList();
  }
}
