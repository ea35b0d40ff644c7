package io.testudo.app.web.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import io.testudo.app.web.access.Route.Access;
import io.testudo.app.web.access.account.Role;
import java.util.List;
import org.springframework.http.HttpMethod;

/** Every route of the server and who may take it; what is not here is refused. */
public final class Routes {

  /** All routes. */
  public static final List<Route> ALL =
      List.of(
          new Route(GET, "/login", new Access.Open()),
          new Route(POST, "/login", new Access.Open()),
          new Route(GET, "/assets/**", new Access.Open()),
          new Route(GET, "/favicon.ico", new Access.Open()),
          new Route(GET, "/health", new Access.SameMachine()),
          viewer(GET, "/"),
          viewer(POST, "/logout"),
          viewer(GET, "/incidents"),
          viewer(GET, "/incidents/{id}"),
          analyst(POST, "/incidents/{id}/acknowledgement"),
          analyst(POST, "/incidents/{id}/verdict"),
          analyst(GET, "/incidents/{id}/export"),
          viewer(GET, "/findings"),
          viewer(GET, "/findings/{id}"),
          viewer(GET, "/sources"),
          viewer(GET, "/sources/{name}"),
          viewer(GET, "/rules"),
          viewer(GET, "/rules/{id}"),
          viewer(GET, "/log"),
          viewer(GET, "/log/{sequence}"),
          viewer(GET, "/log/verification"),
          analyst(POST, "/log/verification"),
          admin(POST, "/log/deletion"),
          viewer(GET, "/account"),
          viewer(POST, "/account/password"),
          viewer(POST, "/account/tokens"),
          viewer(POST, "/account/tokens/{id}/revocation"),
          admin(GET, "/users"),
          admin(POST, "/users"),
          admin(POST, "/users/{name}/role"),
          admin(POST, "/users/{name}/state"),
          admin(POST, "/users/{name}/password"),
          viewer(GET, "/about"),
          viewer(GET, "/stream"),
          viewer(GET, "/metrics"),
          viewer(GET, "/api/openapi.json"),
          viewer(GET, "/api/v1/incidents"),
          viewer(GET, "/api/v1/incidents/{id}"),
          analyst(POST, "/api/v1/incidents/{id}/acknowledgement"),
          viewer(GET, "/api/v1/findings"),
          viewer(GET, "/api/v1/findings/{id}"),
          viewer(GET, "/api/v1/sources"),
          viewer(GET, "/api/v1/rules"),
          viewer(GET, "/api/v1/log/head"),
          viewer(GET, "/api/v1/log/facts"),
          analyst(POST, "/api/v1/log/verify"),
          viewer(GET, "/api/v1/verdicts"),
          analyst(POST, "/api/v1/verdicts"),
          analyst(GET, "/api/v1/export"),
          admin(DELETE, "/api/v1/log/facts"),
          admin(GET, "/api/v1/users"),
          admin(POST, "/api/v1/users"),
          admin(PATCH, "/api/v1/users/{name}"));

  private Routes() {}

  private static Route viewer(HttpMethod method, String pattern) {
    return new Route(method, pattern, new Access.AtLeast(Role.VIEWER));
  }

  private static Route analyst(HttpMethod method, String pattern) {
    return new Route(method, pattern, new Access.AtLeast(Role.ANALYST));
  }

  private static Route admin(HttpMethod method, String pattern) {
    return new Route(method, pattern, new Access.AtLeast(Role.ADMIN));
  }
}
