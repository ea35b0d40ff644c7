package io.testudo.suricata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames of one conversation between 10.0.0.1 and 192.0.2.7, shown to rules as they are made. */
final class Wirings {
  private static final int CLIENT = 0x0A000001;
  private static final int SERVER = 0xC0000207;

  private final Inspection inspection;
  final List<Alert> alerts = new ArrayList<>();
  private final int port;
  private int toServer = 1_000;
  private int toClient = 5_000;
  private long nanos = 1_700_000_000_000_000_000L;

  private Wirings(RuleReport report, int port) {
    if (!report.problems().isEmpty()) {
      throw new IllegalArgumentException(report.problems().toString());
    }
    this.inspection = report.ruleSet().inspection(InspectionConfig.usual(), alerts::add);
    this.port = port;
  }

  static Wirings with(String rules) {
    return with(rules, 80);
  }

  static Wirings with(String rules, int port) {
    return with(new RuleReader(RuleVariables.usual()).read("test", rules).report(), port);
  }

  static Wirings with(RuleReport report, int port) {
    return new Wirings(report, port);
  }

  /** Opens a TCP connection. */
  Wirings open() {
    tcp(true, 0x02, "");
    toServer++;
    tcp(false, 0x12, "");
    toClient++;
    return tcp(true, 0x10, "");
  }

  Wirings request(String text) {
    tcp(true, 0x18, text);
    return tcp(false, 0x10, "");
  }

  Wirings response(String text) {
    tcp(false, 0x18, text);
    return tcp(true, 0x10, "");
  }

  Wirings tcp(boolean fromClient, int flags, String text) {
    byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
    segment.putShort((short) (fromClient ? 40_000 : port));
    segment.putShort((short) (fromClient ? port : 40_000));
    segment.putInt(fromClient ? toServer : toClient);
    segment.putInt(fromClient ? toClient : toServer);
    segment.put((byte) 0x50).put((byte) flags).putShort((short) 8_192).putInt(0).put(payload);
    if (fromClient) {
      toServer += payload.length;
    } else {
      toClient += payload.length;
    }
    return ip(fromClient, 6, segment.array());
  }

  Wirings udp(boolean fromClient, byte[] payload) {
    ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
    datagram.putShort((short) (fromClient ? 40_000 : port));
    datagram.putShort((short) (fromClient ? port : 40_000));
    datagram.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
    return ip(fromClient, 17, datagram.array());
  }

  Wirings ip(boolean fromClient, int protocol, byte[] body) {
    ByteBuffer packet = ByteBuffer.allocate(20 + body.length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + body.length)).putInt(0x00010000);
    packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
    packet.putInt(fromClient ? CLIENT : SERVER).putInt(fromClient ? SERVER : CLIENT).put(body);
    nanos += 1_000_000;
    inspection.frame(101, packet.array(), 0, packet.capacity(), nanos);
    return this;
  }

  /** Ends the traffic; the identifiers of the rules that held, in the order of their alerts. */
  List<Long> sids() {
    inspection.finish();
    return alerts.stream().map(Alert::sid).toList();
  }
}
