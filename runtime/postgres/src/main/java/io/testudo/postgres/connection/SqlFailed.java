package io.testudo.postgres.connection;

import java.sql.SQLException;

/** Carries a database's failure through code that declares none, up to {@link Database}. */
public final class SqlFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  public SqlFailed(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  public SQLException failure() {
    return failure;
  }
}
