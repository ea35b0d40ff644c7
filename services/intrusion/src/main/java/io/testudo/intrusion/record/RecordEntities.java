package io.testudo.intrusion.record;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.finding.Tactic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who and what a log record speaks of.
 *
 * <p>The machine that the record is about acts, unless the tactics say that somebody comes in from
 * another address: then that address acts and the machine is the target. Accounts that every
 * machine has are left out, since they connect nothing.
 */
public final class RecordEntities {

  private static final List<String> SOURCES =
      List.of(
          "id.orig_h",
          "src_ip",
          "SourceIp",
          "SourceAddress",
          "IpAddress",
          "source.ip",
          "ClientAddress");
  private static final List<String> DESTINATIONS =
      List.of("id.resp_h", "dest_ip", "DestinationIp", "DestAddress", "destination.ip", "dst_ip");
  private static final List<String> ACTING_USERS =
      List.of("User", "SubjectUserName", "AccountName", "user.name", "ParentUser", "SourceUser");
  private static final List<String> TARGET_USERS = List.of("TargetUserName", "TargetUser");
  private static final List<String> PROCESSES =
      List.of("Image", "NewProcessName", "ProcessName", "SourceImage", "Application", "exe");
  private static final List<String> FILES = List.of("TargetFilename", "ImageLoaded");
  private static final List<String> DOMAINS = List.of("QueryName", "query", "server_name");
  private static final Set<Tactic> INCOMING =
      Set.of(Tactic.INITIAL_ACCESS, Tactic.LATERAL_MOVEMENT, Tactic.RECONNAISSANCE);
  private static final int MOST = 12;

  private RecordEntities() {}

  /**
   * The machine, users, addresses, process and file that the record speaks of, the machine first.
   */
  public static List<Involvement> of(LogRecord log, List<Tactic> tactics) {
    WindowsFields fields = new WindowsFields(log);
    List<Involvement> involved = new ArrayList<>();
    IpAddress source = address(fields, SOURCES);
    IpAddress destination = address(fields, DESTINATIONS);
    boolean incoming =
        source != null && destination == null && tactics.stream().anyMatch(INCOMING::contains);
    if (!log.host().isBlank() && !isSensor(log)) {
      add(involved, Named.machine(log.host()), incoming ? Role.TARGET : Role.ACTOR);
    }
    if (source != null) {
      boolean acts = incoming || destination != null;
      add(involved, Entity.of(source), acts ? Role.ACTOR : Role.INVOLVED);
    }
    if (destination != null) {
      add(involved, Entity.of(destination), Role.TARGET);
    }
    user(involved, fields, ACTING_USERS, Role.ACTOR);
    user(involved, fields, TARGET_USERS, Role.TARGET);
    named(involved, fields, PROCESSES, Entity.Kind.PROCESS);
    named(involved, fields, FILES, Entity.Kind.FILE);
    named(involved, fields, DOMAINS, Entity.Kind.DOMAIN);
    return involved;
  }

  /** Whether the record's host is the sensor that saw it, not a party to it. */
  private static boolean isSensor(LogRecord log) {
    return log.source().product().equals("zeek") || log.source().product().equals("suricata");
  }

  private static @org.jspecify.annotations.Nullable IpAddress address(
      WindowsFields fields, List<String> names) {
    for (String name : names) {
      String text = Logon.plainClient(fields.text(name));
      IpAddress address = IpAddress.parseOrNull(text);
      if (address != null
          && !address.isUnspecified()
          && !address.isMulticast()
          && !address.equals(IpAddress.v4(0x7F000001))
          && !address.equals(IpAddress.v6(0, 1))) {
        return address;
      }
    }
    return null;
  }

  private static void user(
      List<Involvement> into, WindowsFields fields, List<String> names, Role role) {
    for (String name : names) {
      String user = fields.text(name);
      if (!user.isBlank() && !WellKnownUsers.isSystem(user)) {
        String plain = Logon.plainUser(user);
        if (!plain.isEmpty()) {
          add(into, new Entity(Entity.Kind.USER, plain), role);
          return;
        }
      }
    }
  }

  private static void named(
      List<Involvement> into, WindowsFields fields, List<String> names, Entity.Kind kind) {
    for (String name : names) {
      String text = fields.text(name);
      if (!text.isBlank() && !text.equals("-")) {
        add(into, new Entity(kind, text), Role.INVOLVED);
        return;
      }
    }
  }

  private static void add(List<Involvement> into, Entity entity, Role role) {
    if (into.size() < MOST && into.stream().noneMatch(known -> known.entity().equals(entity))) {
      into.add(new Involvement(entity, role));
    }
  }
}
