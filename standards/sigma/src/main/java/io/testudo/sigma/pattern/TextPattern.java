package io.testudo.sigma.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * A wildcard pattern ready to be compared with texts.
 *
 * <p>Cost: the plain forms (equal, starts with, ends with, contains) are one call of the JDK;
 * between two runs of wildcards each literal is searched once from the left, which is right because
 * the earliest place leaves the most room for the rest, so no pattern backtracks over more than one
 * literal: O(text × longest literal). Immutable.
 */
public final class TextPattern {
  /** No pattern may be longer than this many characters. */
  public static final int MAX_LENGTH = 8_192;

  private final boolean cased;
  private final boolean anchoredStart;
  private final boolean anchoredEnd;
  private final Literal[] literals;

  private TextPattern(
      boolean cased, boolean anchoredStart, boolean anchoredEnd, List<Literal> literals) {
    this.cased = cased;
    this.anchoredStart = anchoredStart;
    this.anchoredEnd = anchoredEnd;
    this.literals = literals.toArray(Literal[]::new);
  }

  /** Whether letters of different case are different. */
  public enum LetterCase {
    IGNORED,
    SIGNIFICANT
  }

  /** Compiles a text. */
  public static TextPattern of(WildcardText text, LetterCase letterCase) {
    boolean cased = letterCase == LetterCase.SIGNIFICANT;
    int[] tokens = text.tokens();
    var literals = new ArrayList<Literal>();
    int start = 0;
    for (int i = 0; i <= tokens.length; i++) {
      if (i == tokens.length || tokens[i] == WildcardText.ANY_RUN) {
        if (i > start) {
          literals.add(Literal.of(Arrays.copyOfRange(tokens, start, i), cased));
        }
        start = i + 1;
      }
    }
    boolean anchoredStart = tokens.length == 0 || tokens[0] != WildcardText.ANY_RUN;
    boolean anchoredEnd = tokens.length == 0 || tokens[tokens.length - 1] != WildcardText.ANY_RUN;
    return new TextPattern(cased, anchoredStart, anchoredEnd, literals);
  }

  /**
   * Whether the whole text is an instance of this pattern.
   *
   * @param text the text
   * @param folded the same text after {@link Folding#fold(String)}
   */
  public boolean matches(String text, String folded) {
    String subject = cased ? text : folded;
    if (literals.length == 0) {
      return !anchoredStart || subject.isEmpty();
    }
    if (literals.length == 1) {
      return matchesOne(literals[0], subject);
    }
    return matchesAll(subject);
  }

  private boolean matchesOne(Literal literal, String subject) {
    if (anchoredStart) {
      return (!anchoredEnd || subject.length() == literal.length()) && literal.isAt(subject, 0);
    }
    return anchoredEnd
        ? literal.isAt(subject, subject.length() - literal.length())
        : literal.indexIn(subject, 0) >= 0;
  }

  private boolean matchesAll(String subject) {
    int first = 0;
    int last = literals.length;
    int position = 0;
    int end = subject.length();
    if (anchoredStart) {
      if (!literals[0].isAt(subject, 0)) {
        return false;
      }
      position = literals[0].length();
      first = 1;
    }
    if (anchoredEnd) {
      last--;
      end -= literals[last].length();
      if (end < position || !literals[last].isAt(subject, end)) {
        return false;
      }
    }
    for (int i = first; i < last; i++) {
      int found = literals[i].indexIn(subject, position);
      if (found < 0) {
        return false;
      }
      position = found + literals[i].length();
    }
    return position <= end;
  }

  /** The pattern for people, with {@code *} for any run of characters. */
  @Override
  public String toString() {
    var shown = new StringJoiner("*", anchoredStart ? "" : "*", anchoredEnd ? "" : "*");
    for (Literal literal : literals) {
      shown.add(literal.plain().isEmpty() ? literal.longestPlain() + "?" : literal.plain());
    }
    return literals.length == 0 && !anchoredStart ? "*" : shown.toString();
  }

  /** The one text, folded, that equals this pattern; empty where there are many or it is cased. */
  public String onlyText() {
    boolean one = anchoredStart && anchoredEnd && literals.length == 1 && !cased;
    return one ? literals[0].plain() : "";
  }

  /** The one text, folded, that a match must and need only contain; empty where there is none. */
  public String onlyContained() {
    boolean one = !anchoredStart && !anchoredEnd && literals.length == 1 && !cased;
    return one ? literals[0].plain() : "";
  }

