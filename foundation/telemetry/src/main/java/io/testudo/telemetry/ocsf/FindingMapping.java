package io.testudo.telemetry.ocsf;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfProfile;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.ocsf.OcsfStatus;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Member;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Findings as detection findings (2004), incidents as incident findings (2005). */
final class FindingMapping {

  private FindingMapping() {}

  static OcsfEvent of(Finding finding, OcsfProduct product) {
    OcsfObject info =
        OcsfObject.empty()
            .set("uid", finding.id())
            .set("title", finding.title())
            .set("first_seen_time", finding.first())
            .set("last_seen_time", finding.last())
            .set("desc", reasons(finding.reasons()))
            .set("analytic", analytic(finding.detector()));
    addAttacks(info, finding.techniques(), finding.tactics());
    OcsfEvent event =
        OcsfEvent.of(
                OcsfActivity.DETECTION_FINDING_CREATE,
                severity(finding.severity()),
                finding.last(),
                product)
            .set("message", finding.title())
            .set("finding_info", info)
            .set("start_time", finding.first())
            .set("end_time", finding.last())
            .set("confidence_score", Math.round(100 * finding.confidence().probability()))
            .status(OcsfStatus.FINDING_NEW);
    addConfidence(event, finding.confidence());
    for (Evidence evidence : finding.evidence()) {
      event.add(
          "evidences",
          OcsfObject.empty()
              .set(
                  "data",
                  OcsfObject.empty()
                      .set("origin", evidence.origin().toString())
                      .set("time", evidence.time().toString())
                      .set("summary", evidence.summary())
                      .set("raw", evidence.raw())
                      .toJson()));
    }
    addInvolved(event, finding.involved());
    if (!finding.unknowns().isEmpty()) {
      event.unmapped("unknowns", String.join("\n", finding.unknowns()));
    }
    return event;
  }

  static OcsfEvent of(Incident incident, OcsfProduct product) {
    OcsfActivity activity =
        switch (incident.status()) {
          case OPEN ->
              incident.revision() == 1
                  ? OcsfActivity.INCIDENT_FINDING_CREATE
                  : OcsfActivity.INCIDENT_FINDING_UPDATE;
          case ACKNOWLEDGED -> OcsfActivity.INCIDENT_FINDING_UPDATE;
          case CLOSED, MERGED -> OcsfActivity.INCIDENT_FINDING_CLOSE;
        };
    OcsfStatus status =
        switch (incident.status()) {
          case OPEN -> OcsfStatus.INCIDENT_NEW;
          case ACKNOWLEDGED -> OcsfStatus.INCIDENT_IN_PROGRESS;
          case CLOSED, MERGED -> OcsfStatus.INCIDENT_CLOSED;
        };
    OcsfEvent event =
        OcsfEvent.of(activity, severity(incident.severity()), incident.last(), product)
            .status(status)
            .profile(OcsfProfile.INCIDENT)
            .set("message", incident.title())
            .set("desc", reasons(incident.scoreReasons()))
            .set("start_time", incident.first())
            .set("end_time", incident.last())
            .set("assignee_group", OcsfObject.empty().set("name", "analysts"))
            .set("impact_score", Math.round(incident.score()))
            .metadata(
                OcsfObject.empty().set("uid", incident.id()).set("correlation_uid", incident.id()));
    OcsfObject list = OcsfObject.empty();
    addAttacks(list, incident.techniques(), incident.tactics());
    if (list.toJson().has("attacks")) {
      event.set("attacks", list.toJson().get("attacks"));
    }
    for (Member member : incident.members()) {
      event.add(
          "finding_info_list",
          OcsfObject.empty()
              .set("uid", member.findingId())
              .set("title", incident.title())
              .set("desc", member.reason()));
    }
    if (incident.members().isEmpty()) {
      event.add(
          "finding_info_list",
          OcsfObject.empty().set("uid", incident.id()).set("title", incident.title()));
    }
    addInvolved(event, incident.involved());
    if (!incident.mergedInto().isEmpty()) {
      event.unmapped("merged_into", incident.mergedInto());
    }
    return event;
  }

  private static OcsfSeverity severity(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> OcsfSeverity.INFORMATIONAL;
      case LOW -> OcsfSeverity.LOW;
      case MEDIUM -> OcsfSeverity.MEDIUM;
      case HIGH -> OcsfSeverity.HIGH;
      case CRITICAL -> OcsfSeverity.CRITICAL;
    };
  }

  private static String reasons(List<Reason> reasons) {
    return reasons.stream().map(Reason::toString).collect(Collectors.joining("\n"));
  }

  private static void addConfidence(OcsfEvent event, Confidence confidence) {
    double probability = confidence.probability();
    if (probability >= 0.8) {
      event.code("confidence_id", 3, "High");
    } else if (probability >= 0.4) {
      event.code("confidence_id", 2, "Medium");
    } else {
      event.code("confidence_id", 1, "Low");
    }
  }

  private static OcsfObject analytic(Detector detector) {
    OcsfObject analytic =
        OcsfObject.empty().set("uid", detector.id()).set("name", detector.toString());
    switch (detector.kind()) {
      case SIGMA_RULE, SURICATA_SIGNATURE, ZEEK_NOTICE -> analytic.code("type_id", 1, "Rule");
      case STATISTIC -> analytic.code("type_id", 3, "Statistical");
    }
    return detector.version().isEmpty() ? analytic : analytic.set("version", detector.version());
  }

  /** Adds techniques, each for itself, then tactics, to {@code attacks}. */
  private static void addAttacks(
      OcsfObject target, List<Technique> techniques, List<Tactic> tactics) {
    for (Technique technique : techniques) {
      OcsfObject attack =
          OcsfObject.empty()
              .set("technique", OcsfObject.empty().set("uid", technique.parent().id()));
      if (!technique.parent().equals(technique)) {
        attack.set("sub_technique", OcsfObject.empty().set("uid", technique.id()));
      }
      target.add("attacks", attack);
    }
    for (Tactic tactic : tactics) {
      target.add(
          "attacks",
          OcsfObject.empty().set("tactic", OcsfObject.empty().set("name", words(tactic))));
    }
  }

  private static String words(Tactic tactic) {
    String text = tactic.slug().replace('-', ' ');
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static void addInvolved(OcsfEvent event, List<Involvement> involved) {
    for (Involvement involvement : involved) {
      Entity entity = involvement.entity();
      OcsfObservable type =
          switch (entity.kind()) {
            case ADDRESS -> OcsfObservable.IP_ADDRESS;
            case HOST, DOMAIN -> OcsfObservable.HOSTNAME;
            case USER -> OcsfObservable.USER_NAME;
            case PROCESS -> OcsfObservable.PROCESS_NAME;
            case FILE -> OcsfObservable.FILE_NAME;
            case SERVICE -> OcsfObservable.UNKNOWN;
          };
      event.observable(type, involvement.role().name().toLowerCase(Locale.ROOT), entity.name());
    }
  }
}
