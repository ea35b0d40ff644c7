package io.testudo.vocabulary.finding;

/** How bad it is if true, least first. */
public enum Severity {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The worse of the two. */
  public Severity or(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
