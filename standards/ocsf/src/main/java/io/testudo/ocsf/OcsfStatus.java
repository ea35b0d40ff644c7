package io.testudo.ocsf;

/**
 * The outcome of an activity or the state of a finding. OCSF gives the same numbers another meaning
 * in classes of findings, and there again in incidents; a status knows the classes it fits.
 */
public enum OcsfStatus implements OcsfCode {
  ACTIVITY_SUCCESS(1, "Success", Use.ACTIVITY),
  ACTIVITY_FAILURE(2, "Failure", Use.ACTIVITY),
  FINDING_NEW(1, "New", Use.FINDING),
  FINDING_IN_PROGRESS(2, "In Progress", Use.FINDING),
  FINDING_SUPPRESSED(3, "Suppressed", Use.FINDING),
  FINDING_RESOLVED(4, "Resolved", Use.FINDING),
  FINDING_ARCHIVED(5, "Archived", Use.FINDING),
  FINDING_DELETED(6, "Deleted", Use.FINDING),
  INCIDENT_NEW(1, "New", Use.INCIDENT),
  INCIDENT_IN_PROGRESS(2, "In Progress", Use.INCIDENT),
  INCIDENT_ON_HOLD(3, "On Hold", Use.INCIDENT),
  INCIDENT_RESOLVED(4, "Resolved", Use.INCIDENT),
  INCIDENT_CLOSED(5, "Closed", Use.INCIDENT),
  UNKNOWN(0, "Unknown", Use.ANY);

  private enum Use {
    ACTIVITY,
    FINDING,
    INCIDENT,
    ANY
  }

  private final int id;
  private final String caption;
  private final Use use;

  OcsfStatus(int id, String caption, Use use) {
    this.id = id;
    this.caption = caption;
    this.use = use;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String caption() {
    return caption;
  }

  /** Whether events of this class may have this status. */
  public boolean fits(OcsfClass eventClass) {
    return switch (use) {
      case ACTIVITY -> eventClass.category() != OcsfCategory.FINDINGS;
      case FINDING ->
          eventClass.category() == OcsfCategory.FINDINGS
              && eventClass != OcsfClass.INCIDENT_FINDING;
      case INCIDENT -> eventClass == OcsfClass.INCIDENT_FINDING;
      case ANY -> true;
    };
  }
}
