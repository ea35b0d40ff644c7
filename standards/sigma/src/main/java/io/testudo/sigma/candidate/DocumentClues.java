package io.testudo.sigma.candidate;

import io.testudo.sigma.pattern.FoldedBytes;
import io.testudo.sigma.pattern.TextPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The clues of many rules about all texts of an event, to be looked for in the document that the
 * event was read from, before any text is taken out of it. Of each text only the longest run is
 * looked for that no notation writes differently.
 */
public final class DocumentClues {
  private final Map<String, Literal> runs = new HashMap<>();
  private final TextClues clues = new TextClues();
  private final List<Integer> others = new ArrayList<>();

  /** Adds a rule's clue. */
  public void add(Clue clue, int rule) {
    String run = clue instanceof Clue.Shows shows ? longestRun(shows.part()) : "";
    if (run.isEmpty()) {
      others.add(rule);
    } else {
      runs.computeIfAbsent(run, this::file).addRule(rule);
    }
  }

  private Literal file(String run) {
    Literal literal = new Literal(run, false);
    clues.addInside(literal);
    return literal;
  }

  private static String longestRun(TextPattern.Part part) {
    String longest = "";
    int start = 0;
    String text = part.text();
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !isVerbatim(text.charAt(i))) {
        longest = i - start > longest.length() ? text.substring(start, i) : longest;
        start = i + 1;
      }
    }
    return longest;
  }

  private static boolean isVerbatim(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '/';
  }

  /** Files the clues; to be called when all are added, before any is looked for. */
  public void settle() {
    clues.settle();
    runs.clear();
  }

  /** Marks the rules for which it cannot be ruled out that a text of the document shows a clue. */
  public void mark(FoldedBytes document, long[] marked) {
    others.forEach(rule -> marked[rule >>> 6] |= 1L << rule);
    clues.mark(document, marked);
  }
}
