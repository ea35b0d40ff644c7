package io.testudo.app.web.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.testudo.app.house.House;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.search.FindingSearch;
import io.testudo.app.web.search.IncidentQuery;
import io.testudo.app.web.search.IncidentQuery.Standing;
import io.testudo.app.web.search.IncidentSearch;
import io.testudo.vocabulary.fact.Fact.VerdictGiven;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Verdict;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Incidents, findings and verdicts. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Incidents and findings")
public final class IncidentResources {

  private static final int MOST_VERDICTS = 200;

  private final House house;
  private final IncidentSearch incidents;
  private final FindingSearch findings;

  public IncidentResources(House house, IncidentSearch incidents, FindingSearch findings) {
    this.house = house;
    this.incidents = incidents;
    this.findings = findings;
  }

  @Operation(summary = "Incidents, the most urgent first")
  @GetMapping("/incidents")
  public IncidentSlice incidents(
      @RequestParam(defaultValue = "OPEN") Standing standing,
      @RequestParam(defaultValue = "INFORMATIONAL") Severity severity,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    IncidentSearch.Found found =
        incidents.find(
            new IncidentQuery(standing, severity, IncidentQuery.wordsOf(q), offset, limit));
    return new IncidentSlice(found.incidents(), offset, limit, found.rest());
  }

  @Operation(summary = "One incident as it now stands")
  @GetMapping("/incidents/{id}")
  public Incident incident(@PathVariable String id) {
    Incident incident = incidents.byId(id);
    if (incident == null) {
      throw new NotThere("incident");
    }
    return incident;
  }

  @Operation(summary = "Take an incident on")
  @PostMapping("/incidents/{id}/acknowledgement")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  public void acknowledge(SignedIn who, @PathVariable String id) {
    incident(id);
    house.desk().acknowledge(id, who.getName());
  }

  @Operation(summary = "Findings, the newest first")
  @GetMapping("/findings")
  public FindingSlice findings(
      @RequestParam(defaultValue = "INFORMATIONAL") Severity severity,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "0") long before,
      @RequestParam(defaultValue = "50") int limit) {
    FindingSearch.Found found =
        findings.find(
            before <= 0 ? Long.MAX_VALUE : before, severity, IncidentQuery.wordsOf(q), limit);
    return new FindingSlice(found.findings(), found.next());
  }

  @Operation(summary = "One finding with its evidence")
  @GetMapping("/findings/{id}")
  public Finding finding(@PathVariable String id) {
    FindingSearch.Placed placed = findings.byId(id);
    if (placed == null) {
      throw new NotThere("finding");
    }
    return placed.finding();
  }

  @Operation(summary = "Verdicts, the newest first")
  @GetMapping("/verdicts")
  public List<VerdictGiven> verdicts(
      @RequestParam(defaultValue = "0") long before, @RequestParam(defaultValue = "50") int limit) {
    return house
        .log()
        .latest(
            VerdictGiven.class,
            before <= 0 ? Long.MAX_VALUE : before,
            Limits.within(limit, MOST_VERDICTS))
        .stream()
        .map(found -> (VerdictGiven) found.fact())
        .toList();
  }

  @Operation(summary = "Close an incident with a verdict")
  @PostMapping("/verdicts")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  public void judge(SignedIn who, @RequestBody NewVerdict verdict) {
    incident(verdict.incidentId());
    house.desk().judge(verdict.incidentId(), verdict.verdict(), who.getName(), verdict.comment());
  }

  /**
   * Incidents.
   *
   * @param items the incidents
   * @param offset how many were passed over
   * @param limit the most asked for
   * @param rest whether more follow
   */
  public record IncidentSlice(
      List<Incident> items, int offset, int limit, IncidentSearch.Rest rest) {}

  /**
   * Findings.
   *
   * @param items the findings with their places in the log
   * @param next the value of {@code before} that gives the next ones, 0 if there are none
   */
  public record FindingSlice(List<FindingSearch.Placed> items, long next) {}

  /**
   * What a person concludes.
   *
   * @param incidentId the incident
   * @param verdict the judgement
   * @param comment in the person's words; may be missing
   */
  public record NewVerdict(String incidentId, Verdict verdict, String comment) {

    @SuppressWarnings("ConstantValue") // JSON may lack what the type says is there.
    public NewVerdict {
      if ((Object) incidentId == null || (Object) verdict == null) {
        throw new IllegalArgumentException("incidentId and verdict must be given");
      }
      comment = (Object) comment == null ? "" : comment;
    }
  }
}
