package io.testudo.app.web.console;

import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.page.Pages;
import io.testudo.app.web.search.FindingSearch;
import io.testudo.app.web.search.IncidentQuery;
import io.testudo.app.web.search.IncidentSearch;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.incident.Incident;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** All findings, whether in an incident or not, and one of them. */
@RestController
public final class FindingPages {

  private static final int PAGE = 50;

  private final FindingSearch findings;
  private final IncidentSearch incidents;
  private final Pages pages;

  public FindingPages(FindingSearch findings, IncidentSearch incidents, Pages pages) {
    this.findings = findings;
    this.incidents = incidents;
    this.pages = pages;
  }

  /** Findings, the newest first, or for a script of the page its rows alone. */
  @GetMapping("/findings")
  public ResponseEntity<byte[]> list(
      HttpServletRequest request,
      @RequestParam(defaultValue = "INFORMATIONAL") Severity severity,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "0") long before) {
    FindingSearch.Found found =
        findings.find(
            before <= 0 ? Long.MAX_VALUE : before, severity, IncidentQuery.wordsOf(q), PAGE);
    ListPage page =
        new ListPage(
            pages.frame(request, "Findings", Frame.Section.FINDINGS),
            found,
            severity,
            q,
            before <= 0 ? 0 : before);
    return pages.show(Pages.isPart(request) ? "findingList" : "findings", page);
  }

  /** One finding. */
  @GetMapping("/findings/{id}")
  public ResponseEntity<byte[]> one(HttpServletRequest request, @PathVariable String id) {
    FindingSearch.Placed placed = findings.byId(id);
    if (placed == null) {
      throw new NotThere("finding");
    }
    return pages.show(
        "finding",
        new OnePage(
            pages.frame(request, placed.finding().title(), Frame.Section.FINDINGS),
            placed,
            incidents.holding(id)));
  }

  /**
   * Findings.
   *
   * @param frame around them
   * @param found this page of them
   * @param severity filter: the least
   * @param q filter: what was typed
   * @param before where this page begins, 0 for the newest
   */
  public record ListPage(
      Frame frame, FindingSearch.Found found, Severity severity, String q, long before) {

    /** Whether anything is left out by the person's choice. */
    public boolean isFiltered() {
      return !q.isBlank() || severity != Severity.INFORMATIONAL || before > 0;
    }
  }

  /**
   * One finding.
   *
   * @param frame around it
   * @param placed the finding with its place in the log
   * @param incident that it belongs to, or null
   */
  public record OnePage(Frame frame, FindingSearch.Placed placed, @Nullable Incident incident) {}
}
