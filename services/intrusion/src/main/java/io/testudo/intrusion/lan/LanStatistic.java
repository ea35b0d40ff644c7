package io.testudo.intrusion.lan;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.raising.Draft;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.RecentDistinct;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.entity.Involvement.Role;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Raises a finding of ARP messages whose sender lies about its hardware address, of a host that
 * asks by ARP for many addresses, and of a DHCP client that asks for many addresses.
 *
 * <p>A frame's source and the sender inside an ARP message are the same machine, except where a
 * switch or a load balancer answers for another: confidence 0.6, stated. An honest DHCP client asks
 * for one address, two when it moves; more than {@value #LEAST_LEASES} within ten minutes is a scan
 * of the pool or an attempt to use it up. Many ARP requests are what a sweep of the local network
 * looks like, and what a router does when it is swept from outside.
 */
public final class LanStatistic implements Statistic {

  private static final int LEAST_LEASES = 5;
  private static final int LEAST_ARP_TARGETS = 40;
  private static final int MOST_VALUES = 256;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final String NO_HARDWARE = "00:00:00:00:00:00";

  private static final Detector FORGED = detector("lan.arp-sender");
  private static final Detector ARP_SWEEP = detector("lan.arp-sweep");
  private static final Detector LEASES = detector("lan.dhcp-requests");

  private final BoundedTable<String, RecentDistinct<String>> arpTargets;
  private final BoundedTable<String, RecentDistinct<String>> leases;

  public LanStatistic(IntrusionConfig config) {
    this.arpTargets = new BoundedTable<>(config.mostEntities());
    this.leases = new BoundedTable<>(config.mostEntities());
  }

  private static Detector detector(String id) {
    return new Detector(Detector.Kind.STATISTIC, id, "1");
  }

  private static RecentDistinct<String> distinct() {
    return new RecentDistinct<>(MOST_VALUES, WINDOW);
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (event instanceof LogRecord log && log.source().product().equals("zeek")) {
      switch (log.source().service()) {
        case "arp" -> arp(log, windows, facts);
        case "dhcp" -> dhcp(log, windows, facts);
        default -> {}
      }
    }
  }

  private void arp(LogRecord log, FindingWindows windows, Consumer<Fact> facts) {
    String frame = log.fields().text("src_mac").toLowerCase(Locale.ROOT);
    String sender = log.fields().text("orig_hw").toLowerCase(Locale.ROOT);
    IpAddress claims = IpAddress.parseOrNull(log.fields().text("orig_h"));
    IpAddress asked = IpAddress.parseOrNull(log.fields().text("resp_h"));
    if (claims == null || claims.isUnspecified()) {
      return;
    }
    if (!frame.isEmpty()
        && !sender.isEmpty()
        && !sender.equals(NO_HARDWARE)
        && !frame.equals(sender)) {
      windows.match(
          FORGED, Entity.of(claims), log.time(), () -> forged(log, claims, frame, sender), facts);
    }
    boolean request = log.fields().text("operation").equals("request");
    if (request && asked != null && sender.length() <= 32) {
      RecentDistinct<String> targets = arpTargets.get(sender, key -> distinct());
      targets.add(asked.toString(), log.time());
      if (targets.size() >= LEAST_ARP_TARGETS) {
        windows.match(
            ARP_SWEEP, Entity.of(claims), log.time(), () -> sweep(log, claims, targets), facts);
      }
    }
  }

  private void dhcp(LogRecord log, FindingWindows windows, Consumer<Fact> facts) {
    String hardware = log.fields().text("mac").toLowerCase(Locale.ROOT);
    String requested = log.fields().text("requested_addr");
    if (hardware.isEmpty() || hardware.length() > 32 || IpAddress.parseOrNull(requested) == null) {
      return;
    }
    RecentDistinct<String> asked = leases.get(hardware, key -> distinct());
    asked.add(requested, log.time());
    if (asked.size() > LEAST_LEASES) {
      IpAddress client = IpAddress.parseOrNull(log.fields().text("client_addr"));
      Entity main =
          client == null || client.isUnspecified()
              ? new Entity(Entity.Kind.HOST, hardware)
              : Entity.of(client);
      windows.match(LEASES, main, log.time(), () -> leases(log, main, hardware, asked), facts);
    }
  }

  private static Draft forged(LogRecord log, IpAddress claims, String frame, String sender) {
    return draft(
        log,
        "An ARP message for " + claims + " gives another hardware address than its sender's",
        Severity.MEDIUM,
        0.6,
        List.of(
            new Involvement(new Entity(Entity.Kind.HOST, frame), Role.ACTOR),
            new Involvement(Entity.of(claims), Role.INVOLVED)),
        "T1557.002",
        Tactic.CREDENTIAL_ACCESS,
        List.of(
            new Reason("hardware address inside the ARP message", sender, "the frame's: " + frame)),
        "whether a switch or load balancer here answers for others");
  }

  private static Draft sweep(LogRecord log, IpAddress claims, RecentDistinct<String> targets) {
    return draft(
        log,
        claims + " asked by ARP for " + targets.size() + " addresses",
        Severity.MEDIUM,
        0.5,
        List.of(new Involvement(Entity.of(claims), Role.ACTOR)),
        "T1018",
        Tactic.DISCOVERY,
        List.of(
            new Reason(
                "distinct addresses asked for in " + Seen.duration(WINDOW),
                Integer.toString(targets.size()),
                "fewer than " + LEAST_ARP_TARGETS)),
        "whether it is a router that is being swept from outside");
  }

  private static Draft leases(
      LogRecord log, Entity main, String hardware, RecentDistinct<String> asked) {
    List<Involvement> involved = new ArrayList<>();
    involved.add(new Involvement(main, Role.ACTOR));
    IpAddress server = IpAddress.parseOrNull(log.fields().text("server_addr"));
    if (server != null) {
      involved.add(new Involvement(Entity.of(server), Role.TARGET));
    }
    return draft(
        log,
        main.name() + " asked the DHCP server for " + asked.size() + " different addresses",
        Severity.MEDIUM,
        0.6,
        involved,
        "T1557.003",
        Tactic.DISCOVERY,
        List.of(
            new Reason(
                "distinct addresses asked for by " + hardware + " in " + Seen.duration(WINDOW),
                asked.size() + ": " + String.join(", ", first(asked.values())),
                "one or two")),
        "whether it is a relay or a test of the DHCP server");
  }

  private static List<String> first(List<String> values) {
    return values.subList(0, Math.min(10, values.size()));
  }

  private static Draft draft(
      LogRecord log,
      String title,
      Severity severity,
      double confidence,
      List<Involvement> involved,
      String technique,
      Tactic tactic,
      List<Reason> reasons,
      String unknown) {
    Instant time = log.time();
    return new Draft(
        title,
        severity,
        new Confidence(confidence, Confidence.Basis.STATED),
        time,
        time,
        involved,
        List.of(new Technique(technique)),
        List.of(tactic),
        reasons,
        List.of(Seen.evidence(log)),
        List.of(unknown));
  }

  @Override
  public long evicted() {
    return arpTargets.evicted() + leases.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    save(out, arpTargets);
    save(out, leases);
  }

  private static void save(DataOutput out, BoundedTable<String, RecentDistinct<String>> table)
      throws IOException {
    table.save(out, Saved::writeText, (to, values) -> values.save(to, Saved::writeText));
  }

  @Override
  public void restore(DataInput in) throws IOException {
    restore(in, arpTargets);
    restore(in, leases);
  }

  private static void restore(DataInput in, BoundedTable<String, RecentDistinct<String>> table)
      throws IOException {
    table.restore(
        in,
        Saved::readText,
        from -> {
          RecentDistinct<String> values = distinct();
          values.restore(from, Saved::readText);
          return values;
        });
  }
}
