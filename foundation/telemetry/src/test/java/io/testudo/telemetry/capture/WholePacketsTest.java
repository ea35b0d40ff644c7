package io.testudo.telemetry.capture;

import static io.testudo.telemetry.capture.CaptureWriter.block;
import static io.testudo.telemetry.capture.CaptureWriter.concat;
import static io.testudo.telemetry.capture.CaptureWriter.enhanced;
import static io.testudo.telemetry.capture.CaptureWriter.networkInterface;
import static io.testudo.telemetry.capture.CaptureWriter.pcap;
import static io.testudo.telemetry.capture.CaptureWriter.section;
import static io.testudo.telemetry.capture.CaptureWriter.simple;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.capture.CaptureWriter.Timed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the whole packets of a growing capture end: compared with the places at which the writer
 * ended them, and, for mutated captures, with what the reader makes of the bytes up to there.
 * {@code -Dseed=} repeats a run.
 */
class WholePacketsTest {

  private static final int[] MAGICS = {0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34};

  private final long seed = Long.getLong("seed", 20_261_125L);
  private final Random random = new Random(seed);

  @TempDir private Path folder;

  private long whole(byte[] capture) throws IOException {
    Path file = folder.resolve("capture");
    Files.write(file, capture);
    return WholePackets.bytes(file, capture.length);
  }

  private byte[] frame() {
    byte[] frame = new byte[random.nextInt(90)];
    random.nextBytes(frame);
    return frame;
  }

  private ByteOrder order() {
    return random.nextBoolean() ? BIG_ENDIAN : LITTLE_ENDIAN;
  }

  /** The file header and each packet of a pcap file. */
  private List<byte[]> classic() {
    int magic = MAGICS[random.nextInt(MAGICS.length)];
    ByteOrder order = order();
    List<byte[]> parts = new ArrayList<>(List.of(pcap(magic, order, 1, List.of())));
    for (int left = random.nextInt(8); left > 0; left--) {
      byte[] one = pcap(magic, order, 1, List.of(new Timed(1_700_000_000_000_000_000L, frame())));
      parts.add(Arrays.copyOfRange(one, PcapReader.FILE_HEADER, one.length));
    }
    return parts;
  }

  /** Each block of a pcapng file of up to three sections. */
  private List<byte[]> nextGeneration() {
    List<byte[]> parts = new ArrayList<>();
    for (int sections = random.nextInt(3); sections >= 0; sections--) {
      ByteOrder order = order();
      parts.add(section(order));
      parts.add(networkInterface(order, 1, 6, 0));
      for (int left = random.nextInt(5); left > 0; left--) {
        parts.add(
            switch (random.nextInt(3)) {
              case 0 -> simple(order, frame());
              case 1 -> block(order, 0x0BAD, frame());
              default -> enhanced(order, 0, random.nextLong(), frame());
            });
      }
    }
    return parts;
  }

  private void endsWhereTheWriterEndedAPart(List<byte[]> parts) throws IOException {
    byte[] capture = concat(parts.toArray(byte[][]::new));
    Path file = folder.resolve("growing");
    Files.write(file, capture);
    for (int cut = 12; cut <= capture.length; cut++) {
      long expected = 0;
      for (byte[] part : parts) {
        if (expected + part.length > cut) {
          break;
        }
        expected += part.length;
      }
      assertThat(WholePackets.bytes(file, cut))
          .as("seed %d, %d of %d bytes", seed, cut, capture.length)
          .isEqualTo(expected);
    }
  }

  @Test
  void endsWhereThePacketsOfAPcapEnd() throws IOException {
    for (int i = 0; i < 6; i++) {
      endsWhereTheWriterEndedAPart(classic());
    }
  }

  @Test
  void endsWhereTheBlocksOfAPcapngEnd() throws IOException {
    for (int i = 0; i < 6; i++) {
      endsWhereTheWriterEndedAPart(nextGeneration());
    }
  }

  /** What the reader parks of a capture's first bytes. */
  private List<String> parked(byte[] capture, long bytes) throws IOException {
    List<ParkedRecord> parked = new ArrayList<>();
    new CaptureDecoder("fuzz", "seed " + seed, packet -> {}, parked::add)
        .decode(new ByteArrayInputStream(capture, 0, (int) bytes), 0);
    return parked.stream().map(ParkedRecord::reason).toList();
  }

  private byte[] mutate(byte[] file) {
    byte[] mutated = file.clone();
    for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 ->
            Arrays.fill(mutated, at, Math.min(mutated.length, at + 4), (byte) -random.nextInt(2));
        default -> mutated = Arrays.copyOf(mutated, at + 1);
      }
    }
    return mutated;
  }

  @Test
  void neverCutsWhatTheReaderWouldFindCut() throws IOException {
    int known = 0;
    for (int i = 0; i < 1500; i++) {
      List<byte[]> parts = random.nextBoolean() ? classic() : nextGeneration();
      byte[] capture = mutate(concat(parts.toArray(byte[][]::new)));
      long bytes = whole(capture);
      assertThat(bytes).as("seed %d, round %d", seed, i).isBetween(-1L, (long) capture.length);
      if (bytes > 0) {
        known++;
        assertThat(parked(capture, bytes))
            .as("seed %d, round %d", seed, i)
            .noneMatch(reason -> reason.startsWith("ends within"));
      }
    }
    assertThat(known).isGreaterThan(500);
  }

  @Test
  void survivesRandomBytesBehindEveryMagic() throws IOException {
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      byte[] magic = pcap(MAGICS[random.nextInt(3)], order(), 1, List.of());
      for (byte[] capture : List.of(concat(magic, noise), concat(section(order()), noise), noise)) {
        assertThat(whole(capture)).as("seed %d, round %d", seed, i).isBetween(-1L, 324L);
      }
    }
  }

  @Test
  void doesNotKnowWhatWasCutAwaySinceTheLook() throws IOException {
    byte[] capture = pcap(List.of(new Timed(1, new byte[200_000]), new Timed(2, new byte[60])));
    Path file = folder.resolve("cut");
    Files.write(file, Arrays.copyOf(capture, 1000));
    assertThat(WholePackets.bytes(file, capture.length)).isEqualTo(WholePackets.UNKNOWN);
  }

  @Test
  void givesUpABlockThatNoReaderWouldWaitFor() throws IOException {
    byte[] endless = block(LITTLE_ENDIAN, 0x0BAD, new byte[8]);
    endless[7] = 0x7F;
    assertThat(whole(concat(section(LITTLE_ENDIAN), endless))).isEqualTo(WholePackets.UNKNOWN);
  }
}
