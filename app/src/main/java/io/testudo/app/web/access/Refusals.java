package io.testudo.app.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** How a request is turned away: programs get a problem (RFC 9457), people a page. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (isForProgram(request)) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"testudo\"");
      problem(response, HttpStatus.UNAUTHORIZED, "A session or a token that holds is needed.");
    } else {
      goTo(request, response, "/login" + next(request));
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    boolean known =
        Routes.ALL.stream().anyMatch(route -> AccessRules.matcher(route).matches(request));
    HttpStatus status =
        known || why instanceof CsrfException ? HttpStatus.FORBIDDEN : HttpStatus.NOT_FOUND;
    if (!isForProgram(request)) {
      response.sendError(status.value());
    } else if (why instanceof CsrfException) {
      problem(response, status, "The request lacks the session's CSRF token.");
    } else {
      problem(
          response,
          status,
          known ? "The role does not include this." : "There is nothing at this address.");
    }
  }

  void passwordFirst(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (isForProgram(request)) {
      problem(response, HttpStatus.FORBIDDEN, "The one-time password must be changed first.");
    } else {
      goTo(request, response, "/account");
    }
  }

  void mustWait(HttpServletResponse response, long seconds) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    problem(response, HttpStatus.TOO_MANY_REQUESTS, "Too many attempts failed.");
  }

  static boolean isForProgram(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.startsWith("/api/")
        || path.equals("/stream")
        || path.equals("/metrics")
        || path.equals("/health");
  }

  /** Where the person wanted to go, to be taken up after the log-in. */
  private static String next(HttpServletRequest request) {
    String path = request.getServletPath();
    if (!request.getMethod().equals("GET") || path.equals("/") || !LocalPath.isOne(path)) {
      return "";
    }
    return "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  private static void goTo(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", path);
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    } else {
      response.sendRedirect(path);
    }
  }

  private static void problem(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.getWriter().write(Problem.json(status, detail));
  }
}
