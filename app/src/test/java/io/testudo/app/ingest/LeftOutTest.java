package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.intrusion.IntrusionCounts;
import io.testudo.telemetry.flow.FlowCounts;
import io.testudo.telemetry.stream.ConversationCounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeftOutTest {

  @Test
  void tellsWhatWasLeftOutInWords() {
    LeftOut left =
        LeftOut.of(
            new IntrusionCounts(9, 2, 0, 0, 0, 7, 0),
            new FlowCounts(5, 5, 0, 5, 3),
            new ConversationCounts(0, 0, 1));

    assertThat(left.inWords())
        .isEqualTo(
            Map.of(
                "events too late for statistics",
                2L,
                "fragments without their first",
                3L,
                "streams given up to bound memory",
                1L));
  }

  @Test
  void hasWordsForEveryCount() {
    LeftOut all =
        LeftOut.of(
            new IntrusionCounts(1, 1, 1, 1, 1, 1, 1),
            new FlowCounts(1, 1, 1, 1, 1),
            new ConversationCounts(1, 1, 1));

    assertThat(all.inWords()).hasSameSizeAs(all.counts());
    assertThat(all.inWords().keySet()).doesNotContainAnyElementsOf(all.counts().keySet());
    assertThat(LeftOut.NOTHING.inWords()).isEmpty();
  }
}
