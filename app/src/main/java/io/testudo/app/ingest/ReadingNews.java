package io.testudo.app.ingest;

import io.testudo.app.ingest.FolderLook.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What was read of files and is to be stated as a fact: once a file is at rest, and for one that
 * grows again and again at most once a minute. A kill before that loses the statement, not what was
 * read.
 */
final class ReadingNews {

  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  private final SourceSession session;
  private final Map<String, SourceSession.Outcome> untold = new HashMap<>();
  private final Map<String, Instant> told = new HashMap<>();

  ReadingNews(SourceSession session) {
    this.session = session;
  }

  /** Notes what was read of a file now. */
  void add(String name, SourceSession.Outcome read) {
    untold.merge(
        name,
        read,
        (before, now) ->
            new SourceSession.Outcome(
                now.records(), before.events() + now.events(), before.parked() + now.parked()));
  }

  /** States what is due of these files; says whether anything was. */
  boolean tell(Map<String, Seen> there, Instant now) {
    told.values().removeIf(at -> !now.isBefore(at.plus(AGAIN_AFTER)));
    return untold
        .entrySet()
        .removeIf(
            entry -> {
              String name = entry.getKey();
              Seen seen = there.get(name);
              if (seen == null || told.containsKey(name) || !seen.isAtRest(now, REST)) {
                return false;
              }
              session.tell(name, entry.getValue());
              told.put(name, now);
              return true;
            });
  }
}
