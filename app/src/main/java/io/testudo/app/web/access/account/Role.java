package io.testudo.app.web.access.account;

/** What a person or a token may do, least first; each may do what those before it may. */
public enum Role {
  /** Reads everything but accounts. */
  VIEWER,
  /** Also judges incidents, exports, and has the log verified. */
  ANALYST,
  /** Also acts on incidents beyond judging them. */
  RESPONDER,
  /** Also keeps accounts and deletes what retention allows. */
  ADMIN;

  /** Whether this role includes {@code other}. */
  public boolean covers(Role other) {
    return compareTo(other) >= 0;
  }
}
