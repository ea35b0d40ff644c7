package io.testudo.app.web.search;

import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.incident.Incident;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which incidents are asked for.
 *
 * @param standing where they stand
 * @param least the least severity
 * @param words all of which must occur in title, id, entities, techniques or tactics; lower case
 * @param skip how many of those to pass over
 * @param limit the most to return, 1..{@value #MOST}
 */
public record IncidentQuery(
    Standing standing, Severity least, List<String> words, int skip, int limit) {

  /** The longest page. */
  public static final int MOST = 200;

  private static final int MOST_SKIPPED = 100_000;
  private static final int MOST_WORDS = 8;

  /** Which statuses are meant. */
  public enum Standing {
    /** Waiting for a person, or worked on. */
    OPEN,
    /** Closed with a verdict, or merged into another. */
    CLOSED,
    ALL
  }

  public IncidentQuery {
    words = List.copyOf(words);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit (" + limit + ") must be in 1.." + MOST);
    }
    if (skip < 0 || skip > MOST_SKIPPED) {
      throw new IllegalArgumentException("offset (" + skip + ") must be in 0.." + MOST_SKIPPED);
    }
  }

  /** The first words of what a person typed into a search field, in lower case. */
  public static List<String> wordsOf(String text) {
    String bounded = text.length() <= 200 ? text : text.substring(0, 200);
    return Arrays.stream(bounded.toLowerCase(Locale.ROOT).strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .limit(MOST_WORDS)
        .toList();
  }

  boolean matches(Incident incident) {
    return incident.severity().compareTo(least) >= 0
        && stands(incident.status())
        && words.stream().allMatch(word -> holds(incident, word));
  }

  private boolean stands(Incident.Status status) {
    return switch (standing) {
      case ALL -> true;
      case OPEN -> isOpen(status);
      case CLOSED -> !isOpen(status);
    };
  }

  private static boolean isOpen(Incident.Status status) {
    return switch (status) {
      case OPEN, ACKNOWLEDGED -> true;
      case CLOSED, MERGED -> false;
    };
  }

  private static boolean holds(Incident incident, String word) {
    return incident.title().toLowerCase(Locale.ROOT).contains(word)
        || incident.id().contains(word)
        || incident.involved().stream().anyMatch(part -> part.entity().name().contains(word))
        || incident.techniques().stream()
            .anyMatch(technique -> technique.id().toLowerCase(Locale.ROOT).contains(word))
        || incident.tactics().stream().anyMatch(tactic -> tactic.slug().contains(word));
  }
}
