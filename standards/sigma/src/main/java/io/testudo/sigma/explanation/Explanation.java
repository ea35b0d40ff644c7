package io.testudo.sigma.explanation;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.SigmaRule;
import java.util.List;

/**
 * Why a rule holds for an event, or why it does not.
 *
 * @param rule the rule
 * @param sources what the event came to as one of each log source that the rule's may mean
 */
public record Explanation(SigmaRule rule, List<AsSource> sources) {

  public Explanation {
    sources = List.copyOf(sources);
  }

  /** Whether the rule holds. */
  public boolean holds() {
    return sources.stream().anyMatch(AsSource::holds);
  }

  /** Whether the event is one of a log source that the rule is meant for. */
  public boolean isOfItsLogSource() {
    return sources.stream().anyMatch(AsSource::belongs);
  }

  /**
   * The event as one of a log source.
   *
   * @param logSource the log source
   * @param occasions per occasion of which one must be given, its facts
   * @param ground what the rule's condition came to, whether or not the event belongs
   */
  public record AsSource(LogSource logSource, List<List<Fact>> occasions, Ground ground) {

    public AsSource {
      occasions = occasions.stream().map(List::copyOf).toList();
    }

    /** Whether the event is one of the log source. */
    public boolean belongs() {
      return occasions.stream().anyMatch(facts -> facts.stream().allMatch(Fact::holds));
    }

    /** Whether the rule holds for it as such. */
    public boolean holds() {
      return belongs() && ground.holds();
    }
  }

  /**
   * Something by which a log source is known.
   *
   * @param field the event's field; with {@code @} before it, what the event says of itself
   * @param wanted any of these
   * @param value what the event has, empty where it has nothing
   * @param holds whether it has one of them
   */
  public record Fact(String field, List<String> wanted, String value, boolean holds) {
    public Fact {
      wanted = List.copyOf(wanted);
    }
  }
}
