package io.testudo.suricata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Many random rules in one index against an evaluator that tries every place of every content. */
class NaiveComparisonTest {

  private static final long SEED = Long.getLong("seed", 42L);
  private static final int RULES = 300;
  private static final int PAYLOADS = 1_500;

  /** A content and where it must be; -1 where the rule says nothing. */
  private record Wanted(
      String text,
      boolean negated,
      boolean ignoreCase,
      int offset,
      int depth,
      int distance,
      int within,
      boolean atEnd) {

    String written() {
      return "content:"
          + (negated ? "!" : "")
          + "\""
          + text
          + "\";"
          + (ignoreCase ? " nocase;" : "")
          + (offset >= 0 ? " offset:" + offset + ";" : "")
          + (depth >= 0 ? " depth:" + depth + ";" : "")
          + (distance >= 0 ? " distance:" + distance + ";" : "")
          + (within >= 0 ? " within:" + within + ";" : "")
          + (atEnd ? " endswith;" : "");
    }

    boolean isAt(String payload, int at, int last) {
      int end = at + text.length();
      String there = payload.substring(at, end);
      int from = Math.max(0, offset);
      boolean relative = distance >= 0 || within >= 0;
      int start = relative ? last + Math.max(0, distance) : 0;
      return (ignoreCase ? there.equalsIgnoreCase(text) : there.equals(text))
          && at >= Math.max(from, start)
          && (depth < 0 || end <= from + depth)
          && (within < 0 || end <= start + within)
          && (!atEnd || end == payload.length());
    }
  }

  private static boolean holds(List<Wanted> all, int index, String payload, int last) {
    if (index == all.size()) {
      return true;
    }
    Wanted wanted = all.get(index);
    boolean found = false;
    for (int at = 0; at + wanted.text.length() <= payload.length(); at++) {
      if (wanted.isAt(payload, at, last)) {
        found = true;
        if (!wanted.negated && holds(all, index + 1, payload, at + wanted.text.length())) {
          return true;
        }
      }
    }
    return wanted.negated && !found && holds(all, index + 1, payload, last);
  }

  @Test
  void findsWhatTryingEveryPlaceFinds() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<List<Wanted>> rules = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int sid = 1; sid <= RULES; sid++) {
      List<Wanted> contents = new ArrayList<>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        contents.add(wanted(random, contents.isEmpty()));
      }
      rules.add(contents);
      text.append("alert udp any any -> any any (");
      contents.forEach(content -> text.append(content.written()).append(' '));
      text.append("sid:").append(sid).append(";)\n");
    }
    Wirings wiring = Wirings.with(text.toString(), 9);
    long held = 0;
    for (int i = 0; i < PAYLOADS; i++) {
      String payload = word(random, 1 + random.nextInt(24));
      wiring.alerts.clear();
      wiring.udp(true, payload.getBytes(StandardCharsets.US_ASCII));
      TreeSet<Long> expected = new TreeSet<>();
      for (int r = 0; r < RULES; r++) {
        if (holds(rules.get(r), 0, payload, 0)) {
          expected.add(r + 1L);
        }
      }
      assertThat(new TreeSet<>(wiring.alerts.stream().map(Alert::sid).toList()))
          .as("payload %s", payload)
          .isEqualTo(expected);
      held += expected.size();
    }
    assertThat(held).isGreaterThan(10_000);
  }

  private static Wanted wanted(Random random, boolean isFirst) {
    String text = word(random, 1 + random.nextInt(3));
    boolean fixed = isFirst && random.nextInt(3) == 0;
    boolean relative = !isFirst && random.nextInt(3) > 0;
    return new Wanted(
        text,
        !isFirst && random.nextInt(5) == 0,
        random.nextBoolean(),
        fixed ? random.nextInt(4) : -1,
        fixed ? text.length() + random.nextInt(8) : -1,
        relative ? random.nextInt(4) : -1,
        relative && random.nextBoolean() ? text.length() + random.nextInt(5) : -1,
        random.nextInt(10) == 0);
  }

  /** Of few letters, so that places repeat. */
  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("abABc".charAt(random.nextInt(5)));
    }
    return word.toString();
  }
}
