package io.testudo.postgres.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.testudo.ports.UnavailableException;
import io.testudo.postgres.DatabaseAddress;
import io.testudo.postgres.EventLogSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A few connections to one database, and the patience that a database deserves: what fails because
 * a connection was lost, or the server is just starting, is tried again with growing pauses.
 */
public final class Database implements AutoCloseable {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final int VALID_WITHIN_SECONDS = 5;

  private final HikariDataSource pool;
  private final Duration patience;
  private final DatabaseAddress address;

  public Database(DatabaseAddress address, EventLogSettings settings) {
    this.address = address;
    this.patience = settings.patience();
    HikariConfig config = new HikariConfig();
    config.setPoolName("event-log-" + settings.schema());
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password().reveal());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(
        Math.clamp(patience.toMillis(), SHORTEST_WAIT.toMillis(), CONNECT_WITHIN.toMillis()));
    config.setConnectionInitSql("set lock_timeout = '30s'");
    config.addDataSourceProperty("currentSchema", settings.schema());
    config.addDataSourceProperty("ApplicationName", "testudo");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "120");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    this.pool = new HikariDataSource(config);
  }

  /** What is asked of a connection. */
  public interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Waits until the server lets us in.
   *
   * @throws IllegalArgumentException if it refuses the role or its password, or has no such
   *     database
   * @throws UnavailableException if it does not answer in time
   */
  public void enter() {
    try {
      ask("a connection", connection -> connection.isValid(VALID_WITHIN_SECONDS));
    } catch (UnavailableException e) {
      if (e.getCause() instanceof SQLException failure && isRefusal(failure)) {
        throw new IllegalArgumentException(
            "database ("
                + address.place()
                + ") must let user ("
                + address.user()
                + ") in: "
                + failure.getMessage(),
            e);
      }
      throw e;
    }
  }

  /**
   * Asks, and asks again if the database was not there.
   *
   * @param what what is asked for, to be named if it fails
   */
  public <T> T ask(String what, Question<T> question) {
    Attempts attempts = new Attempts(what);
    while (true) {
      try (Connection connection = pool.getConnection()) {
        return question.ask(connection);
      } catch (SqlFailed e) {
        attempts.failed(e.failure());
      } catch (SQLException e) {
        attempts.failed(e);
      }
    }
  }

  public Connection connect() throws SQLException {
    return pool.getConnection();
  }

  public Attempts attempts(String what) {
    return new Attempts(what);
  }

  /** How often something was tried, and whether it is worth another time. */
  public final class Attempts {

    private final String what;
    private final long end = System.nanoTime() + patience.toNanos();
    private Duration pause = FIRST_PAUSE;

    private Attempts(String what) {
      this.what = what;
    }

    /** Returns after a pause if another attempt is to be made, else throws. */
    public void failed(SQLException failure) {
      if (isOurFault(failure)) {
        throw new IllegalStateException(what + " is asked for wrongly", failure);
      }
      if (!isPassing(failure) || System.nanoTime() + pause.toNanos() > end) {
        throw new UnavailableException(
            "The event log's database at " + address.place() + " fails for " + what,
            first(failure));
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnavailableException("The wait for the event log's database was ended", failure);
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** What the server or the network said, without what the pool of connections made of it. */
  private static SQLException first(SQLException failure) {
    SQLException first = failure;
    while (first.getCause() instanceof SQLException cause) {
      first = cause;
    }
    return first;
  }

  /** A role, a password or a database that the server does not accept. */
  private static boolean isRefusal(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("28") || state.startsWith("3D"));
  }

  /** Lost connections, a server that starts, stops or is full, conflicts, locks not got in time. */
  private static boolean isPassing(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("55P")
        || state.startsWith("57P");
  }

  /** Wrong values, broken constraints, wrong statements. */
  private static boolean isOurFault(SQLException failure) {
    String state = failure.getSQLState();
    return state != null
        && (state.startsWith("22")
            || state.startsWith("23")
            || (state.startsWith("42") && !state.equals("42501")));
  }

  @Override
  public void close() {
    pool.close();
  }
}
