package io.testudo.app.web.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.testudo.app.house.House;
import io.testudo.app.house.RuleReport;
import io.testudo.app.ingest.SourceStatus;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sources and rules. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Sources and rules")
public final class HouseResources {

  private static final int MOST_RULES = 1000;

  private final House house;

  public HouseResources(House house) {
    this.house = house;
  }

  @Operation(summary = "How the sources are doing")
  @GetMapping("/sources")
  public List<SourceStatus> sources() {
    return house.sources().all();
  }

  @Operation(summary = "Rules that are matched, and those that cannot be honoured")
  @GetMapping("/rules")
  public Rules rules(
      @RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "200") int limit) {
    int most = Limits.within(limit, MOST_RULES);
    if (offset < 0) {
      throw new IllegalArgumentException("offset (" + offset + ") must not be negative");
    }
    RuleReport report = house.rules();
    return new Rules(
        report.loaded().stream().skip(offset).limit(most).map(Rule::of).toList(),
        report.loaded().size(),
        report.rejected(),
        report.warnings());
  }

  /**
   * Rules.
   *
   * @param items a slice of those that are matched
   * @param total how many are matched
   * @param rejected those that cannot be honoured
   * @param warnings what deserves a look
   */
  public record Rules(
      List<Rule> items, int total, List<RuleReport.Rejected> rejected, List<String> warnings) {}

  /**
   * A rule that is matched.
   *
   * @param id the rule's identifier
   * @param title what it detects
   * @param level how much a match matters
   * @param logsource what it is meant for
   * @param tags its tags
   * @param file where it comes from
   */
  public record Rule(
      String id, String title, String level, String logsource, List<String> tags, String file) {
    static Rule of(RuleReport.Loaded loaded) {
      return new Rule(
          loaded.id(),
          loaded.title(),
          loaded.level(),
          loaded.logsource(),
          loaded.tags(),
          loaded.file());
    }
  }
}
