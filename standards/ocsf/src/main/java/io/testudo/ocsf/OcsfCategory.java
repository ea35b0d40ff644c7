package io.testudo.ocsf;

/** The categories of OCSF's event classes. */
public enum OcsfCategory {
  UNCATEGORIZED(0, "Uncategorized"),
  SYSTEM(1, "System Activity"),
  FINDINGS(2, "Findings"),
  IAM(3, "Identity & Access Management"),
  NETWORK(4, "Network Activity"),
  DISCOVERY(5, "Discovery"),
  APPLICATION(6, "Application Activity"),
  REMEDIATION(7, "Remediation"),
  UNMANNED_SYSTEMS(8, "Unmanned Systems");

  private final int uid;
  private final String caption;

  OcsfCategory(int uid, String caption) {
    this.uid = uid;
    this.caption = caption;
  }

  /** The value of {@code category_uid}. */
  public int uid() {
    return uid;
  }

  /** The value of {@code category_name}. */
  public String caption() {
    return caption;
  }
}
