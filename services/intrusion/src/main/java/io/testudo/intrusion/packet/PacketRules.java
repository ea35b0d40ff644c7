package io.testudo.intrusion.packet;

import io.testudo.intrusion.alert.SensorAlerts;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.suricata.Alert;
import io.testudo.suricata.Inspection;
import io.testudo.suricata.InspectionConfig;
import io.testudo.suricata.RuleSet;
import io.testudo.telemetry.capture.Packet;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows the packets of a source to Suricata rules and makes findings of their alerts, as of those
 * of a sensor beside us.
 *
 * <p>An alert that only the end of a connection settles has the origin of the last packet that was
 * read. For one thread.
 */
public final class PacketRules {

  private final FindingWindows windows;
  private final Inspection inspection;
  private final List<Alert> alerts = new ArrayList<>();
  private byte[] frame = new byte[2048];
  private Origin last = new Origin("packets", "", 1);

  /** Asks these rules and tells their findings through these windows. */
  public PacketRules(RuleSet rules, FindingWindows windows) {
    this.windows = windows;
    this.inspection = rules.inspection(InspectionConfig.usual(), alerts::add);
  }

  /** Looks at a packet. */
  public void observe(Packet packet, Consumer<Fact> facts) {
    int length = packet.capturedBytes();
    if (frame.length < length) {
      frame = new byte[Math.max(length, 2 * frame.length)];
    }
    packet.copyFrame(frame);
    inspection.frame(packet.linkType(), frame, 0, length, packet.timeNanos());
    if (!alerts.isEmpty()) {
      last = new Origin(packet.source(), packet.item(), packet.number());
      tell(facts);
    }
  }

  /** The source has fallen silent: every connection is over. */
  public void settle(Consumer<Fact> facts) {
    inspection.finish();
    tell(facts);
  }

  private void tell(Consumer<Fact> facts) {
    List<Alert> told = List.copyOf(alerts);
    alerts.clear();
    for (Alert alert : told) {
      SensorAlerts.observe(
          AlertRecord.of(alert, last),
          "whether what the rule looks for is also seen in honest traffic",
          windows,
          facts);
    }
  }
}
