package io.testudo.sigma.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TextSetTest {
  private static final long SEED = Long.getLong("seed", 20_261_122L);

  @Test
  void findsATextExactlyWhereOneIsContained() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      var texts = new HashSet<String>();
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        texts.add(text(random, 1 + random.nextInt(16)));
      }
      String subject = text(random, random.nextInt(40));
      String first = new TextSet(texts).firstIn(subject);
      assertThat(first.isEmpty())
          .as("%s in %s", texts, subject)
          .isEqualTo(texts.stream().noneMatch(subject::contains));
      if (!first.isEmpty()) {
        assertThat(texts).contains(first);
        assertThat(subject).contains(first);
        found++;
      }
    }
    assertThat(found).isBetween(2_000, 18_000);
  }

  private static String text(RandomGenerator random, int length) {
    var text = new StringBuilder();
    for (int n = length; n > 0; n--) {
      text.append((char) ('a' + random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void refusesAnEmptyText() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TextSet(List.of("a", "")));
  }
}
