package io.testudo.ocsf;

/** The kinds of value that an event offers for pivoting. */
public enum OcsfObservable implements OcsfCode {
  UNKNOWN(0, "Unknown"),
  HOSTNAME(1, "Hostname"),
  IP_ADDRESS(2, "IP Address"),
  MAC_ADDRESS(3, "MAC Address"),
  USER_NAME(4, "User Name"),
  EMAIL_ADDRESS(5, "Email Address"),
  URL_STRING(6, "URL String"),
  FILE_NAME(7, "File Name"),
  HASH(8, "Hash"),
  PROCESS_NAME(9, "Process Name"),
  RESOURCE_UID(10, "Resource UID"),
  PORT(11, "Port"),
  SUBNET(12, "Subnet"),
  COMMAND_LINE(13, "Command Line"),
  COUNTRY(14, "Country"),
  PROCESS_ID(15, "Process ID"),
  HTTP_USER_AGENT(16, "HTTP User-Agent"),
  USER_CREDENTIAL_ID(19, "User Credential ID"),
  ENDPOINT(20, "Endpoint"),
  USER(21, "User"),
  EMAIL(22, "Email"),
  UNIFORM_RESOURCE_LOCATOR(23, "Uniform Resource Locator"),
  FILE(24, "File"),
  PROCESS(25, "Process"),
  GEO_LOCATION(26, "Geo Location"),
  CONTAINER(27, "Container"),
  REGISTRY_KEY(28, "Registry Key"),
  REGISTRY_VALUE(29, "Registry Value"),
  FINGERPRINT(30, "Fingerprint"),
  SCRIPT_CONTENT(36, "Script Content"),
  SERIAL_NUMBER(37, "Serial Number"),
  MESSAGE_UID(42, "Message UID"),
  FILE_PATH(45, "File Path"),
  REGISTRY_KEY_PATH(46, "Registry Key Path");

  private final int id;
  private final String caption;

  OcsfObservable(int id, String caption) {
    this.id = id;
    this.caption = caption;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String caption() {
    return caption;
  }
}
