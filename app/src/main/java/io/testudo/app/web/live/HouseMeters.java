package io.testudo.app.web.live;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.testudo.app.house.House;
import io.testudo.app.house.IncidentShelf;
import io.testudo.app.ingest.LeftOut;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.intrusion.Correlations;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** The platform's own meters. */
public final class HouseMeters implements MeterBinder {

  private final House house;
  private final Changes changes;

  public HouseMeters(House house, Changes changes) {
    this.house = house;
    this.changes = changes;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("testudo.log.facts", house, one -> one.log().size())
        .description("Facts ever sealed in the event log")
        .register(registry);
    Gauge.builder("testudo.incidents", house, one -> one.log().countDocuments(IncidentShelf.SHELF))
        .description("Incidents on the shelf, whatever their status")
        .register(registry);
    FunctionCounter.builder("testudo.findings", changes, one -> one.counts().findings())
        .description("Findings raised since the start")
        .register(registry);
    correlations(registry);
    for (SourceStatus source : house.sources().all()) {
      bind(registry, source.name());
    }
  }

  private void correlations(MeterRegistry registry) {
    Gauge.builder("testudo.correlation.groups", house, one -> one.correlations().groups())
        .description("Groups of events that correlations remember")
        .register(registry);
    Gauge.builder("testudo.correlation.events", house, one -> one.correlations().events())
        .description("Events that correlations remember, in each group of which they are")
        .register(registry);
    forgotten(registry, "groups", Correlations.Counts::forgottenGroups);
    forgotten(registry, "events", Correlations.Counts::forgottenEvents);
    FunctionCounter.builder(
            "testudo.correlation.incomplete", house, one -> one.correlations().incomplete())
        .description("Matches without a field that a correlation groups by or looks at")
        .register(registry);
  }

  private void forgotten(
      MeterRegistry registry, String what, ToDoubleFunction<Correlations.Counts> figure) {
    FunctionCounter.builder(
            "testudo.correlation.forgotten", house, one -> figure.applyAsDouble(one.correlations()))
        .description("What correlations forgot to bound memory")
        .tag("what", what)
        .register(registry);
  }

  private void bind(MeterRegistry registry, String source) {
    counter(registry, "testudo.source.records", "Records read", source, SourceStatus::records);
    counter(
        registry, "testudo.source.events", "Events made of records", source, SourceStatus::events);
    counter(registry, "testudo.source.parked", "Records set aside", source, SourceStatus::parked);
    for (String what : LeftOut.NOTHING.counts().keySet()) {
      FunctionCounter.builder(
              "testudo.source.left.out",
              house,
              one ->
                  figure(one, source, status -> status.leftOut().counts().getOrDefault(what, 0L)))
          .description("What could not be done with what came")
          .tag("source", source)
          .tag("what", what)
          .register(registry);
    }
    Gauge.builder("testudo.source.lag", house, one -> lagSeconds(one, source))
        .description("How far reading is behind the door; not a number where it is not known")
        .baseUnit("seconds")
        .tag("source", source)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String description,
      String source,
      ToDoubleFunction<SourceStatus> figure) {
    FunctionCounter.builder(name, house, one -> figure(one, source, figure))
        .description(description)
        .tag("source", source)
        .register(registry);
  }

  private static double figure(House house, String source, ToDoubleFunction<SourceStatus> figure) {
    SourceStatus status = house.sources().find(source);
    return status == null ? 0 : figure.applyAsDouble(status);
  }

  private static double lagSeconds(House house, String source) {
    SourceStatus status = house.sources().find(source);
    Duration lag = status == null ? null : status.lag();
    return lag == null ? Double.NaN : lag.toMillis() / 1000.0;
  }
}
