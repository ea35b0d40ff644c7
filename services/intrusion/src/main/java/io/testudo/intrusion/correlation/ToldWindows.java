package io.testudo.intrusion.correlation;

import io.testudo.vocabulary.fact.Fact;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which findings of correlations were told, and how often what they say held again. A repetition is
 * told when none came for a while, once; of findings told longest ago than the last {@value #MOST}
 * it is forgotten that they were.
 */
public final class ToldWindows {

  private static final int MOST = 65_536;

  /** A finding that may still repeat; {@code came} is when it last did. */
  private record Told(long count, Instant last, Instant came) {
    Told again(Instant time, Instant now) {
      return new Told(count + 1, time.isAfter(last) ? time : last, now);
    }
  }

  /** The one that was longest without a repetition first. */
  private final LinkedHashMap<String, Told> open = new LinkedHashMap<>();

  private final LinkedHashSet<String> closed = new LinkedHashSet<>();

  /**
   * What a finding says holds at a time.
   *
   * @param id the finding's
   * @param came when the last match came
   * @return whether it is the first time that this is so
   */
  public boolean isNew(String id, Instant time, Instant came, Consumer<Fact> facts) {
    Told told = open.remove(id);
    if (told == null && closed.contains(id)) {
      return false;
    }
    open.put(id, told == null ? new Told(1, time, came) : told.again(time, came));
    if (open.size() > MOST) {
      closeFirst(facts);
    }
    return told == null;
  }

  /** Closes those that did not repeat since this moment. */
  public void closeQuietSince(Instant moment, Consumer<Fact> facts) {
    while (!open.isEmpty() && open.firstEntry().getValue().came.isBefore(moment)) {
      closeFirst(facts);
    }
  }

  /** Closes all. */
  public void closeAll(Consumer<Fact> facts) {
    while (!open.isEmpty()) {
      closeFirst(facts);
    }
  }

  private void closeFirst(Consumer<Fact> facts) {
    Map.Entry<String, Told> first = open.pollFirstEntry();
    String id = first.getKey();
    Told told = first.getValue();
    closed.add(id);
    if (closed.size() > MOST) {
      Iterator<String> eldest = closed.iterator();
      eldest.next();
      eldest.remove();
    }
    if (told.count > 1) {
      facts.accept(new Fact.FindingRepeated(id, told.count, told.last));
    }
  }
}
