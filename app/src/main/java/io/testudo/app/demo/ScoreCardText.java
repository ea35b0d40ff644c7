package io.testudo.app.demo;

import io.testudo.simulation.Campaign;
import io.testudo.simulation.ScoreCard;
import io.testudo.simulation.StageOutcome;
import io.testudo.vocabulary.incident.Incident;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A score card as lines for a person. */
final class ScoreCardText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ScoreCardText() {}

  static List<String> lines(Campaign campaign, ScoreCard card, List<Incident> incidents) {
    List<String> lines = new ArrayList<>();
    lines.add("Score card — " + campaign.title());
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d packets and %,d log lines, %d harmless episodes that detectors fear",
            campaign.packets(),
            campaign.lines(),
            campaign.episodes().size()));
    lines.add("");
    lines.add("  began     stage               how                          seen   after");
    for (StageOutcome outcome : card.stages()) {
      String seen =
          switch (outcome) {
            case StageOutcome.Detected detected -> "yes    " + word(detected.after());
            case StageOutcome.Missed missed -> "NO";
          };
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s  %-18s  %-27s  %s",
              TIME.format(outcome.stage().start()),
              outcome.stage().name(),
              outcome.stage().method(),
              seen));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  %d of %d stages detected; %d incident%s, %d of them false",
            card.detected(),
            card.stages().size(),
            card.incidents(),
            card.incidents() == 1 ? "" : "s",
            card.falseIncidents().size()));
    if (!card.stages().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  the intrusion was told in %d incident%s; %d of their %d findings belong to it",
              card.telling(),
              card.telling() == 1 ? "" : "s",
              card.belonging(),
              card.findings()));
    }
    incidents.stream()
        .filter(incident -> incident.status() != Incident.Status.MERGED)
        .limit(5)
        .forEach(
            incident ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  %3.0f %-8s %s%s",
                        incident.score(),
                        incident.severity(),
                        incident.title(),
                        card.falseIncidents().contains(incident.id()) ? "  (false)" : "")));
    return lines;
  }

  private static String word(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : duration.toMinutes() + " min";
  }
}
