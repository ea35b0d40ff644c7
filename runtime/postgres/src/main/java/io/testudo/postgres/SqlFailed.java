package io.testudo.postgres;

import java.sql.SQLException;

/** Carries a database's failure through code that declares none, up to {@link Database}. */
final class SqlFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  SqlFailed(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  SQLException failure() {
    return failure;
  }
}
