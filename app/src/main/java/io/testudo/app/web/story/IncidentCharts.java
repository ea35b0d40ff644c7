package io.testudo.app.web.story;

import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who acted against whom in an incident, and what happened when, as JSON for the console's charts.
 */
public final class IncidentCharts {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private IncidentCharts() {}

  /** As {@link EntityGraph#json}. */
  public static String graph(Incident incident, List<Finding> findings) {
    return EntityGraph.json(incident, findings);
  }

  /**
   * What happened when: {@code {tactics: [name], points: [{id, at, until, tactic, title,
   * severity}]}}, times in milliseconds since 1970.
   */
  public static String timeline(List<Finding> findings) {
    List<String> rows =
        findings.stream()
            .map(IncidentCharts::leading)
            .sorted(Comparator.nullsLast(Comparator.naturalOrder()))
            .map(IncidentCharts::name)
            .distinct()
            .toList();
    ObjectNode chart = JSON.objectNode();
    rows.forEach(chart.putArray("tactics")::add);
    ArrayNode points = chart.putArray("points");
    for (Finding finding : findings) {
      points
          .addObject()
          .put("id", finding.id())
          .put("at", finding.first().toEpochMilli())
          .put("until", finding.last().toEpochMilli())
          .put("tactic", rows.indexOf(name(leading(finding))))
          .put("title", finding.title())
          .put("severity", Wording.css(finding.severity()));
    }
    return chart.toString();
  }

  private static @Nullable Tactic leading(Finding finding) {
    return finding.tactics().isEmpty() ? null : finding.tactics().getFirst();
  }

  private static String name(@Nullable Tactic tactic) {
    return tactic == null ? "No tactic" : Wording.tactic(tactic);
  }
}
