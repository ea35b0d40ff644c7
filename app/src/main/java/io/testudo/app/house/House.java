package io.testudo.app.house;

import io.testudo.app.ingest.SourceStatus;
import io.testudo.intrusion.Correlations;
import io.testudo.ports.EventLog;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** What the surfaces of a platform show and do, whatever runs behind. */
public final class House {

  private final EventLog log;
  private final InstantSource clock;
  private final SourceBoard sources;
  private final RuleReport rules;
  private final Supplier<Correlations.Counts> correlations;
  private final IncidentShelf incidents;
  private final Desk desk;

  /**
   * @param log the event log
   * @param clock tells the time
   * @param sources how the sources are doing whenever it is asked
   * @param rules what was loaded
   * @param correlations how correlating fares whenever it is asked
   */
  public House(
      EventLog log,
      InstantSource clock,
      Supplier<List<SourceStatus>> sources,
      RuleReport rules,
      Supplier<Correlations.Counts> correlations) {
    this.log = log;
    this.clock = clock;
    this.sources = new SourceBoard(sources);
    this.rules = rules;
    this.correlations = correlations;
    this.incidents = new IncidentShelf(log);
    this.desk = new Desk(log, incidents, clock);
  }

  /** The event log. */
  public EventLog log() {
    return log;
  }

  /** The incidents as they now stand. */
  public IncidentShelf incidents() {
    return incidents;
  }

  /** How the sources are doing. */
  public SourceBoard sources() {
    return sources;
  }

  /** The rules. */
  public RuleReport rules() {
    return rules;
  }

  /** How correlating fares. */
  public Correlations.Counts correlations() {
    return correlations.get();
  }

  /** Where a person acts on incidents and facts. */
  public Desk desk() {
    return desk;
  }

  /** Tells the time. */
  public InstantSource clock() {
    return clock;
  }
}
