package io.testudo.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away, before anything else looks at it, a request whose body is too long, does not say how
 * long it is or is compressed, and one whose parameters are too many or not well formed.
 *
 * <p>The container reads parameters when they are first asked for and fails where that happens to
 * be. So they are asked for here.
 */
final class RequestBounds extends OncePerRequestFilter {

  static final int MOST_BYTES = 64 * 1024;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    int refusal = refusal(request);
    if (refusal == 0) {
      chain.doFilter(request, response);
    } else {
      response.sendError(refusal);
    }
  }

  /** The status of a refusal; 0 if there is nothing against the request. */
  private static int refusal(HttpServletRequest request) {
    long bytes = request.getContentLengthLong();
    if (bytes > MOST_BYTES) {
      return HttpStatus.CONTENT_TOO_LARGE.value();
    }
    if (bytes < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      return HttpStatus.LENGTH_REQUIRED.value();
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
      return HttpStatus.UNSUPPORTED_MEDIA_TYPE.value();
    }
    try {
      return request.getParameterMap().entrySet().stream().anyMatch(RequestBounds::hasNul)
          ? HttpStatus.BAD_REQUEST.value()
          : 0;
    } catch (InvalidParameterException e) {
      return e.getErrorCode();
    }
  }

  /** Text with a NUL is none that anybody can have typed, and the database takes none. */
  private static boolean hasNul(Map.Entry<String, String[]> parameter) {
    return parameter.getKey().indexOf('\0') >= 0
        || Arrays.stream(parameter.getValue()).anyMatch(value -> value.indexOf('\0') >= 0);
  }
}
