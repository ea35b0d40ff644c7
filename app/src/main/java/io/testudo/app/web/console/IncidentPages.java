package io.testudo.app.web.console;

import io.testudo.app.house.House;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.page.Pages;
import io.testudo.app.web.search.IncidentQuery;
import io.testudo.app.web.search.IncidentQuery.Standing;
import io.testudo.app.web.search.IncidentSearch;
import io.testudo.app.web.story.IncidentCharts;
import io.testudo.app.web.story.Story;
import io.testudo.ports.SealedFact;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.VerdictGiven;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import io.testudo.vocabulary.incident.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of incidents, and one of them with its story. */
@RestController
public final class IncidentPages {

  private static final int PAGE = 50;
  private static final int MOST_MEMBERS = 500;
  private static final int MOST_VERDICTS_LOOKED_AT = 1000;

  private final House house;
  private final IncidentSearch search;
  private final Pages pages;

  public IncidentPages(House house, IncidentSearch search, Pages pages) {
    this.house = house;
    this.search = search;
    this.pages = pages;
  }

  /** The ranked list, or for a script of the page its rows alone. */
  @GetMapping("/incidents")
  public ResponseEntity<byte[]> list(
      HttpServletRequest request,
      @RequestParam(defaultValue = "OPEN") Standing standing,
      @RequestParam(defaultValue = "INFORMATIONAL") Severity severity,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "1") int page) {
    int number = Math.clamp(page, 1, 1000);
    IncidentQuery query =
        new IncidentQuery(standing, severity, IncidentQuery.wordsOf(q), (number - 1) * PAGE, PAGE);
    IncidentSearch.Found found = search.find(query);
    ListPage shown =
        new ListPage(
            pages.frame(request, "Incidents", Frame.Section.INCIDENTS),
            found.incidents(),
            standing,
            severity,
            q,
            number,
            found.rest(),
            house.log().countDocuments(io.testudo.app.house.IncidentShelf.SHELF));
    return pages.show(Pages.isPart(request) ? "incidentList" : "incidents", shown);
  }

  /** One incident. */
  @GetMapping("/incidents/{id}")
  public ResponseEntity<byte[]> one(
      HttpServletRequest request,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String notice) {
    Incident incident = search.byId(id);
    if (incident == null) {
      throw new NotThere("incident");
    }
    List<MemberView> members = members(incident);
    List<Finding> findings =
        members.stream().map(MemberView::finding).filter(f -> f != null).toList();
    return pages.show(
        "incident",
        new OnePage(
            pages.frame(request, incident.title(), Frame.Section.INCIDENTS),
            incident,
            Story.of(incident, findings),
            members,
            techniques(incident, findings),
            unknowns(findings),
            IncidentCharts.timeline(findings),
            IncidentCharts.graph(incident, findings),
            verdictOn(id)));
  }

  private List<MemberView> members(Incident incident) {
    List<MemberView> views = new ArrayList<>();
    int number = 0;
    for (Member member : incident.members().stream().limit(MOST_MEMBERS).toList()) {
      number++;
      SealedFact sealed = house.log().find(member.findingId());
      Finding finding =
          sealed != null && sealed.fact() instanceof Fact.FindingRaised raised
              ? raised.finding()
              : null;
      views.add(new MemberView(number, member, finding));
    }
    views.sort(
        Comparator.comparing(
            (MemberView view) -> view.finding() == null ? null : view.finding().first(),
            Comparator.nullsLast(Comparator.naturalOrder())));
    return views;
  }

  private static List<TacticRow> techniques(Incident incident, List<Finding> findings) {
    SortedMap<Tactic, SortedMap<Technique, Integer>> byTactic = new TreeMap<>();
    SortedSet<Technique> placed = new TreeSet<>();
    for (Finding finding : findings) {
      for (Tactic tactic : finding.tactics()) {
        SortedMap<Technique, Integer> row =
            byTactic.computeIfAbsent(tactic, any -> new TreeMap<>());
        for (Technique technique : finding.techniques()) {
          row.merge(technique, 1, Integer::sum);
          placed.add(technique);
        }
      }
    }
    List<TacticRow> rows = new ArrayList<>();
    byTactic.forEach((tactic, techniques) -> rows.add(new TacticRow(tactic, counts(techniques))));
    SortedMap<Technique, Integer> rest = new TreeMap<>();
    incident.techniques().stream()
        .filter(technique -> !placed.contains(technique))
        .forEach(technique -> rest.put(technique, 1));
    if (!rest.isEmpty()) {
      rows.add(new TacticRow(null, counts(rest)));
    }
    return rows;
  }

  private static List<TechniqueCount> counts(Map<Technique, Integer> techniques) {
    return techniques.entrySet().stream()
        .map(entry -> new TechniqueCount(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<String> unknowns(List<Finding> findings) {
    return findings.stream().flatMap(f -> f.unknowns().stream()).distinct().limit(20).toList();
  }

  private @Nullable VerdictGiven verdictOn(String id) {
    return house.log().latest(VerdictGiven.class, Long.MAX_VALUE, MOST_VERDICTS_LOOKED_AT).stream()
        .map(found -> (VerdictGiven) found.fact())
        .filter(verdict -> verdict.incidentId().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** Takes the incident on. */
  @PostMapping("/incidents/{id}/acknowledgement")
  public ResponseEntity<byte[]> acknowledge(SignedIn who, @PathVariable String id) {
    house.desk().acknowledge(id, who.getName());
    return Pages.goTo("/incidents/" + id);
  }

  /** Closes the incident with a verdict. */
  @PostMapping("/incidents/{id}/verdict")
  public ResponseEntity<byte[]> judge(
      SignedIn who,
      @PathVariable String id,
      @RequestParam Verdict verdict,
      @RequestParam(defaultValue = "") String comment) {
    house.desk().judge(id, verdict, who.getName(), comment);
    return Pages.goTo("/incidents/" + id);
  }

  /**
   * The ranked list.
   *
   * @param frame around it
   * @param incidents this page of it
   * @param standing filter
   * @param severity filter: the least
   * @param q filter: what was typed
   * @param number of this page, from 1
   * @param rest whether more follow
   * @param total how many there are without filter
   */
  public record ListPage(
      Frame frame,
      List<Incident> incidents,
      Standing standing,
      Severity severity,
      String q,
      int number,
      IncidentSearch.Rest rest,
      long total) {

    /** Whether anything is left out by the person's choice. */
    public boolean isFiltered() {
      return !q.isBlank() || severity != Severity.INFORMATIONAL || standing != Standing.OPEN;
    }
  }

  /**
   * One incident.
   *
   * @param frame around it
   * @param incident as it now stands
   * @param story told in sentences
   * @param members its findings in the order of time
   * @param techniques by tactic
   * @param unknowns what its detectors could not know
   * @param timeline chart as JSON
   * @param graph chart as JSON
   * @param verdict the latest, or null
   */
  public record OnePage(
      Frame frame,
      Incident incident,
      Story story,
      List<MemberView> members,
      List<TacticRow> techniques,
      List<String> unknowns,
      String timeline,
      String graph,
      @Nullable VerdictGiven verdict) {

    /** Whether a person can still take it on. */
    public boolean isOpen() {
      return incident.status() == Incident.Status.OPEN;
    }

    /** Whether a person can still judge it. */
    public boolean isUnjudged() {
      return incident.status() == Incident.Status.OPEN
          || incident.status() == Incident.Status.ACKNOWLEDGED;
    }
  }

  /**
   * A member with its finding.
   *
   * @param number its place in the order of joining
   * @param member finding's id and reason
   * @param finding the finding, or null if it was deleted by retention
   */
  public record MemberView(int number, Member member, @Nullable Finding finding) {}

  /**
   * The techniques of one tactic.
   *
   * @param tactic or null where none was given
   * @param techniques with counts
   */
  public record TacticRow(@Nullable Tactic tactic, List<TechniqueCount> techniques) {}

  /**
   * How many findings point to a technique.
   *
   * @param technique the technique
   * @param count findings
   */
  public record TechniqueCount(Technique technique, int count) {}
}
