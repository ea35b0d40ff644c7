package io.testudo.ocsf;

/** The event classes that Testudo writes, with their OCSF identifiers. */
public enum OcsfClass {
  BASE_EVENT(0, "Base Event", OcsfCategory.UNCATEGORIZED),
  FILE_SYSTEM_ACTIVITY(1001, "File System Activity", OcsfCategory.SYSTEM),
  KERNEL_EXTENSION_ACTIVITY(1002, "Kernel Extension Activity", OcsfCategory.SYSTEM),
  KERNEL_ACTIVITY(1003, "Kernel Activity", OcsfCategory.SYSTEM),
  MEMORY_ACTIVITY(1004, "Memory Activity", OcsfCategory.SYSTEM),
  MODULE_ACTIVITY(1005, "Module Activity", OcsfCategory.SYSTEM),
  SCHEDULED_JOB_ACTIVITY(1006, "Scheduled Job Activity", OcsfCategory.SYSTEM),
  PROCESS_ACTIVITY(1007, "Process Activity", OcsfCategory.SYSTEM),
  EVENT_LOG_ACTIVITY(1008, "Event Log Activity", OcsfCategory.SYSTEM),
  SCRIPT_ACTIVITY(1009, "Script Activity", OcsfCategory.SYSTEM),
  VULNERABILITY_FINDING(2002, "Vulnerability Finding", OcsfCategory.FINDINGS),
  DETECTION_FINDING(2004, "Detection Finding", OcsfCategory.FINDINGS),
  INCIDENT_FINDING(2005, "Incident Finding", OcsfCategory.FINDINGS),
  ACCOUNT_CHANGE(3001, "Account Change", OcsfCategory.IAM),
  AUTHENTICATION(3002, "Authentication", OcsfCategory.IAM),
  AUTHORIZE_SESSION(3003, "Authorize Session", OcsfCategory.IAM),
  ENTITY_MANAGEMENT(3004, "Entity Management", OcsfCategory.IAM),
  USER_ACCESS_MANAGEMENT(3005, "User Access Management", OcsfCategory.IAM),
  GROUP_MANAGEMENT(3006, "Group Management", OcsfCategory.IAM),
  NETWORK_ACTIVITY(4001, "Network Activity", OcsfCategory.NETWORK),
  HTTP_ACTIVITY(4002, "HTTP Activity", OcsfCategory.NETWORK),
  DNS_ACTIVITY(4003, "DNS Activity", OcsfCategory.NETWORK),
  DHCP_ACTIVITY(4004, "DHCP Activity", OcsfCategory.NETWORK),
  RDP_ACTIVITY(4005, "RDP Activity", OcsfCategory.NETWORK),
  SMB_ACTIVITY(4006, "SMB Activity", OcsfCategory.NETWORK),
  SSH_ACTIVITY(4007, "SSH Activity", OcsfCategory.NETWORK),
  FTP_ACTIVITY(4008, "FTP Activity", OcsfCategory.NETWORK),
  EMAIL_ACTIVITY(4009, "Email Activity", OcsfCategory.NETWORK),
  NTP_ACTIVITY(4013, "NTP Activity", OcsfCategory.NETWORK),
  TUNNEL_ACTIVITY(4014, "Tunnel Activity", OcsfCategory.NETWORK),
  APPLICATION_LIFECYCLE(6002, "Application Lifecycle", OcsfCategory.APPLICATION),
  API_ACTIVITY(6003, "API Activity", OcsfCategory.APPLICATION),
  REGISTRY_KEY_ACTIVITY(201_001, "Registry Key Activity", OcsfCategory.SYSTEM),
  REGISTRY_VALUE_ACTIVITY(201_002, "Registry Value Activity", OcsfCategory.SYSTEM),
  WINDOWS_RESOURCE_ACTIVITY(201_003, "Windows Resource Activity", OcsfCategory.SYSTEM),
  WINDOWS_SERVICE_ACTIVITY(201_004, "Windows Service Activity", OcsfCategory.SYSTEM);

  private final int uid;
  private final String caption;
  private final OcsfCategory category;

  OcsfClass(int uid, String caption, OcsfCategory category) {
    this.uid = uid;
    this.caption = caption;
    this.category = category;
  }

  /** The value of {@code class_uid}. */
  public int uid() {
    return uid;
  }

  /** The value of {@code class_name}. */
  public String caption() {
    return caption;
  }

  /** The category that the class belongs to. */
  public OcsfCategory category() {
    return category;
  }
}
