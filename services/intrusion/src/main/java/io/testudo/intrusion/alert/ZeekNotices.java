package io.testudo.intrusion.alert;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Zeek's notices; those whose meaning is not known here are of low severity. */
final class ZeekNotices {

  private record Meaning(
      Severity severity, double confidence, List<String> techniques, List<Tactic> tactics) {}

  private ZeekNotices() {}

  static @Nullable SensorAlert read(LogRecord log) {
    String note = log.fields().text("note");
    if (!log.source().service().equals("notice") || note.isBlank()) {
      return null;
    }
    Meaning meaning = meaning(note);
    if (meaning == null) {
      return null;
    }
    List<Involvement> involved = involved(log);
    if (involved.isEmpty()) {
      return null;
    }
    String message = log.fields().text("msg");
    String title = message.isBlank() ? "Zeek notice " + note : message;
    return new SensorAlert(
        new Detector(Detector.Kind.ZEEK_NOTICE, note, ""),
        involved.getFirst().entity(),
        title.length() <= 240 ? title : title.substring(0, 239) + "…",
        meaning.severity,
        new Confidence(meaning.confidence, Confidence.Basis.STATED),
        involved,
        meaning.techniques.stream().map(Technique::new).toList(),
        meaning.tactics,
        List.of(new Reason("notice " + note, message, ""), sub(log)));
  }

  private static Reason sub(LogRecord log) {
    return new Reason("notice's detail", log.fields().text("sub"), "");
  }

  /** What a notice means, or null if it tells of Zeek itself and of nothing on the network. */
  private static @Nullable Meaning meaning(String note) {
    if (note.startsWith("CaptureLoss::")
        || note.startsWith("PacketFilter::")
        || note.startsWith("Reporter::")
        || note.startsWith("Weird::")) {
      return null;
    }
    if (note.startsWith("Scan::") || note.startsWith("ICMP::")) {
      return new Meaning(Severity.MEDIUM, 0.7, List.of("T1046"), List.of(Tactic.DISCOVERY));
    }
    return switch (note) {
      case "SSH::Password_Guessing", "FTP::Bruteforcing" ->
          new Meaning(
              Severity.MEDIUM, 0.7, List.of("T1110.001"), List.of(Tactic.CREDENTIAL_ACCESS));
      case "SSH::Login_By_Password_Guesser" ->
          new Meaning(
              Severity.HIGH,
              0.8,
              List.of("T1110.001", "T1078"),
              List.of(Tactic.CREDENTIAL_ACCESS, Tactic.INITIAL_ACCESS));
      case "HTTP::SQL_Injection_Attacker", "HTTP::SQL_Injection_Victim" ->
          new Meaning(Severity.HIGH, 0.6, List.of("T1190"), List.of(Tactic.INITIAL_ACCESS));
      case "Heartbleed::SSL_Heartbeat_Attack", "Heartbleed::SSL_Heartbeat_Attack_Success" ->
          new Meaning(Severity.HIGH, 0.7, List.of("T1190"), List.of(Tactic.INITIAL_ACCESS));
      case "TeamCymruMalwareHashRegistry::Match" ->
          new Meaning(Severity.HIGH, 0.8, List.of("T1105"), List.of(Tactic.COMMAND_AND_CONTROL));
      case "Intel::Notice" ->
          new Meaning(Severity.MEDIUM, 0.6, List.of(), List.of(Tactic.COMMAND_AND_CONTROL));
      default -> new Meaning(Severity.LOW, 0.3, List.of(), List.of());
    };
  }

  private static List<Involvement> involved(LogRecord log) {
    List<Involvement> involved = new ArrayList<>();
    add(involved, log.fields().text("src"), Role.ACTOR);
    add(involved, log.fields().text("id.orig_h"), Role.ACTOR);
    add(involved, log.fields().text("dst"), Role.TARGET);
    add(involved, log.fields().text("id.resp_h"), Role.TARGET);
    return involved;
  }

  private static void add(List<Involvement> involved, String text, Role role) {
    IpAddress address = IpAddress.parseOrNull(text);
    if (address == null || address.isMulticast() || address.isUnspecified()) {
      return;
    }
    Entity entity = Entity.of(address);
    if (involved.stream().noneMatch(known -> known.entity().equals(entity))) {
      involved.add(new Involvement(entity, role));
    }
  }
}
