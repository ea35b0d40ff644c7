package io.testudo.sigma.correlation;

import io.testudo.sigma.correlation.Plan.Node;
import io.testudo.sigma.correlation.SourceClock.Pending;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a correlator remembers of one source's events, as bytes. The part of each source is written
 * with that source's place, so that reading goes on from there counts no event twice and loses
 * none. The form is described in {@code docs/formats/intrusion-state.md}.
 */
final class CorrelatorState<P> {
  private static final int MOST_RULES = 10_000;
  private static final int MOST_GROUPS = 10_000_000;
  private static final int MOST_EVENTS = 100_000_000;
  private static final int MOST_VALUES = 100_000;
  private static final int JUDGED = 1;
  private static final int HAS_PIECE = 2;

  private final Plan plan;
  private final GroupTable<P> groups;

  CorrelatorState(Plan plan, GroupTable<P> groups) {
    this.plan = plan;
    this.groups = groups;
  }

  void save(String source, DataOutput out, Correlator.PieceWriter<P> pieces) throws IOException {
    out.writeInt(plan.nodes().size());
    for (Node node : plan.nodes()) {
      Map<Group<P>, List<Entry<P>>> own = new LinkedHashMap<>();
      for (var each = groups.groups(node); each.hasNext(); ) {
        Group<P> group = each.next().getValue();
        List<Entry<P>> entries =
            group.entries.stream()
                .filter(entry -> entry.clock.source.equals(source) && !group.isOutlived(entry))
                .toList();
        if (!entries.isEmpty()) {
          own.put(group, entries);
        }
      }
      out.writeUTF(node.rule().digest());
      out.writeInt(own.size());
      for (Map.Entry<Group<P>, List<Entry<P>>> each : own.entrySet()) {
        write(out, each.getKey().key);
        write(out, each.getKey().shownKey);
        out.writeInt(each.getValue().size());
        for (Entry<P> entry : each.getValue()) {
          write(out, entry, pieces);
        }
      }
    }
  }

  private void write(DataOutput out, Entry<P> entry, Correlator.PieceWriter<P> pieces)
      throws IOException {
    P piece = entry.piece;
    out.writeLong(entry.micros);
    out.writeLong(entry.event);
    out.writeLong(entry.rules);
    out.writeByte((entry.judged ? JUDGED : 0) | (piece == null ? 0 : HAS_PIECE));
    out.writeUTF(entry.value);
    out.writeInt(entry.carried.length);
    for (String value : entry.carried) {
      out.writeBoolean(value != null);
      if (value != null) {
        out.writeUTF(value);
      }
    }
    if (piece != null) {
      pieces.write(out, piece);
    }
  }

  private static void write(DataOutput out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  void restore(SourceClock clock, DataInput in, Correlator.PieceReader<P> pieces)
      throws IOException {
    Map<String, Node> byDigest = new HashMap<>();
    plan.nodes().forEach(node -> byDigest.put(node.rule().digest(), node));
    int rules = count(in, MOST_RULES, "rules");
    for (int i = 0; i < rules; i++) {
      Node node = byDigest.get(in.readUTF());
      int number = count(in, MOST_GROUPS, "groups");
      for (int g = 0; g < number; g++) {
        List<String> key = texts(in);
        List<String> shownKey = texts(in);
        int entries = count(in, MOST_EVENTS, "events");
        for (int e = 0; e < entries; e++) {
          Entry<P> entry = entry(in, clock, node, pieces);
          if (node != null) {
            take(node, key, shownKey, entry);
          }
        }
      }
    }
  }

  private void take(Node node, List<String> key, List<String> shownKey, Entry<P> entry)
      throws IOException {
    if (key.size() != node.rule().correlation().groupBy().size() || shownKey.size() != key.size()) {
      throw new IOException("a group of " + key.size() + " values is not one of its correlation");
    }
    Group<P> group = groups.get(node, key, shownKey);
    groups.take(group, entry);
    if (!node.atOnce() && !entry.judged) {
      entry.clock.pending.add(new Pending(entry.micros, node.order(), group));
    }
  }

  private Entry<P> entry(
      DataInput in, SourceClock clock, @Nullable Node node, Correlator.PieceReader<P> pieces)
      throws IOException {
    long micros = in.readLong();
    long event = in.readLong();
    long rules = in.readLong();
    int flags = in.readByte();
    String value = in.readUTF();
    @Nullable String[] carried = new String[count(in, MOST_VALUES, "values")];
    for (int i = 0; i < carried.length; i++) {
      carried[i] = in.readBoolean() ? in.readUTF() : null;
    }
    BigDecimal number = Values.number(value);
    Entry<P> entry =
        new Entry<>(
            micros, event, clock, value, number == null ? BigDecimal.ZERO : number, carried);
    entry.rules = rules;
    entry.judged = (flags & JUDGED) != 0;
    if ((flags & HAS_PIECE) != 0) {
      entry.piece = pieces.read(in);
    }
    if (node != null && carried.length != plan.columnsOf(node.rule().id()).size()) {
      // Other correlations take this one than did when it was written; what they ask is not known.
      return withoutCarried(entry, plan.columnsOf(node.rule().id()).size());
    }
    return entry;
  }

  private static <P> Entry<P> withoutCarried(Entry<P> entry, int columns) {
    Entry<P> other =
        new Entry<>(
            entry.micros, entry.event, entry.clock, entry.value, entry.number, new String[columns]);
    other.rules = entry.rules;
    other.judged = entry.judged;
    other.piece = entry.piece;
    return other;
  }

  private static List<String> texts(DataInput in) throws IOException {
    int size = count(in, MOST_VALUES, "values");
    List<String> texts = new ArrayList<>(Math.min(size, 16));
    for (int i = 0; i < size; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  private static int count(DataInput in, int most, String what) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("number of " + what + " (" + count + ") must be in 0.." + most);
    }
    return count;
  }
}
