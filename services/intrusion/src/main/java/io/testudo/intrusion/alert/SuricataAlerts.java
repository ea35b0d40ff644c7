package io.testudo.intrusion.alert;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.Value;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads Suricata's alerts.
 *
 * <p>Severity: the signature's metadata {@code signature_severity} if it has one of a critical
 * attack, else Suricata's priority: 1 high, 2 medium, 3 low, others informational. Confidence as
 * the metadata states it (high 0.8, medium 0.5, low 0.3), else 0.6, 0.4 and 0.3 for priorities 1, 2
 * and below: classes of priority 2 and below ("potentially bad", "misc") say little by themselves.
 * Where the packet came from outside and nothing was answered, severity is at most low: somebody
 * knocked.
 */
final class SuricataAlerts {

  private SuricataAlerts() {}

  static @Nullable SensorAlert read(LogRecord log) {
    if (!(log.fields().find("alert") instanceof Fields alert)
        || !log.fields().text("event_type").equals("alert")) {
      return null;
    }
    String signature = alert.text("signature");
    String number = alert.text("signature_id");
    if (number.isEmpty()) {
      return null;
    }
    int priority = priority(alert.text("severity"));
    IpAddress source = IpAddress.parseOrNull(log.fields().text("src_ip"));
    IpAddress destination = IpAddress.parseOrNull(log.fields().text("dest_ip"));
    List<Involvement> involved = involved(source, destination);
    if (involved.isEmpty()) {
      return null;
    }
    boolean unanswered =
        source != null
            && !source.isInternal()
            && log.fields().text("flow.pkts_toclient").equals("0");
    String gid = alert.text("gid").isEmpty() ? "1" : alert.text("gid");
    return new SensorAlert(
        new Detector(Detector.Kind.SURICATA_SIGNATURE, gid + ":" + number, alert.text("rev")),
        involved.getFirst().entity(),
        signature.isBlank() ? "Suricata signature " + number : cut(signature),
        unanswered ? Severity.LOW : severity(alert, priority),
        new Confidence(confidence(alert, priority), Confidence.Basis.STATED),
        involved,
        techniques(alert),
        tactics(alert),
        List.of(
            new Reason("signature " + gid + ":" + number, signature, ""),
            new Reason("category", alert.text("category"), ""),
            new Reason("priority", Integer.toString(priority), "1 is the most urgent"),
            new Reason("answered", unanswered ? "no, and it came from outside" : "maybe", "")));
  }

  private static String cut(String text) {
    return text.length() <= 240 ? text : text.substring(0, 239) + "…";
  }

  private static int priority(String text) {
    return text.length() == 1 && Character.isDigit(text.charAt(0)) ? text.charAt(0) - '0' : 3;
  }

  private static List<Involvement> involved(
      @Nullable IpAddress source, @Nullable IpAddress destination) {
    List<Involvement> involved = new ArrayList<>();
    if (source != null && !source.isUnspecified()) {
      involved.add(new Involvement(Entity.of(source), Role.ACTOR));
    }
    if (destination != null && !destination.isMulticast() && !destination.isUnspecified()) {
      involved.add(new Involvement(Entity.of(destination), Role.TARGET));
    }
    return involved;
  }

  private static Severity severity(Fields alert, int priority) {
    if (words(alert, "signature_severity").contains("critical")) {
      return Severity.CRITICAL;
    }
    return switch (priority) {
      case 1 -> Severity.HIGH;
      case 2 -> Severity.MEDIUM;
      case 3 -> Severity.LOW;
      default -> Severity.INFORMATIONAL;
    };
  }

  private static double confidence(Fields alert, int priority) {
    List<String> stated = words(alert, "confidence");
    if (stated.contains("high")) {
      return 0.8;
    }
    if (stated.contains("medium")) {
      return 0.5;
    }
    if (stated.contains("low")) {
      return 0.3;
    }
    return priority <= 1 ? 0.6 : priority == 2 ? 0.4 : 0.3;
  }

  private static List<Technique> techniques(Fields alert) {
    List<Technique> techniques = new ArrayList<>();
    for (String word : words(alert, "mitre_technique_id")) {
      String id = word.toUpperCase(Locale.ROOT);
      if (Technique.isId(id)) {
        techniques.add(new Technique(id));
      }
    }
    if (techniques.isEmpty() && isScan(alert)) {
      techniques.add(new Technique("T1046"));
    }
    return techniques;
  }

  private static boolean isScan(Fields alert) {
    String category = alert.text("category").toLowerCase(Locale.ROOT);
    return category.contains("network scan") || category.contains("information leak");
  }

  private static List<Tactic> tactics(Fields alert) {
    List<Tactic> tactics = new ArrayList<>();
    for (String word : words(alert, "mitre_tactic_name")) {
      Tactic tactic = Tactic.ofSlug(word);
      if (tactic != null) {
        tactics.add(tactic);
      }
    }
    if (!tactics.isEmpty()) {
      return tactics;
    }
    String category = alert.text("category").toLowerCase(Locale.ROOT);
    if (category.contains("command and control") || category.contains("trojan")) {
      return List.of(Tactic.COMMAND_AND_CONTROL);
    }
    if (isScan(alert)) {
      return List.of(Tactic.DISCOVERY);
    }
    return category.contains("privilege gain") || category.contains("web application attack")
        ? List.of(Tactic.INITIAL_ACCESS)
        : List.of();
  }

  private static List<String> words(Fields alert, String name) {
    Value value = alert.find("metadata." + name);
    List<String> words = new ArrayList<>();
    if (value instanceof Value.Many many) {
      for (Value one : many.values()) {
        words.add(one.toString().toLowerCase(Locale.ROOT));
      }
    } else if (value != null) {
      words.add(value.toString().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
