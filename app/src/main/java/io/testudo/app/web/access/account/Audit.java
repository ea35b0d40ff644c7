package io.testudo.app.web.access.account;

import io.testudo.ports.EventLog.Transaction;
import io.testudo.vocabulary.fact.Fact.ActionTaken;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * Writes into a transaction what a person did, so that the act and its record stand or fall
 * together.
 */
public final class Audit {

  private static final int MOST_CHARACTERS = 200;

  private final InstantSource clock;
  private final SecureRandom random;

  public Audit(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * The fact that {@code user} did this now.
   *
   * @param action verb and object, for instance {@code log in}
   * @param subject to what; cut where it is long
   */
  public ActionTaken taken(String user, String action, String subject, Outcome outcome) {
    byte[] nonce = new byte[6];
    random.nextBytes(nonce);
    String bounded =
        subject.length() <= MOST_CHARACTERS ? subject : subject.substring(0, MOST_CHARACTERS) + "…";
    return new ActionTaken(
        user, action, bounded, outcome, clock.instant(), HexFormat.of().formatHex(nonce));
  }

  /** Appends the fact that {@code user} did this now. */
  public void done(Transaction transaction, String user, String action, String subject) {
    transaction.append(taken(user, action, subject, Outcome.DONE));
  }
}
