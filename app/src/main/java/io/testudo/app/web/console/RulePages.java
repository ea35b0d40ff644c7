package io.testudo.app.web.console;

import io.testudo.app.house.House;
import io.testudo.app.house.RuleReport;
import io.testudo.app.house.RuleReport.Loaded;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.page.Pages;
import io.testudo.app.web.search.IncidentQuery;
import io.testudo.intrusion.Correlations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rules: those that are matched, those that cannot be honoured, and the text of one. */
@RestController
public final class RulePages {

  private static final int PAGE = 100;

  private final House house;
  private final Pages pages;

  public RulePages(House house, Pages pages) {
    this.house = house;
    this.pages = pages;
  }

  /** All rules, or for a script of the page the table alone. */
  @GetMapping("/rules")
  public ResponseEntity<byte[]> list(
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String level,
      @RequestParam(defaultValue = "") String logsource,
      @RequestParam(defaultValue = "1") int page) {
    RuleReport report = house.rules();
    List<String> words = IncidentQuery.wordsOf(q);
    List<Loaded> matching =
        report.loaded().stream()
            .filter(rule -> level.isEmpty() || rule.level().equals(level))
            .filter(rule -> logsource.isEmpty() || rule.logsource().equals(logsource))
            .filter(rule -> words.stream().allMatch(word -> holds(rule, word)))
            .toList();
    int last = Math.max(1, (matching.size() + PAGE - 1) / PAGE);
    int number = Math.clamp(page, 1, last);
    ListPage shown =
        new ListPage(
            pages.frame(request, "Rules", Frame.Section.RULES),
            report,
            matching.stream().skip((number - 1L) * PAGE).limit(PAGE).toList(),
            matching.size(),
            distinct(report, Kind.LEVEL),
            distinct(report, Kind.LOG_SOURCE),
            q,
            level,
            logsource,
            number,
            last,
            house.correlations());
    return pages.show(Pages.isPart(request) ? "ruleList" : "rules", shown);
  }

  private enum Kind {
    LEVEL,
    LOG_SOURCE
  }

  private static List<String> distinct(RuleReport report, Kind kind) {
    return report.loaded().stream()
        .map(
            rule ->
                switch (kind) {
                  case LEVEL -> rule.level();
                  case LOG_SOURCE -> rule.logsource();
                })
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean holds(Loaded rule, String word) {
    return rule.title().toLowerCase(Locale.ROOT).contains(word)
        || rule.id().contains(word)
        || rule.file().toLowerCase(Locale.ROOT).contains(word)
        || rule.tags().stream().anyMatch(tag -> tag.contains(word));
  }

  /** One rule with its text. */
  @GetMapping("/rules/{id}")
  public ResponseEntity<byte[]> one(HttpServletRequest request, @PathVariable String id) {
    Loaded rule =
        house.rules().loaded().stream()
            .filter(loaded -> loaded.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NotThere("rule"));
    return pages.show(
        "rule", new OnePage(pages.frame(request, rule.title(), Frame.Section.RULES), rule));
  }

  /**
   * Rules.
   *
   * @param frame around them
   * @param report all that was loaded and rejected
   * @param rules this page of the matching ones
   * @param matching how many match
   * @param levels that occur
   * @param logsources that occur
   * @param q filter: what was typed
   * @param level filter; empty for any
   * @param logsource filter; empty for any
   * @param number of this page, from 1
   * @param last number of the last page
   * @param correlations how correlating fares
   */
  public record ListPage(
      Frame frame,
      RuleReport report,
      List<Loaded> rules,
      int matching,
      List<String> levels,
      List<String> logsources,
      String q,
      String level,
      String logsource,
      int number,
      int last,
      Correlations.Counts correlations) {}

  /**
   * One rule.
   *
   * @param frame around it
   * @param rule the rule
   */
  public record OnePage(Frame frame, Loaded rule) {}
}
