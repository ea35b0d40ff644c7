package io.testudo.app.web.access;

import io.testudo.app.web.access.account.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** Sessions of browsers. */
public final class Sessions {

  private Sessions() {}

  /** Goes on with this session under a new identifier for an account that just changed. */
  public static void renew(HttpServletRequest request, HttpServletResponse response, SignedIn who) {
    request.changeSessionId();
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(who);
    SecurityContextHolder.setContext(context);
    new HttpSessionSecurityContextRepository().saveContext(context, request, response);
  }
}
