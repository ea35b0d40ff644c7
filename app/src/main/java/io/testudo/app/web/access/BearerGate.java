package io.testudo.app.web.access;

import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.access.account.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs in for one request whoever shows a token that holds; guessers wait. */
final class BearerGate extends OncePerRequestFilter {

  static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final AttemptLimiter byAddress;
  private final Refusals refusals;

  BearerGate(Tokens tokens, AttemptLimiter byAddress, Refusals refusals) {
    this.tokens = tokens;
    this.byAddress = byAddress;
    this.refusals = refusals;
  }

  /** Whether a token is shown where tokens are for: nowhere on the pages of the console. */
  static boolean isMeant(HttpServletRequest request) {
    if (!Refusals.isForProgram(request)) {
      return false;
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String from = request.getRemoteAddr();
    Duration pause = byAddress.pause(from);
    if (!pause.isZero()) {
      refusals.mustWait(response, pause.toSeconds() + 1);
      return;
    }
    String token = request.getHeader(HttpHeaders.AUTHORIZATION).substring(SCHEME.length()).strip();
    Tokens.Holder holder = tokens.check(token);
    if (holder == null) {
      byAddress.failed(from);
    } else {
      byAddress.succeeded(from);
      SecurityContextHolder.getContext().setAuthentication(SignedIn.by(holder));
    }
    chain.doFilter(request, response);
  }
}
