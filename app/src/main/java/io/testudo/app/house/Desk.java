package io.testudo.app.house;

import io.testudo.ports.EventLog;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What a person does to incidents and facts; each act is committed together with the record of who
 * did it. Whether the person may is checked by whoever calls.
 */
public final class Desk {

  private static final int MOST_COMMENT = 4000;

  private final EventLog log;
  private final IncidentShelf incidents;
  private final InstantSource clock;

  Desk(EventLog log, IncidentShelf incidents, InstantSource clock) {
    this.log = log;
    this.incidents = incidents;
    this.clock = clock;
  }

  /**
   * Takes an incident on.
   *
   * @throws IllegalArgumentException if there is no such open incident
   */
  public void acknowledge(String incidentId, String user) {
    Incident incident = openIncident(incidentId);
    Instant now = clock.instant();
    Fact act = act(user, "acknowledge incident", incident.id(), Outcome.DONE);
    log.commit(
        transaction -> {
          transaction.append(new Fact.IncidentAcknowledged(incident.id(), user, now));
          transaction.append(act);
        });
  }

  /**
   * Closes an incident with a verdict.
   *
   * @param comment in the person's words; may be empty, at most 4,000 characters
   * @throws IllegalArgumentException if there is no such open incident or the comment is too long
   */
  public void judge(String incidentId, Verdict verdict, String user, String comment) {
    if (comment.length() > MOST_COMMENT) {
      throw new IllegalArgumentException(
          "comment of verdict on " + incidentId + " must have at most 4000 characters");
    }
    Incident incident = openIncident(incidentId);
    Instant now = clock.instant();
    Fact act = act(user, "close incident as " + verdict, incident.id(), Outcome.DONE);
    log.commit(
        transaction -> {
          transaction.append(
              new Fact.VerdictGiven(incident.id(), verdict, user, comment.strip(), now));
          transaction.append(act);
        });
  }

  /**
   * Deletes the payload of facts sealed before this moment; the proofs stay.
   *
   * @return how many facts were forgotten
   */
  public long forget(Instant before, String user) {
    record(user, "delete facts", "sealed before " + before, Outcome.DONE);
    return log.forget(before);
  }

  /** States in the log that a person or program did something, or was refused. */
  public void record(String user, String action, String subject, Outcome outcome) {
    Fact act = act(user, action, subject, outcome);
    log.commit(transaction -> transaction.append(act));
  }

  /** The record of an act, for a caller that commits it together with the act's effects. */
  public Fact act(String user, String action, String subject, Outcome outcome) {
    return new Fact.ActionTaken(
        user, action, subject, outcome, clock.instant(), UUID.randomUUID().toString());
  }

  private Incident openIncident(String id) {
    Incident incident = incidents.find(id);
    if (incident == null || !IncidentShelf.isOpen(incident)) {
      throw new IllegalArgumentException("incident (" + id + ") must be an open one");
    }
    return incident;
  }
}
