package io.testudo.app.web.search;

import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.vocabulary.fact.Fact.FindingRaised;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds findings in the log, the newest first; looks at a bounded number of them at a time. */
public final class FindingSearch {

  /** The longest page. */
  public static final int MOST = 200;

  private static final int BATCH = 200;
  private static final int MOST_LOOKED_AT = 5_000;

  private final EventLog log;

  public FindingSearch(EventLog log) {
    this.log = log;
  }

  /**
   * Findings sealed before a place in the log.
   *
   * @param before sequence; those from it on are passed over
   * @param least the least severity
   * @param words all of which must occur in title, detector, entities or techniques; lower case
   * @param limit the most to return, 1..{@value #MOST}
   */
  public Found find(long before, Severity least, List<String> words, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit (" + limit + ") must be in 1.." + MOST);
    }
    List<Placed> found = new ArrayList<>();
    long cursor = before;
    int lookedAt = 0;
    while (lookedAt < MOST_LOOKED_AT) {
      List<SealedFact> batch = log.latest(FindingRaised.class, cursor, BATCH);
      for (SealedFact sealed : batch) {
        Finding finding = ((FindingRaised) sealed.fact()).finding();
        cursor = sealed.sequence();
        if (finding.severity().compareTo(least) >= 0 && holdsAll(finding, words)) {
          found.add(new Placed(sealed.sequence(), finding));
          if (found.size() == limit) {
            return new Found(found, cursor);
          }
        }
      }
      lookedAt += batch.size();
      if (batch.size() < BATCH) {
        return new Found(found, 0);
      }
    }
    return new Found(found, cursor);
  }

  /** The finding with this id, or null if there is none or its content was deleted. */
  public @Nullable Placed byId(String id) {
    SealedFact sealed = id.isEmpty() || id.length() > 512 ? null : log.find(id);
    return sealed != null && sealed.fact() instanceof FindingRaised raised
        ? new Placed(sealed.sequence(), raised.finding())
        : null;
  }

  private static boolean holdsAll(Finding finding, List<String> words) {
    return words.stream().allMatch(word -> holds(finding, word));
  }

  private static boolean holds(Finding finding, String word) {
    return finding.title().toLowerCase(Locale.ROOT).contains(word)
        || finding.id().contains(word)
        || finding.detector().id().toLowerCase(Locale.ROOT).contains(word)
        || finding.involved().stream().anyMatch(part -> part.entity().name().contains(word))
        || finding.techniques().stream()
            .anyMatch(technique -> technique.id().toLowerCase(Locale.ROOT).contains(word))
        || finding.tactics().stream().anyMatch(tactic -> tactic.slug().contains(word));
  }

  /**
   * A finding with its place in the log.
   *
   * @param sequence its place
   * @param finding the finding
   */
  public record Placed(long sequence, Finding finding) {}

  /**
   * A page of findings.
   *
   * @param findings the page
   * @param next the place before which the next page begins, 0 if there is none
   */
  public record Found(List<Placed> findings, long next) {
    public Found {
      findings = List.copyOf(findings);
    }
  }
}