  /** The longest text, folded, that is part of every match; empty where there is none. */
  public String requiredText() {
    String longest = "";
    for (Literal literal : literals) {
      String plain = Folding.fold(literal.longestPlain());
      if (plain.length() > longest.length()) {
        longest = plain;
      }
    }
    return longest;
  }

  /**
   * Texts, folded, each of which every match shows at its place: the whole of it, else its
   * beginning, its end and the longest one inside, as far as the pattern says.
   */
  public List<Part> parts() {
    if (anchoredStart && anchoredEnd && literals.length <= 1) {
      String whole = literals.length == 0 ? "" : Folding.fold(literals[0].plain());
      if (literals.length == 0 || !whole.isEmpty()) {
        return List.of(new Part(Part.Place.WHOLE, whole));
      }
    }
    var parts = new ArrayList<Part>(3);
    if (literals.length > 0 && anchoredStart) {
      add(Part.Place.START, literals[0].plainStart(), parts);
    }
    if (literals.length > 0 && anchoredEnd) {
      add(Part.Place.END, literals[literals.length - 1].plainEnd(), parts);
    }
    add(Part.Place.INSIDE, requiredText(), parts);
    return parts;
  }

  private static void add(Part.Place place, String text, List<Part> into) {
    if (!text.isEmpty()) {
      into.add(new Part(place, Folding.fold(text)));
    }
  }

  /** A text that a match shows at a place of itself. */
  public record Part(Place place, String text) {
    /** Where. */
    public enum Place {
      WHOLE,
      START,
      END,
      INSIDE
    }
  }

  /** A run of the pattern without {@code *}. */
  private sealed interface Literal {
    int length();

    boolean isAt(String subject, int position);

    int indexIn(String subject, int from);

    /** The characters where all are plain, else nothing. */
    String plain();

    String longestPlain();

    /** The plain characters before the first that is not. */
    String plainStart();

    /** The plain characters behind the last that is not. */
    String plainEnd();

    static Literal of(int[] tokens, boolean cased) {
      var text = new StringBuilder(tokens.length);
      boolean plain = true;
      var prepared = new int[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        plain &= tokens[i] >= 0;
        prepared[i] = tokens[i] < 0 || cased ? tokens[i] : Folding.fold((char) tokens[i]);
        text.append((char) prepared[i]);
      }
      return plain ? new Plain(text.toString()) : new Mixed(prepared);
    }
  }

  private record Plain(String text) implements Literal {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public boolean isAt(String subject, int position) {
      return subject.startsWith(text, position);
    }

    @Override
    public int indexIn(String subject, int from) {
      return subject.indexOf(text, from);
    }

    @Override
    public String plain() {
      return text;
    }

    @Override
    public String longestPlain() {
      return text;
    }

    @Override
    public String plainStart() {
      return text;
    }

    @Override
    public String plainEnd() {
      return text;
    }
  }

  private static final class Mixed implements Literal {
    private final int[] tokens;

    Mixed(int[] tokens) {
      this.tokens = tokens;
    }

    @Override
    public int length() {
      return tokens.length;
    }

    @Override
    public boolean isAt(String subject, int position) {
      if (position < 0 || position + tokens.length > subject.length()) {
        return false;
      }
      for (int i = 0; i < tokens.length; i++) {
        char c = subject.charAt(position + i);
        boolean same =
            switch (tokens[i]) {
              case WildcardText.ANY_ONE -> true;
              case WildcardText.ANY_DASH -> WildcardText.isDash(c);
              default -> tokens[i] == c;
            };
        if (!same) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int indexIn(String subject, int from) {
      for (int i = from; i + tokens.length <= subject.length(); i++) {
        if (isAt(subject, i)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public String plain() {
      return "";
    }

    @Override
    public String longestPlain() {
      String longest = "";
      var run = new StringBuilder();
      for (int i = 0; i <= tokens.length; i++) {
        if (i < tokens.length && tokens[i] >= 0) {
          run.append((char) tokens[i]);
        } else {
          longest = run.length() > longest.length() ? run.toString() : longest;
          run.setLength(0);
        }
      }
      return longest;
    }

    @Override
    public String plainStart() {
      int end = 0;
      while (end < tokens.length && tokens[end] >= 0) {
        end++;
      }
      return new String(tokens, 0, end);
    }

    @Override
    public String plainEnd() {
      int start = tokens.length;
      while (start > 0 && tokens[start - 1] >= 0) {
        start--;
      }
      return new String(tokens, start, tokens.length - start);
    }
  }
}
