package io.testudo.app.web.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldTest {

  @Test
  void leavesAShortListWhole() {
    Fold<Integer> fold = Fold.of(numbers(40));
    assertThat(fold.head()).isEqualTo(numbers(40));
    assertThat(fold.between()).isEmpty();
    assertThat(fold.tail()).isEmpty();
  }

  @Test
  void keepsEveryMemberInItsOrder() {
    for (int size = 0; size < 400; size++) {
      Fold<Integer> fold = Fold.of(numbers(size));
      List<Integer> all = new ArrayList<>(fold.head());
      all.addAll(fold.between());
      all.addAll(fold.tail());
      assertThat(all).isEqualTo(numbers(size));
      assertThat(fold.head().size() + fold.tail().size()).isLessThanOrEqualTo(40);
    }
  }

  private static List<Integer> numbers(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
