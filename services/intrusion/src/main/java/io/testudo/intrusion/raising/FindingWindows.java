package io.testudo.intrusion.raising;

import io.testudo.intrusion.MalformedStateException;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Finding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes one finding of all matches of a detector about an entity in a window of event time: raised
 * at the first match, its repetitions told when the window has passed.
 *
 * <p>Windows lie on a fixed grid from the epoch, so that the same events give the same identifiers
 * wherever reading began. At most {@code most} windows are open; one more closes the one that was
 * opened first, early and counted. The identifiers of the last {@value #MOST_CLOSED} closed windows
 * are remembered, so that a late match does not raise a finding again.
 */
public final class FindingWindows {

  private static final int MOST_CLOSED = 65_536;

  private record Key(Detector.Kind kind, String detector, Entity entity, long start) {}

  private static final class Open {
    final String id;
    final Instant end;
    long count = 1;
    Instant last;

    Open(String id, Instant end, Instant last) {
      this.id = id;
      this.end = end;
      this.last = last;
    }
  }

  private final String source;
  private final Duration length;
  private final int most;
  private final LinkedHashMap<Key, Open> open = new LinkedHashMap<>();
  private final Deque<String> closedInOrder = new ArrayDeque<>();
  private final Set<String> closed = new HashSet<>();
  private Instant earliestEnd = Instant.MAX;
  private long closedEarly;

  public FindingWindows(String source, Duration length, int most) {
    this.source = source;
    this.length = length;
    this.most = most;
  }

  /**
   * The detector holds against the entity at this time; {@code draft} is asked only if that is the
   * first time in the window.
   */
  public void match(
      Detector detector, Entity entity, Instant time, Supplier<Draft> draft, Consumer<Fact> facts) {
    long seconds = length.toSeconds();
    Instant start = Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    Key key = new Key(detector.kind(), detector.id(), entity, start.getEpochSecond());
    Open window = open.get(key);
    if (window != null) {
      window.count++;
      if (time.isAfter(window.last)) {
        window.last = time;
      }
      return;
    }
    String id = Finding.idOf(detector, source, entity, start);
    if (closed.contains(id)) {
      return;
    }
    if (open.size() >= most) {
      var eldest = open.values().iterator();
      Open first = eldest.next();
      eldest.remove();
      close(first, facts);
      closedEarly++;
    }
    Instant end = start.plus(length);
    open.put(key, new Open(id, end, time));
    if (end.isBefore(earliestEnd)) {
      earliestEnd = end;
    }
    facts.accept(new Fact.FindingRaised(finding(id, detector, draft.get())));
  }

  private static Finding finding(String id, Detector detector, Draft draft) {
    List<io.testudo.vocabulary.finding.Evidence> evidence = draft.evidence();
    if (evidence.size() > Finding.MOST_EVIDENCE) {
      evidence = evidence.subList(0, Finding.MOST_EVIDENCE);
    }
    return new Finding(
        id,
        detector,
        draft.title(),
        draft.severity(),
        draft.confidence(),
        draft.first(),
        draft.last(),
        draft.involved(),
        draft.techniques(),
        draft.tactics(),
        draft.reasons(),
        evidence,
        draft.unknowns());
  }

  /** Closes the windows that ended at or before {@code settled}. */
  public void closeBefore(Instant settled, Consumer<Fact> facts) {
    if (settled.isBefore(earliestEnd)) {
      return;
    }
    earliestEnd = Instant.MAX;
    List<Open> done = new ArrayList<>();
    for (var all = open.values().iterator(); all.hasNext(); ) {
      Open window = all.next();
      if (!window.end.isAfter(settled)) {
        done.add(window);
        all.remove();
      } else if (window.end.isBefore(earliestEnd)) {
        earliestEnd = window.end;
      }
    }
    done.forEach(window -> close(window, facts));
  }

  /** Closes all windows. */
  public void closeAll(Consumer<Fact> facts) {
    closeBefore(Instant.MAX, facts);
  }

  private void close(Open window, Consumer<Fact> facts) {
    remember(window.id);
    if (window.count > 1) {
      facts.accept(new Fact.FindingRepeated(window.id, window.count, window.last));
    }
  }

  private void remember(String id) {
    if (closed.add(id)) {
      closedInOrder.addLast(id);
      if (closedInOrder.size() > MOST_CLOSED) {
        closed.remove(closedInOrder.removeFirst());
      }
    }
  }

  /** How many windows are open. */
  public int size() {
    return open.size();
  }

  /** How many windows were closed before their time to bound memory. */
  public long closedEarly() {
    return closedEarly;
  }

  /** Writes the windows. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(closedEarly);
    out.writeInt(open.size());
    for (Map.Entry<Key, Open> entry : open.entrySet()) {
      Key key = entry.getKey();
      Open window = entry.getValue();
      out.writeByte(key.kind.ordinal());
      Saved.writeText(out, key.detector);
      Saved.writeEntity(out, key.entity);
      out.writeLong(key.start);
      Saved.writeText(out, window.id);
      out.writeLong(window.count);
      Saved.writeInstant(out, window.last);
    }
    out.writeInt(closedInOrder.size());
    for (String id : closedInOrder) {
      Saved.writeText(out, id);
    }
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    open.clear();
    closed.clear();
    closedInOrder.clear();
    earliestEnd = Instant.MAX;
    closedEarly = in.readLong();
    int count = Saved.readCount(in, most);
    for (int i = 0; i < count; i++) {
      int kind = in.readByte();
      if (kind < 0 || kind >= Detector.Kind.values().length) {
        throw new MalformedStateException("kind (" + kind + ") of a detector is unknown");
      }
      Key key =
          new Key(
              Detector.Kind.values()[kind],
              Saved.readText(in),
              Saved.readEntity(in),
              in.readLong());
      String id = Saved.readText(in);
      long matches = in.readLong();
      Instant last = Saved.readInstant(in);
      if (matches < 1 || Math.abs(key.start) > Instant.MAX.getEpochSecond() / 2) {
        throw new MalformedStateException("window " + id + " has no matches or no time");
      }
      Instant end = Instant.ofEpochSecond(key.start).plus(length);
      Open window = new Open(id, end, last);
      window.count = matches;
      open.put(key, window);
      if (end.isBefore(earliestEnd)) {
        earliestEnd = end;
      }
    }
    int remembered = Saved.readCount(in, MOST_CLOSED);
    for (int i = 0; i < remembered; i++) {
      remember(Saved.readText(in));
    }
  }
}
