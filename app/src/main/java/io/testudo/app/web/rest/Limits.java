package io.testudo.app.web.rest;

/** Bounds of what may be asked for at once. */
final class Limits {

  private Limits() {}

  /**
   * @throws IllegalArgumentException if {@code limit} is not in 1..{@code most}
   */
  static int within(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new IllegalArgumentException("limit (" + limit + ") must be in 1.." + most);
    }
    return limit;
  }
}
