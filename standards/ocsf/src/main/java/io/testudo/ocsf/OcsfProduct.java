package io.testudo.ocsf;

/**
 * The product that reports an event.
 *
 * @param name the value of {@code metadata.product.name}
 * @param vendorName the value of {@code metadata.product.vendor_name}
 * @param version the value of {@code metadata.product.version}
 */
public record OcsfProduct(String name, String vendorName, String version) {

  public OcsfProduct {
    requireText("name", name);
    requireText("vendor name", vendorName);
    requireText("version", version);
  }

  private static void requireText(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The " + what + " of a product must not be blank.");
    }
  }

  OcsfObject toObject() {
    return OcsfObject.empty()
        .set("name", name)
        .set("vendor_name", vendorName)
        .set("version", version);
  }
}
