package io.testudo.sigma.matching;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.Match;
import io.testudo.sigma.candidate.Clue;
import io.testudo.sigma.candidate.DocumentClues;
import io.testudo.sigma.candidate.FieldClues;
import io.testudo.sigma.candidate.Guard;
import io.testudo.sigma.pattern.FoldedBytes;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.source.EventSource;
import io.testudo.sigma.source.FieldSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the events of one source. An event is first searched for the clues of all of them;
 * those whose clues show, and the few that have none, are then tested one by one.
 *
 * <p>A rule has one mark for each of its up to {@value Guard#MOST} guards; marks of missing guards
 * are set from the outset.
 */
final class SourceRules {
  private final EventSource source;
  private final List<CompiledRule> rules = new ArrayList<>();
  private final FieldTable fields;
  private final int words;
  private final long[] always;
  private final int[] cluePlaces;
  private final FieldClues[] clues;
  private final @Nullable FieldClues everywhere;
  private final DocumentClues documents = new DocumentClues();

  /**
   * Files the rules of a source.
   *
   * @param slots the fields by number
   * @param unmapped where a field comes from that the source does not name differently
   */
  SourceRules(
      EventSource source,
      List<CompiledRule> rules,
      Slots slots,
      Function<String, FieldSource> unmapped) {
    this.source = source;
    this.rules.addAll(rules);
    var used = new BitSet();
    rules.forEach(rule -> used.or(rule.slots()));
    Map<String, FieldSource> mapped = source.fields();
    this.fields =
        new FieldTable(
            slots,
            used,
            name -> mapped.containsKey(name) ? mapped.get(name) : unmapped.apply(name));
    this.words = (rules.size() + 63) / 64;
    this.always = new long[Guard.MOST * words];
    var filed = new TreeMap<String, FieldClues>();
    for (int number = 0; number < rules.size(); number++) {
      List<Guard> guards = rules.get(number).guards();
      for (int i = 0; i < Guard.MOST; i++) {
        int mark = 64 * words * i + number;
        if (i < guards.size()) {
          file(guards.get(i), mark, filed);
        } else {
          always[mark >>> 6] |= 1L << mark;
        }
      }
    }
    documents.settle();
    filed.values().forEach(FieldClues::settle);
    this.everywhere = filed.remove(Clue.EVERYTHING);
    this.clues = filed.values().toArray(FieldClues[]::new);
    this.cluePlaces =
        filed.keySet().stream().mapToInt(field -> fields.place(slots.of(field))).toArray();
  }

  private void file(Guard guard, int mark, Map<String, FieldClues> filed) {
    for (Clue clue : guard.clues()) {
      filed.computeIfAbsent(clue.field(), field -> new FieldClues()).add(clue, mark);
      if (clue.field().equals(Clue.EVERYTHING)) {
        documents.add(clue, mark);
      }
    }
  }

  EventSource source() {
    return source;
  }

  void test(EventView view, List<Match> matches, LongAdder[] cutShort) {
    view.readAs(fields);
    long[] marked = always.clone();
    for (int i = 0; i < clues.length; i++) {
      Reading reading = view.readAt(cluePlaces[i]);
      if (reading.size() > 0) {
        mark(reading, clues[i], marked);
      }
    }
    if (everywhere != null) {
      markEverywhere(view, everywhere, marked);
    }
    for (int word = 0; word < words; word++) {
      long all = marked[word] & marked[words + word] & marked[2 * words + word];
      for (long left = all; left != 0; left &= left - 1) {
        int number = 64 * word + Long.numberOfTrailingZeros(left);
        test(rules.get(number), view, matches, cutShort);
      }
    }
  }

  private void markEverywhere(EventView view, FieldClues wanted, long[] marked) {
    FoldedBytes document = view.document();
    if (document == null) {
      mark(view.everything(), wanted, marked);
    } else {
      documents.mark(document, marked);
    }
  }

  private static void mark(Reading reading, FieldClues wanted, long[] marked) {
    wanted.markThere(marked);
    for (int i = 0; i < reading.size(); i++) {
      if (reading.isNothing(i)) {
        continue;
      }
      if (wanted.wantsNumbers()) {
        Quantity number = reading.number(i);
        if (number != null) {
          wanted.mark(number.decimal(), marked);
        }
      }
      if (wanted.wantsTexts()) {
        wanted.mark(reading.foldedBytes(i), marked);
      }
    }
  }

  private void test(CompiledRule rule, EventView view, List<Match> matches, LongAdder[] cutShort) {
    int before = view.cutShort();
    boolean holds = rule.holds(view);
    if (view.cutShort() > before) {
      cutShort[rule.number()].add(view.cutShort() - before);
    }
    if (holds && !isMatched(rule, matches)) {
      LogSource logSource = source.logSource();
      matches.add(rule.match(view, logSource));
    }
  }

  /** Whether this very rule is among the matches; rules of equal content are not the same. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isMatched(CompiledRule rule, List<Match> matches) {
    for (Match match : matches) {
      if (match.rule() == rule.rule()) {
        return true;
      }
    }
    return false;
  }
}
