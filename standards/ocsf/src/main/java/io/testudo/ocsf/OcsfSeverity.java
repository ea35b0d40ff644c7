package io.testudo.ocsf;

/** How severe an event is. */
public enum OcsfSeverity implements OcsfCode {
  UNKNOWN("Unknown"),
  INFORMATIONAL("Informational"),
  LOW("Low"),
  MEDIUM("Medium"),
  HIGH("High"),
  CRITICAL("Critical"),
  FATAL("Fatal");

  private final String caption;

  OcsfSeverity(String caption) {
    this.caption = caption;
  }

  /** The value of {@code severity_id}; OCSF numbers severities in this order from 0. */
  @Override
  public int id() {
    return ordinal();
  }

  @Override
  public String caption() {
    return caption;
  }
}
