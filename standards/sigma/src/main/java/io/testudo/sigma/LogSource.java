package io.testudo.sigma;

import java.util.Locale;

/**
 * A kind of log in Sigma's three coordinates. An empty coordinate is not given and means any.
 *
 * @param product such as {@code windows}, {@code zeek}, {@code aws}
 * @param category such as {@code process_creation}, {@code proxy}
 * @param service such as {@code security}, {@code sshd}, {@code cloudtrail}
 */
public record LogSource(String product, String category, String service) {

  /** The log source that says nothing. */
  public static final LogSource ANY = new LogSource("", "", "");

  public LogSource {
    product = product.strip().toLowerCase(Locale.ROOT);
    category = category.strip().toLowerCase(Locale.ROOT);
    service = service.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether every coordinate that this one gives is given alike by the other. */
  public boolean covers(LogSource other) {
    return agrees(product, other.product)
        && agrees(category, other.category)
        && agrees(service, other.service);
  }

  private static boolean agrees(String wanted, String given) {
    return wanted.isEmpty() || wanted.equals(given);
  }

  /** The coordinates as {@code product/category/service}, with {@code *} for those not given. */
  @Override
  public String toString() {
    return shown(product) + "/" + shown(category) + "/" + shown(service);
  }

  private static String shown(String coordinate) {
    return coordinate.isEmpty() ? "*" : coordinate;
  }
}
