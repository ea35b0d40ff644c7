package io.testudo.telemetry.capture;

import static io.testudo.telemetry.capture.CaptureWriter.be16;
import static io.testudo.telemetry.capture.CaptureWriter.concat;
import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.icmp;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4Fragment;
import static io.testudo.telemetry.capture.CaptureWriter.ipv6;
import static io.testudo.telemetry.capture.CaptureWriter.tcp;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.Packet.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeaderReaderTest {

  private static final byte[] DATAGRAM =
      ipv4(17, "10.0.0.1", "10.0.0.2", udp(1000, 53, new byte[5]));
  private static final byte[] DATAGRAM6 =
      ipv6(17, "2001::1", "2001::2", udp(1000, 53, new byte[5]));

  private static Packet read(int linkType, byte[] frame) {
    Packet p = new Packet("s", "i");
    p.linkType = linkType;
    p.bytes = frame;
    p.end = frame.length;
    p.wireBytes = frame.length;
    p.clearHeaders();
    new HeaderReader().read(p);
    return p;
  }

  private static void assertDatagram(Packet p) {
    assertThat(p.kind()).isEqualTo(Kind.IP);
    assertThat(p.protocol()).isEqualTo(17);
    assertThat(p.sourcePort()).isEqualTo(1000);
    assertThat(p.destinationPort()).isEqualTo(53);
    assertThat(p.payloadBytes()).isEqualTo(5);
    assertThat(p.payloadCaptured()).isEqualTo(5);
  }

  @Test
  void leavesEthernetPaddingOutOfThePayload() {
    Packet p = read(1, ethernet(0x0800, DATAGRAM));
    assertDatagram(p);
    assertThat(p.wireBytes()).isEqualTo(60);
    assertThat(p.ipBytes()).isEqualTo(33);
  }

  @Test
  void findsIpBehindEveryTagThatIsStackedBeforeIt() {
    byte[] vlan = concat(be16(7), be16(0x0800), DATAGRAM);
    assertDatagram(read(1, ethernet(0x8100, vlan)));
    assertDatagram(read(1, ethernet(0x88A8, concat(be16(9), be16(0x8100), vlan))));
    byte[] label = {0, 1, 1, 64};
    assertDatagram(read(1, ethernet(0x8847, concat(label, DATAGRAM))));
    byte[] session = concat(new byte[] {0x11, 0, 0, 1}, be16(35), be16(0x0021), DATAGRAM);
    assertDatagram(read(1, ethernet(0x8864, session)));
    byte[] snap = concat(new byte[] {(byte) 0xAA, (byte) 0xAA, 3, 0, 0, 0}, be16(0x0800), DATAGRAM);
    assertDatagram(read(1, ethernet(snap.length, snap)));
    assertDatagram(read(1, ethernet(0x86DD, DATAGRAM6)));
  }

  @Test
  void readsEveryLinkLayer() {
    assertDatagram(read(0, concat(new byte[] {2, 0, 0, 0}, DATAGRAM)));
    assertDatagram(read(0, concat(new byte[] {0, 0, 0, 30}, DATAGRAM6)));
    assertDatagram(read(108, concat(new byte[] {0, 0, 0, 2}, DATAGRAM)));
    assertDatagram(read(9, concat(new byte[] {(byte) 0xFF, 3, 0, 0x21}, DATAGRAM)));
    assertDatagram(read(9, concat(new byte[] {0x57}, DATAGRAM6)));
    for (int raw : new int[] {12, 14, 101, 228}) {
      assertDatagram(read(raw, DATAGRAM));
    }
    assertDatagram(read(101, DATAGRAM6));
    assertDatagram(read(229, DATAGRAM6));
    assertDatagram(read(113, concat(new byte[14], be16(0x0800), DATAGRAM)));
    assertDatagram(read(276, concat(be16(0x86DD), new byte[18], DATAGRAM6)));
    byte[] data = new byte[26];
    data[0] = (byte) 0x88;
    byte[] snap = concat(new byte[] {(byte) 0xAA, (byte) 0xAA, 3, 0, 0, 0}, be16(0x0800), DATAGRAM);
    assertDatagram(read(105, concat(data, snap)));
    assertDatagram(read(127, concat(new byte[] {0, 0, 8, 0, 0, 0, 0, 0}, data, snap)));
  }

  @Test
  void followsIpv6ExtensionHeaders() {
    byte[] transport = udp(1000, 53, new byte[5]);
    byte[] hopByHop = {60, 0, 1, 4, 0, 0, 0, 0};
    byte[] options = {51, 0, 1, 4, 0, 0, 0, 0};
    byte[] authentication = {
      17, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    assertDatagram(
        read(229, ipv6(0, "::1", "::2", concat(hopByHop, options, authentication, transport))));
    byte[] first = {17, 0, 0, 1, 0, 0, 0, 9};
    Packet p = read(229, ipv6(44, "::1", "::2", concat(first, transport)));
    assertDatagram(p);
    assertThat(p.isFragment()).isTrue();
    byte[] later = {17, 0, 0, 16, 0, 0, 0, 9};
    p = read(229, ipv6(44, "::1", "::2", concat(later, new byte[40])));
    assertThat(p.isLaterFragment()).isTrue();
    assertThat(p.fragmentId()).isEqualTo(9);
    assertThat(p.payloadBytes()).isEqualTo(40);
  }

  @Test
  void readsFragmentsWithoutTakingTheirDataForAHeader() {
    Packet p = read(101, ipv4Fragment(6, "10.0.0.1", "10.0.0.2", 77, 1480, false, new byte[30]));
    assertThat(p.kind()).isEqualTo(Kind.IP);
    assertThat(p.isLaterFragment()).isTrue();
    assertThat(p.fragmentId()).isEqualTo(77);
    assertThat(p.sourcePort()).isZero();
    assertThat(p.payloadBytes()).isEqualTo(30);
  }

  @Test
  void readsTcpFlagsNumbersAndPayloadBehindOptions() {
    byte[] segment = tcp(1, 2, 0x12, -5, 9, new byte[12]);
    segment[12] = (byte) 0x60;
    Packet p = read(101, ipv4(6, "10.0.0.1", "10.0.0.2", segment));
    assertThat(p.tcpFlags()).isEqualTo(0x12);
    assertThat(p.tcpSequence()).isEqualTo(-5);
    assertThat(p.tcpAcknowledgement()).isEqualTo(9);
    assertThat(p.payloadBytes()).isEqualTo(8);
  }

  @Test
  void takesTheWireLengthWhereTheNetworkCardWritesTheTotal() {
    byte[] offloaded = DATAGRAM.clone();
    offloaded[2] = 0;
    offloaded[3] = 0;
    assertDatagram(read(101, offloaded));
  }

  @Test
  void givesIcmpTypeAndCode() {
    Packet p = read(101, ipv4(1, "10.0.0.1", "10.0.0.2", icmp(3, 1, new byte[28])));
    assertThat(p.sourcePort()).isEqualTo(3);
    assertThat(p.destinationPort()).isEqualTo(1);
    assertThat(p.payloadBytes()).isEqualTo(28);
  }

  @Test
  void tellsArpAndWhatIsNoIp() {
    assertThat(read(1, ethernet(0x0806, new byte[28])).kind()).isEqualTo(Kind.ARP);
    assertThat(read(1, ethernet(0x88B8, new byte[28])).kind()).isEqualTo(Kind.OTHER);
    assertThat(read(195, new byte[60]).kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  void saysWhyAPacketIsMalformed() {
    assertThat(read(1, new byte[13]).malformation()).isEqualTo(Malformation.LINK_CUT);
    assertThat(read(228, new byte[19]).malformation()).isEqualTo(Malformation.NETWORK_CUT);
    assertThat(read(228, DATAGRAM6).malformation()).isEqualTo(Malformation.IP_VERSION);
    byte[] wrong = DATAGRAM.clone();
    wrong[0] = 0x44;
    assertThat(read(228, wrong).malformation()).isEqualTo(Malformation.IP_HEADER_LENGTH);
    wrong = DATAGRAM.clone();
    wrong[3] = 10;
    assertThat(read(228, wrong).malformation()).isEqualTo(Malformation.IP_TOTAL_LENGTH);
    assertThat(read(228, Arrays.copyOf(DATAGRAM, 24)).malformation())
        .isEqualTo(Malformation.TRANSPORT_CUT);
    wrong = ipv4(6, "10.0.0.1", "10.0.0.2", tcp(1, 2, 2, 0, 0, new byte[0]));
    wrong[32] = 0x40;
    assertThat(read(228, wrong).malformation()).isEqualTo(Malformation.TCP_HEADER_LENGTH);
    wrong = DATAGRAM.clone();
    wrong[25] = 7;
    assertThat(read(228, wrong).malformation()).isEqualTo(Malformation.UDP_LENGTH);
    assertThat(read(229, ipv6(0, "::1", "::2", new byte[] {17, 9, 0})).malformation())
        .isEqualTo(Malformation.IPV6_EXTENSIONS);
    byte[] tags = new byte[400];
    for (int i = 12; i < tags.length - 1; i += 4) {
      tags[i] = (byte) 0x81;
    }
    assertThat(read(1, tags).malformation()).isEqualTo(Malformation.LINK_TOO_DEEP);
  }
}
