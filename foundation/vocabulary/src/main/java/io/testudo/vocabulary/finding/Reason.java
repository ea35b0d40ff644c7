package io.testudo.vocabulary.finding;

/**
 * One ground of a finding or score, for a person to check.
 *
 * @param what what was looked at, for instance {@code distinct ports asked in 60 s}
 * @param observed what was seen there, for instance {@code 412}
 * @param expected what is normal or what the rule asks for, for instance {@code at most 20}; empty
 *     if there is nothing to compare with
 */
public record Reason(String what, String observed, String expected) {

  private static final int MOST_CHARACTERS = 1024;

  public Reason {
    what = bounded(what);
    observed = bounded(observed);
    expected = bounded(expected);
  }

  private static String bounded(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
  }

  @Override
  public String toString() {
    return what + ": " + observed + (expected.isEmpty() ? "" : " (" + expected + ")");
  }
}
