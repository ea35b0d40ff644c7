package io.testudo.app.cli;

import io.testudo.app.cli.Terminal.Style;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Incidents and findings as lines for a person. */
final class IncidentText {

  private static final DateTimeFormatter DAY_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MOST_MEMBERS = 14;
  private static final int MOST_NAMES = 6;

  private final Terminal terminal;

  IncidentText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Prints an incident: headline, who, why it ranks so, and what happened in order of time.
   *
   * @param place its rank, from 1
   * @param findings the members by id
   */
  void print(int place, Incident incident, Map<String, Finding> findings) {
    terminal.line(
        terminal.styled(
                String.format(Locale.ROOT, "%2d  %3.0f ", place, incident.score()), Style.BOLD)
            + terminal.severity(incident.severity())
            + " "
            + terminal.styled(Terminal.safe(incident.title(), 160), Style.BOLD));
    label(
        "when",
        DAY_TIME.format(incident.first())
            + " – "
            + (sameDay(incident) ? TIME : DAY_TIME).format(incident.last())
            + " UTC · "
            + incident.members().size()
            + (incident.members().size() == 1 ? " finding" : " findings")
            + " · "
            + incident.id());
    label("actors", names(incident, Involvement.Role.ACTOR));
    label("targets", names(incident, Involvement.Role.TARGET));
    label(
        "ATT&CK",
        incident.tactics().stream().map(Tactic::slug).collect(Collectors.joining(" → "))
            + (incident.techniques().isEmpty()
                ? ""
                : "  "
                    + incident.techniques().stream()
                        .map(Objects::toString)
                        .collect(Collectors.joining(" "))));
    label(
        "ranks",
        incident.scoreReasons().stream().map(Reason::toString).collect(Collectors.joining("; ")));
    List<Finding> story =
        incident.members().stream()
            .map(member -> findings.get(member.findingId()))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(Finding::first).thenComparing(Finding::id))
            .toList();
    Map<String, String> joined =
        incident.members().stream()
            .collect(Collectors.toMap(Member::findingId, Member::reason, (a, b) -> a));
    story.stream().limit(MOST_MEMBERS).forEach(finding -> step(finding, joined));
    if (story.size() > MOST_MEMBERS) {
      terminal.line("      … and " + (story.size() - MOST_MEMBERS) + " more");
    }
    terminal.line("");
  }

  private static boolean sameDay(Incident incident) {
    return incident
        .first()
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .equals(incident.last().atZone(ZoneOffset.UTC).toLocalDate());
  }

  private void step(Finding finding, Map<String, String> joined) {
    terminal.line(
        "      "
            + terminal.styled(TIME.format(finding.first()), Style.DIM)
            + "  "
            + terminal.severity(finding.severity())
            + " "
            + Terminal.safe(finding.title(), 140));
    terminal.line(
        "                "
            + terminal.styled(
                Terminal.safe(
                    finding.reasons().stream()
                            .limit(2)
                            .map(Reason::toString)
                            .collect(Collectors.joining("; "))
                        + joinReason(joined.getOrDefault(finding.id(), "")),
                    220),
                Style.DIM));
  }

  private static String joinReason(String reason) {
    return reason.isEmpty() ? "" : "  [" + reason + "]";
  }

  /** Prints a finding that belongs to no incident, on one line. */
  void print(Finding finding) {
    terminal.line(
        "    "
            + terminal.styled(DAY_TIME.format(finding.first()), Style.DIM)
            + "  "
            + terminal.severity(finding.severity())
            + " "
            + Terminal.safe(finding.title(), 90)
            + terminal.styled(
                "  "
                    + finding.involved().stream()
                        .limit(3)
                        .map(involvement -> Terminal.safe(involvement.entity().name(), 48))
                        .collect(Collectors.joining(", ")),
                Style.DIM));
  }

  private void label(String label, String text) {
    if (!text.isBlank()) {
      terminal.line(
          "      "
              + terminal.styled(String.format(Locale.ROOT, "%-8s", label), Style.CYAN)
              + Terminal.safe(text, 400));
    }
  }

  private static String names(Incident incident, Involvement.Role role) {
    List<String> names =
        incident.involved().stream()
            .filter(involvement -> involvement.role() == role)
            .map(involvement -> involvement.entity().name())
            .distinct()
            .toList();
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return names.size() > MOST_NAMES
        ? shown + " and " + (names.size() - MOST_NAMES) + " more"
        : shown;
  }

  /** The moment as people read it here: UTC, to the second. */
  static String moment(Instant instant) {
    return DAY_TIME.format(instant);
  }
}
