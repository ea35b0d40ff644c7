package io.testudo.simulation;

import java.time.Duration;

/** What became of a stage of a campaign. */
public sealed interface StageOutcome {

  /** The stage. */
  Stage stage();

  /**
   * An incident told of it.
   *
   * @param stage the stage
   * @param incidentId the incident
   * @param findingId the incident's finding that was first to be complete
   * @param after from the stage's first event to the last event that the finding rests on; zero at
   *     least
   */
  record Detected(Stage stage, String incidentId, String findingId, Duration after)
      implements StageOutcome {}

  /** No incident told of it. */
  record Missed(Stage stage) implements StageOutcome {}
}
