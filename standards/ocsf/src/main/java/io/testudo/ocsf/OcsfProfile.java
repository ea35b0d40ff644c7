package io.testudo.ocsf;

/** A profile: further attributes that an event may have once it names the profile. */
public enum OcsfProfile {
  AI_OPERATION("ai_operation"),
  CLOUD("cloud"),
  CONTAINER("container"),
  DATA_CLASSIFICATION("data_classification"),
  DATETIME("datetime"),
  HOST("host"),
  INCIDENT("incident"),
  LINUX_USERS("linux/linux_users"),
  LOAD_BALANCER("load_balancer"),
  MACOS_USERS("macos/macos_users"),
  NETWORK_PROXY("network_proxy"),
  OSINT("osint"),
  RECORD_INTEGRITY("record_integrity"),
  SECURITY_CONTROL("security_control"),
  TRACE("trace");

  private final String profileName;

  OcsfProfile(String profileName) {
    this.profileName = profileName;
  }

  /** The name that stands in {@code metadata.profiles}. */
  public String profileName() {
    return profileName;
  }
}
