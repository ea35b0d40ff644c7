package io.testudo.vocabulary.finding;

import java.util.regex.Pattern;

/**
 * A technique by its identifier in ATT&CK ({@code T1003}, {@code T1003.001}, ICS {@code T0855}) or
 * ATLAS ({@code AML.T0043}, {@code AML.T0043.001}).
 *
 * @param id the identifier, in capitals
 */
public record Technique(String id) implements Comparable<Technique> {

  private static final Pattern FORM = Pattern.compile("(AML\\.)?T\\d{4}(\\.\\d{3})?");

  public Technique {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "id (" + id + ") of Technique must look like T1003, T1003.001 or AML.T0043");
    }
  }

  /** Whether {@code text} has the form of an identifier. */
  public static boolean isId(String text) {
    return text.length() <= 16 && FORM.matcher(text).matches();
  }

  /** The technique of which this is a sub-technique, or itself. */
  public Technique parent() {
    int dot = id.indexOf('.', id.startsWith("AML.") ? 4 : 0);
    return dot < 0 ? this : new Technique(id.substring(0, dot));
  }

  @Override
  public int compareTo(Technique other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}
