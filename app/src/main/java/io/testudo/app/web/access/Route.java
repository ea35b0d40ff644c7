package io.testudo.app.web.access;

import io.testudo.app.web.access.account.Role;
import org.springframework.http.HttpMethod;

/**
 * One route and who may take it.
 *
 * @param method HTTP method; HEAD goes where GET goes
 * @param pattern path pattern, as in a handler's mapping
 * @param access who may
 */
public record Route(HttpMethod method, String pattern, Access access) {

  /** Who may take a route. */
  public sealed interface Access {

    /** Anybody who reaches the port. */
    record Open() implements Access {}

    /** Anybody on the same machine; from elsewhere like a viewer. */
    record SameMachine() implements Access {}

    /** Whoever has at least this role. */
    record AtLeast(Role role) implements Access {}
  }
}
