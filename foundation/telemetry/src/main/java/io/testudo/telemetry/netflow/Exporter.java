package io.testudo.telemetry.netflow;

import io.testudo.vocabulary.event.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One exporter with its templates, its samplers, its count and what waits for a template. */
final class Exporter {

  /**
   * Who an exporter is.
   *
   * @param name address, or folder of the datagrams
   * @param version of the protocol
   * @param domain observation domain, source id or engine
   */
  record Key(String name, int version, long domain) {}

  /** A set of data that came before its template. */
  record Pending(Origin origin, ExportTime time, int template, byte[] bytes) {

    /** What a set takes beside its bytes. */
    private static final int OVERHEAD_BYTES = 128;

    /** About how many bytes of memory it takes. */
    int size() {
      return bytes.length + OVERHEAD_BYTES;
    }
  }

  private static final int MOST_SAMPLERS = 256;
  private static final long MINUTE = 60_000_000_000L;
  private static final long LIVE_NANOS = 30 * MINUTE;

  final Key key;
  final Map<Integer, Template> templates = new LinkedHashMap<>();
  final Map<Long, Long> samplers = new LinkedHashMap<>();
  final Deque<Pending> pending = new ArrayDeque<>();
  final SequenceCount sequence = new SequenceCount();

  int fields;
  int pendingBytes;
  long sampling = 1;
  long bootNanos = RecordValues.NONE;
  long firstNanos;
  long lastNanos;
  long decodedNanos = Long.MIN_VALUE;

  long datagrams;
  long flows;
  long otherRecords;
  long undecodable;
  long redefined;
  long refusedTemplates;

  Exporter(Key key, long nowNanos) {
    this.key = key;
    this.firstNanos = nowNanos;
    this.lastNanos = nowNanos;
  }

  /**
   * Whether it has sent data over a minute and still does: then no other takes its place. A clock
   * that fell back makes nobody old.
   */
  boolean isEstablished(long nowNanos) {
    return decodedNanos != Long.MIN_VALUE
        && decodedNanos - firstNanos >= MINUTE
        && nowNanos - lastNanos < LIVE_NANOS;
  }

  /** Takes a template; the one of this number that was in force before is replaced. */
  void put(Template template, long nowNanos) {
    template.usedNanos = nowNanos;
    Template before = templates.get(template.id);
    if (before != null && before.isSameAs(template)) {
      before.usedNanos = nowNanos;
      return;
    }
    if (before != null) {
      redefined++;
      fields -= before.fields.length;
    }
    templates.put(template.id, template);
    fields += template.fields.length;
  }

  /** Forgets the template of this number. */
  void withdraw(int id) {
    Template gone = templates.remove(id);
    if (gone != null) {
      fields -= gone.fields.length;
    }
  }

  /** Forgets all templates of one kind. */
  void withdrawAll(boolean tellsOptions) {
    templates.values().removeIf(template -> template.tellsOptions == tellsOptions);
    fields = templates.values().stream().mapToInt(template -> template.fields.length).sum();
  }

  /** Forgets a template that nothing was decoded by, or not for long; says whether there was. */
  boolean forgetIdle(long nowNanos) {
    Template idlest = null;
    for (Template template : templates.values()) {
      boolean isIdle = !template.isUsed || nowNanos - template.usedNanos >= LIVE_NANOS;
      boolean isIdler =
          idlest == null
              || (idlest.isUsed && !template.isUsed)
              || (idlest.isUsed == template.isUsed && template.usedNanos < idlest.usedNanos);
      if (isIdle && isIdler) {
        idlest = template;
      }
    }
    if (idlest == null) {
      return false;
    }
    withdraw(idlest.id);
    return true;
  }

  /** It started anew: what it defined before is not in force any more. */
  void restart() {
    templates.clear();
    fields = 0;
    samplers.clear();
    sampling = 1;
  }

  /** Learns since when it is up, and how many packets stand behind each that is counted. */
  void learn(RecordValues values) {
    if (values.statedBoot() != RecordValues.NONE) {
      bootNanos = values.statedBoot();
    }
    long stated = values.statedSampling();
    if (stated <= 0) {
      return;
    }
    if (!values.namesSampler()) {
      sampling = stated;
    } else if (samplers.size() < MOST_SAMPLERS || samplers.containsKey(values.sampler)) {
      samplers.put(values.sampler, stated);
    }
  }

  /** One packet in so many was counted for this record. */
  long samplingOf(RecordValues values) {
    long stated = values.statedSampling();
    if (stated > 0) {
      return stated;
    }
    if (values.namesSampler()) {
      Long known = samplers.get(values.sampler);
      if (known != null) {
        return known;
      }
      if (values.sampler == 0) {
        return 1;
      }
    }
    return sampling;
  }

  /**
   * The first set that waits for this template, which then waits no more; null if there is none.
   */
  @Nullable Pending takePending(int template) {
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending one = all.next();
      if (one.template() == template) {
        all.remove();
        pendingBytes -= one.size();
        return one;
      }
    }
    return null;
  }

  ExporterCounts counts() {
    return new ExporterCounts(
        key.name(),
        key.version(),
        key.domain(),
        datagrams,
        flows,
        otherRecords,
        undecodable,
        pending.size(),
        templates.size(),
        redefined,
        refusedTemplates,
        sequence.lost,
        sequence.reordered,
        sequence.restarts);
  }
}
