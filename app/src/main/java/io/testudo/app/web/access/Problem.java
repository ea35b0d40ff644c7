package io.testudo.app.web.access;

import org.springframework.http.HttpStatus;

/** A problem (RFC 9457) for programs, written where nothing else can write it. */
public final class Problem {

  private Problem() {}

  /**
   * The problem as JSON.
   *
   * @param detail one line of ours, without quotes and backslashes
   */
  public static String json(HttpStatus status, String detail) {
    return "{\"type\":\"about:blank\",\"title\":\""
        + status.getReasonPhrase()
        + "\",\"status\":"
        + status.value()
        + ",\"detail\":\""
        + detail
        + "\"}";
  }
}
