package io.testudo.telemetry.capture;

import static io.testudo.telemetry.capture.CaptureWriter.concat;
import static io.testudo.telemetry.capture.CaptureWriter.enhanced;
import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.icmp;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4Fragment;
import static io.testudo.telemetry.capture.CaptureWriter.ipv6;
import static io.testudo.telemetry.capture.CaptureWriter.networkInterface;
import static io.testudo.telemetry.capture.CaptureWriter.obsolete;
import static io.testudo.telemetry.capture.CaptureWriter.pcap;
import static io.testudo.telemetry.capture.CaptureWriter.section;
import static io.testudo.telemetry.capture.CaptureWriter.simple;
import static io.testudo.telemetry.capture.CaptureWriter.tcp;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.CaptureWriter.Timed;
import io.testudo.telemetry.flow.FlowAssembler;
import io.testudo.telemetry.flow.FlowAssemblerConfig;
import io.testudo.vocabulary.event.Flow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Hostile captures: mutated, cut, spliced and random bytes, through decoder and assembler. Nothing
 * but what {@link CaptureDecoder#decode} declares may escape, every packet counts once, and the
 * number of open flows keeps its bound. {@code -Dseed=} repeats a run.
 */
class CaptureFuzzTest {

  private static final int[] LINK_TYPES = {
    0, 1, 9, 12, 14, 50, 51, 101, 105, 108, 113, 127, 195, 228, 229, 276
  };
  private static final int MOST_FLOWS = 16;

  private final long seed = Long.getLong("seed", 20_261_122L);
  private final Random random = new Random(seed);

  private void decode(byte[] capture) throws IOException {
    FlowAssemblerConfig config =
        new FlowAssemblerConfig(
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            MOST_FLOWS);
    long[] packetsInFlows = new long[1];
    FlowAssembler assembler = new FlowAssembler(config, flow -> packetsInFlows[0] += count(flow));
    int[] parked = new int[1];
    CaptureDecoder decoder =
        new CaptureDecoder(
            "fuzz",
            "seed " + seed,
            packet -> {
              assembler.packet(packet);
              assertThat(assembler.openFlows()).isLessThanOrEqualTo(MOST_FLOWS);
            },
            record -> parked[0]++);
    CaptureCounts counts = decoder.decode(new ByteArrayInputStream(capture), 0);
    assembler.flush();
    assertThat(counts.packets())
        .as("seed %d", seed)
        .isEqualTo(counts.ip() + counts.arp() + counts.other() + counts.malformedPackets());
    assertThat(packetsInFlows[0]).as("seed %d", seed).isEqualTo(counts.ip());
    assertThat(parked[0]).isGreaterThanOrEqualTo((int) counts.malformedPackets());
  }

  private static long count(Flow flow) {
    assertThat(flow.duration()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
    return flow.forward().packets() + flow.backward().packets();
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] packet() {
    byte[] payload = bytes(40);
    String from = "10.0.0." + random.nextInt(4);
    String to = "10.0.1." + random.nextInt(4);
    return switch (random.nextInt(6)) {
      case 0 -> ipv4(17, from, to, udp(random.nextInt(5), 53, payload));
      case 1 -> ipv4(6, from, to, tcp(random.nextInt(5), 80, random.nextInt(256), 1, 1, payload));
      case 2 -> ipv4(1, from, to, icmp(random.nextInt(20), 0, payload));
      case 3 -> ipv6(random.nextInt(256), "::1", "::2", payload);
      case 4 -> ipv4Fragment(17, from, to, 5, 8 * random.nextInt(3), true, udp(1, 2, payload));
      default -> bytes(80);
    };
  }

  private byte[] frame(int linkType) {
    byte[] packet = packet();
    return switch (linkType) {
      case 1 -> ethernet(packet.length > 0 && packet[0] >= 0x60 ? 0x86DD : 0x0800, packet);
      case 0, 108 -> concat(new byte[] {0, 0, 0, 2}, packet);
      case 113 -> concat(new byte[14], new byte[] {8, 0}, packet);
      default -> packet;
    };
  }

  private byte[] classic() {
    int linkType = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
    List<Timed> packets = new ArrayList<>();
    for (int i = random.nextInt(40); i >= 0; i--) {
      packets.add(new Timed(1_700_000_000_000_000_000L + random.nextInt(), frame(linkType)));
    }
    int[] magics = {0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34};
    return pcap(
        magics[random.nextInt(3)],
        random.nextBoolean() ? BIG_ENDIAN : LITTLE_ENDIAN,
        linkType,
        packets);
  }

  private byte[] nextGeneration() {
    byte[] file = new byte[0];
    for (int sections = random.nextInt(3); sections >= 0; sections--) {
      var order = random.nextBoolean() ? BIG_ENDIAN : LITTLE_ENDIAN;
      int linkType = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
      file =
          concat(
              file,
              section(order),
              networkInterface(order, linkType, random.nextInt(256), random.nextInt()),
              enhanced(order, 0, random.nextLong(), frame(linkType)),
              obsolete(order, 0, random.nextLong(), frame(linkType)),
              simple(order, frame(linkType)),
              enhanced(order, 0, random.nextLong(), frame(linkType)));
    }
    return file;
  }

  /** Changes some bytes, and may cut, repeat or overwrite a part. */
  private byte[] mutate(byte[] file) {
    byte[] mutated = file.clone();
    for (int changes = random.nextInt(6); changes > 0; changes--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(5)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 ->
            Arrays.fill(mutated, at, Math.min(mutated.length, at + 4), (byte) -random.nextInt(2));
        case 3 -> mutated = Arrays.copyOf(mutated, at + 1);
        default ->
            mutated =
                concat(
                    Arrays.copyOf(mutated, at),
                    bytes(30),
                    Arrays.copyOfRange(mutated, at, mutated.length));
      }
    }
    return mutated;
  }

  @Test
  void survivesMutatedPcap() throws IOException {
    for (int i = 0; i < 2000; i++) {
      decode(mutate(classic()));
    }
  }

  @Test
  void survivesMutatedPcapng() throws IOException {
    for (int i = 0; i < 2000; i++) {
      decode(mutate(nextGeneration()));
    }
  }

  @Test
  void survivesRandomBytesBehindEveryMagic() throws IOException {
    for (int i = 0; i < 1000; i++) {
      decode(concat(new byte[] {(byte) 0xA1, (byte) 0xB2, (byte) 0xC3, (byte) 0xD4}, bytes(2000)));
      decode(concat(section(LITTLE_ENDIAN), bytes(2000)));
      decode(bytes(200));
    }
  }

  @Test
  void survivesRandomPacketsOfEveryLinkType() throws IOException {
    for (int linkType : LINK_TYPES) {
      List<Timed> packets = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        packets.add(new Timed(random.nextInt(1_000_000), bytes(120)));
      }
      decode(pcap(0xA1B2C3D4, BIG_ENDIAN, linkType, packets));
    }
  }

  @Test
  void readsAFloodOfWrongRecordsInLinearTime() throws IOException {
    byte[] header = pcap(List.of());
    byte[] wrong = new byte[8 << 20];
    for (int i = 0; i + 76 < wrong.length; i += 76) {
      // Every other record states an impossible length and is followed by a plausible one.
      byte[] record = pcap(List.of(new Timed(1_000_000_000L, new byte[60])));
      System.arraycopy(record, 24, wrong, i, 76);
      if (i / 76 % 2 == 0) {
        Arrays.fill(wrong, i + 8, i + 12, (byte) 0x7F);
      }
    }
    decode(concat(header, wrong));
  }
}
