package io.testudo.app.house;

import io.testudo.app.ingest.SourceStatus;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the sources are doing, live. */
public final class SourceBoard {

  private final Supplier<List<SourceStatus>> statuses;

  SourceBoard(Supplier<List<SourceStatus>> statuses) {
    this.statuses = statuses;
  }

  /** All sources, in the order of the configuration. */
  public List<SourceStatus> all() {
    return statuses.get();
  }

  /** The source of this name, or null. */
  public @Nullable SourceStatus find(String name) {
    return all().stream().filter(status -> status.name().equals(name)).findFirst().orElse(null);
  }
}
