package io.testudo.telemetry.netflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exporters that are known, bounded in number, templates and waiting data.
 *
 * <p>Who has sent data over a minute and still does is not displaced, however many new ones come:
 * they take the places of one another, and where there is none left they are refused. So a flood of
 * forged addresses costs no live exporter its templates.
 */
final class Exporters {

  final FlowExportConfig config;
  final Map<Exporter.Key, Exporter> byKey = new LinkedHashMap<>();
  private final Consumer<Exporter> forgotten;
  long displaced;
  long refused;
  int fields;
  int pendingBytes;

  /**
   * @param forgotten told of an exporter before it is forgotten
   */
  Exporters(FlowExportConfig config, Consumer<Exporter> forgotten) {
    this.config = config;
    this.forgotten = forgotten;
  }

  /** The exporter of this key, made known if there is room; null if there is none. */
  @Nullable Exporter of(Exporter.Key key, long nowNanos) {
    Exporter known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.size() >= config.mostExporters() && !displaceOne(null, nowNanos)) {
      refused++;
      return null;
    }
    Exporter exporter = new Exporter(key, nowNanos);
    byKey.put(key, exporter);
    return exporter;
  }

  private boolean displaceOne(@Nullable Exporter spared, long nowNanos) {
    Exporter idlest = null;
    for (Exporter exporter : byKey.values()) {
      boolean mayGo = exporter != spared && !exporter.isEstablished(nowNanos);
      if (mayGo && (idlest == null || exporter.lastNanos < idlest.lastNanos)) {
        idlest = exporter;
      }
    }
    if (idlest == null) {
      return false;
    }
    forgotten.accept(idlest);
    byKey.remove(idlest.key);
    fields -= idlest.fields;
    pendingBytes -= idlest.pendingBytes;
    displaced++;
    return true;
  }

  /** Gives an exporter a template; says whether there was room for it. */
  boolean define(Exporter exporter, Template template, long nowNanos) {
    while (!exporter.templates.containsKey(template.id)
        && exporter.templates.size() >= config.mostTemplates()) {
      if (!change(exporter, () -> exporter.forgetIdle(nowNanos))) {
        exporter.refusedTemplates++;
        return false;
      }
    }
    while (fields + template.fields.length > config.mostFields()) {
      boolean madeRoom =
          displaceOne(exporter, nowNanos) || change(exporter, () -> exporter.forgetIdle(nowNanos));
      if (!madeRoom) {
        exporter.refusedTemplates++;
        return false;
      }
    }
    return change(
        exporter,
        () -> {
          exporter.put(template, nowNanos);
          return true;
        });
  }

  /** Changes an exporter's templates and keeps the sum of their fields. */
  boolean change(Exporter exporter, Change change) {
    fields -= exporter.fields;
    try {
      return change.apply();
    } finally {
      fields += exporter.fields;
    }
  }

  /** A change of an exporter's templates. */
  @FunctionalInterface
  interface Change {
    boolean apply();
  }

  /** Keeps a set that waits for its template; what has to go for it is told. */
  void keep(Exporter exporter, Exporter.Pending set, Consumer<Exporter.Pending> lost) {
    int bytes = set.size();
    int most = config.mostPendingBytes() / 16;
    if (bytes > most) {
      lost.accept(set);
      return;
    }
    while (exporter.pendingBytes + bytes > most
        || (pendingBytes + bytes > config.mostPendingBytes() && !exporter.pending.isEmpty())) {
      Exporter.Pending oldest = exporter.pending.removeFirst();
      exporter.pendingBytes -= oldest.size();
      pendingBytes -= oldest.size();
      lost.accept(oldest);
    }
    if (pendingBytes + bytes > config.mostPendingBytes()) {
      lost.accept(set);
      return;
    }
    exporter.pending.addLast(set);
    exporter.pendingBytes += bytes;
    pendingBytes += bytes;
  }

  FlowExportCounts counts() {
    List<ExporterCounts> all = new ArrayList<>(byKey.size());
    byKey.values().forEach(exporter -> all.add(exporter.counts()));
    return new FlowExportCounts(all, displaced, refused);
  }
}
