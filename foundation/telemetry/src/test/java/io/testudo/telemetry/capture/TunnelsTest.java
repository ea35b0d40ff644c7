package io.testudo.telemetry.capture;

import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.CaptureWriter.Timed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TunnelsTest {

  private static final byte[] INNER =
      ipv4(17, "192.0.2.1", "192.0.2.2", udp(1000, 2000, new byte[] {1, 2, 3}));

  private final List<String> carried = new ArrayList<>();

  private CaptureCounts read(byte[] frame) throws IOException {
    byte[] capture = CaptureWriter.pcap(List.of(new Timed(1, frame)));
    PacketSink sink =
        new PacketSink() {
          @Override
          public void packet(Packet packet) {}

          @Override
          public void carried(Packet packet) {
            carried.add(
                packet.number()
                    + " "
                    + packet.protocol()
                    + " "
                    + packet.sourcePort()
                    + " "
                    + packet.destinationPort()
                    + " "
                    + packet.payloadBytes());
          }
        };
    return new CaptureDecoder("s", "i", sink, parked -> {})
        .decode(new ByteArrayInputStream(capture), 0);
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] over(int protocol, byte[] payload) {
    return ethernet(0x0800, ipv4(protocol, "10.0.0.1", "10.0.0.2", payload));
  }

  private static byte[] overUdp(int port, byte[] payload) {
    return over(17, udp(5555, port, payload));
  }

  @Test
  void readsWhatEveryKindOfTunnelCarries() throws IOException {
    List<byte[]> frames =
        List.of(
            over(4, INNER),
            over(47, join(hex("0000 0800"), INNER)),
            over(47, join(hex("b000 0800 00000000 00000001 00000002"), INNER)),
            over(47, join(hex("3081 880b 0024 0001 00000001 00000002 ff03 0021"), INNER)),
            overUdp(4789, join(hex("0800 0000 0000 0100"), ethernet(0x0800, INNER))),
            overUdp(6081, join(hex("0100 6558 00000100 00000000"), ethernet(0x0800, INNER))),
            overUdp(2152, join(hex("30ff 0023 00000001"), INNER)),
            overUdp(4754, join(hex("0000 0800"), INNER)));
    for (byte[] frame : frames) {
      carried.clear();
      CaptureCounts counts = read(frame);
      assertThat(carried).containsExactly("1 17 1000 2000 3");
      assertThat(counts.packets()).isEqualTo(1);
      assertThat(counts.carried()).isEqualTo(1);
    }
  }

  @Test
  void followsTunnelsInTunnelsNoDeeperThanItsBound() throws IOException {
    byte[] nested = INNER;
    for (int i = 0; i < 20; i++) {
      nested = ipv4(4, "10.0.0.1", "10.0.0.2", nested);
    }
    read(ethernet(0x0800, nested));
    assertThat(carried).hasSize(TunnelReader.MOST_DEPTH);
  }

  @Test
  void leavesADatagramToATunnelsPortThatCarriesNothingAsItIs() throws IOException {
    CaptureCounts counts = read(overUdp(4789, hex("0800 0000 0000 0100 1234")));
    assertThat(carried).isEmpty();
    assertThat(counts.malformedPackets()).isZero();
  }

  @Test
  void staysWithinThePacketWhateverItSays() throws IOException {
    long seed = Long.getLong("seed", 3L);
    Random random = new Random(seed);
    int[] ports = {4789, 6081, 2152, 4754, 3544, 5072};
    for (int round = 0; round < 5000; round++) {
      byte[] payload = join(hex("0100 6558 00000100 00000000"), ethernet(0x0800, INNER));
      for (int i = 0; i < 4; i++) {
        payload[random.nextInt(payload.length)] = (byte) random.nextInt();
      }
      byte[] frame =
          random.nextBoolean()
              ? overUdp(ports[random.nextInt(ports.length)], payload)
              : over(random.nextBoolean() ? 47 : 41, payload);
      assertThat(read(frame).packets()).as("seed %d", seed).isEqualTo(1);
    }
  }
}
