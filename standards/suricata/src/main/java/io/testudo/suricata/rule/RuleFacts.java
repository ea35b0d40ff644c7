package io.testudo.suricata.rule;

import java.util.List;
import java.util.Map;

/**
 * What is told of a rule that holds.
 *
 * @param action what shall happen
 * @param isSilent whether nobody is to be told
 */
public record RuleFacts(
    Action action,
    boolean isSilent,
    boolean isExchange,
    long gid,
    long sid,
    long revision,
    String message,
    String classType,
    int priority,
    List<String> references,
    Map<String, List<String>> metadata) {

  /** What shall happen, the most urgent first. */
  public enum Action {
    PASS,
    DROP,
    REJECT,
    ALERT
  }

  /** Copies the lists. */
  public RuleFacts {
    references = List.copyOf(references);
    metadata = Map.copyOf(metadata);
  }
}
