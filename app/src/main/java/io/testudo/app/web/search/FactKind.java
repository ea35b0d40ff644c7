package io.testudo.app.web.search;

import io.testudo.ports.EventLog;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.vocabulary.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts of facts that a person may choose from. */
public enum FactKind {
  ANY(null, "All facts"),
  FINDING(Fact.FindingRaised.class, "Findings"),
  REPEATED(Fact.FindingRepeated.class, "Repetitions"),
  INCIDENT(Fact.IncidentChanged.class, "Incidents"),
  ACKNOWLEDGED(Fact.IncidentAcknowledged.class, "Taken on"),
  VERDICT(Fact.VerdictGiven.class, "Verdicts"),
  IDENTITY(Fact.IdentityLearned.class, "Identities"),
  MATCH(Fact.RuleMatched.class, "Rule matches"),
  ITEM(Fact.ItemRead.class, "Items read"),
  ACTION(Fact.ActionTaken.class, "Actions");

  private final @Nullable Class<? extends Fact> type;
  private final String label;

  FactKind(@Nullable Class<? extends Fact> type, String label) {
    this.type = type;
    this.label = label;
  }

  /** What it is called in the choice. */
  public String label() {
    return label;
  }

  /** The word for it in a fact's JSON; empty for any. */
  public String word() {
    return type == null ? "" : FactJson.kind(type);
  }

  /**
   * The kind of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FactKind ofWord(String word) {
    for (FactKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind must be one of the kinds of facts, or empty for any");
  }

  /**
   * Facts of a kind before a place in the log, the newest first.
   *
   * @param before sequence; those from it on are passed over
   */
  public static List<SealedFact> latest(EventLog log, FactKind kind, long before, int limit) {
    if (kind.type != null) {
      return log.latest(kind.type, before, limit);
    }
    long end = Math.min(before, log.size() + 1);
    List<SealedFact> found = new ArrayList<>();
    while (end > 1 && found.size() < limit) {
      long from = Math.max(0, end - 1 - limit);
      List<SealedFact> batch = log.read(from, limit);
      for (int i = batch.size() - 1; i >= 0 && found.size() < limit; i--) {
        if (batch.get(i).sequence() < end) {
          found.add(batch.get(i));
        }
      }
      end = from + 1;
    }
    return found;
  }
}
