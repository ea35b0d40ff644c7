package io.testudo.vocabulary.incident;

/** What a person concluded about an incident. */
public enum Verdict {
  /** It was an attack. */
  TRUE_POSITIVE,
  /** It happened as described, and it was legitimate. */
  BENIGN,
  /** It did not happen as described. */
  FALSE_POSITIVE
}
