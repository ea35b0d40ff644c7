package io.testudo.telemetry.windows;

import io.testudo.vocabulary.event.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the layouts of flat events, for the last few hundred. Not thread-safe. */
final class FlatForms {

  private static final int MOST = 512;

  /** Names with which an event is not flat, or its data must be looked into. */
  private static final List<String> OTHERS = List.of("event_id", "winlog.event_id", "EventData");

  private final Map<Layout, FlatEvents> known = new HashMap<>();
  private @Nullable FlatEvents last;

  /** How events of this layout are read; null where they must be decoded first. */
  @Nullable FlatEvents of(Layout layout) {
    FlatEvents recent = last;
    if (recent != null && recent.isOf(layout)) {
      return recent;
    }
    if (OTHERS.stream().anyMatch(name -> layout.position(name) >= 0)) {
      return null;
    }
    if (known.size() == MOST) {
      known.clear();
    }
    recent = known.computeIfAbsent(layout, FlatEvents::new);
    last = recent;
    return recent;
  }
}
