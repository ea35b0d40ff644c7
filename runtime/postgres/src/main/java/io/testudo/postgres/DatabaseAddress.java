package io.testudo.postgres;

import io.testudo.ports.Secret;

/**
 * Where a PostgreSQL database is and as whom to log in.
 *
 * @param url a JDBC URL, for instance {@code
 *     jdbc:postgresql://db.example/testudo?sslmode=verify-full}
 * @param user a role that owns nothing but the schema of this program
 * @param password the role's password
 */
public record DatabaseAddress(String url, String user, Secret password) {

  private static final String PREFIX = "jdbc:postgresql:";

  public DatabaseAddress {
    if (!url.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "url of a database must start with " + PREFIX + "\nMaybe it is not a JDBC URL.");
    }
  }

  /** The URL without its parameters, which may hold secrets. */
  public String place() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  @Override
  public String toString() {
    return user + " at " + place();
  }
}
