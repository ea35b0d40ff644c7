package io.testudo.telemetry.nfdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.SharedData;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NfdumpTest {

  private static final long SEED = Long.getLong("seed", 20261125L);
  private static final long SECOND = 1_772_366_400L;

  /** A file of layout 2 with both directions of a conversation and an answered ping. */
  private static byte[] layout2(ByteOrder order) {
    ByteBuffer file = ByteBuffer.allocate(40 + 12 + 4 * 92).order(order);
    file.putShort((short) 0xA50C).putShort((short) 2);
    file.position(40);
    file.putInt(4).putInt(4 * 92).putShort((short) 3).putShort((short) 0);
    flow2(file, 0x0A000001, 0x0A000002, 50_000, 443, 6, 0x1B);
    flow2(file, 0x0A000002, 0x0A000001, 443, 50_000, 6, 0x1B);
    flow2(file, 0x0A000001, 0x0A000002, 0, 0x0800, 1, 0);
    flow2(file, 0x0A000002, 0x0A000001, 0, 0, 1, 0);
    return file.array();
  }

  private static void flow2(
      ByteBuffer file, int source, int destination, int from, int to, int protocol, int flags) {
    file.putShort((short) 11).putShort((short) 92).putShort((short) 4).putShort((short) 0);
    file.putShort((short) 0).putShort((short) 0);
    file.putShort((short) 1).putShort((short) 52);
    file.putLong(SECOND * 1000).putLong(SECOND * 1000 + 1500).putLong(0).putLong(5).putLong(500);
    file.putShort((short) from).putShort((short) to);
    file.put((byte) protocol).put((byte) flags).putShort((short) 0);
    file.putShort((short) 2).putShort((short) 12).putInt(source).putInt(destination);
    file.putShort((short) 12).putShort((short) 8).putInt(0xC0000201);
    file.putShort((short) 99).putShort((short) 8).putInt(0);
  }

  @Test
  void readsLayout2InEitherByteOrder() {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Gathered read = Gathered.of("x", layout2(order));

      assertThat(read.parked).isEmpty();
      assertThat(read.flows()).hasSize(2);
      Flow flow = read.flows().getFirst();
      assertThat(flow.originator()).hasToString("10.0.0.1:50000");
      assertThat(flow.state()).isEqualTo(FlowState.FINISHED);
      assertThat(flow.end()).hasToString("2026-03-01T12:00:01.500Z");
      assertThat(flow.export().exporter()).isEqualTo("192.0.2.1");
      assertThat(read.flows().getLast().originator().port()).isEqualTo(8);
    }
  }

  @Test
  void saysWhichPackingIsNotRead() {
    byte[] packed = layout2(ByteOrder.LITTLE_ENDIAN);
    packed[16] = 3;

    assertThat(Gathered.of("x", packed).parked)
        .singleElement()
        .satisfies(
            parked ->
                assertThat(parked.reason())
                    .isEqualTo(
                        "is a binary file of nfdump packed by LZ4; unpack it with nfdump -r FILE"
                            + " -w OTHER"));
  }

  @Test
  void readsTheShortAndTheLongNamesOfColumns() {
    String oldNames =
        "ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt,opkt,obyt,ra\n"
            + "2026-03-01 12:00:00,2026-03-01 12:00:01,1.500,10.0.0.1,10.0.0.2,50000,443,TCP,"
            + "...AP.SF,5,500,0,0,192.0.2.1\n"
            + "2026-03-01 12:00:00,2026-03-01 12:00:01,1.500,10.0.0.2,10.0.0.1,443,50000,TCP,"
            + "...AP.SF,5,500,0,0,192.0.2.1\n"
            + "Summary\nflows,bytes,packets\n2,1000,10\n";
    String newNames =
        "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,flags,packets,bytes\n"
            + "2026-03-01 12:00:00.000,1.500,TCP,10.0.0.1,50000,10.0.0.2,443,...AP.SF,5,500\n"
            + "2026-03-01 12:00:00.000,1.500,TCP,10.0.0.2,443,10.0.0.1,50000,...AP.SF,5,500\n";
    for (String lines : List.of(oldNames, newNames)) {
      Gathered read = Gathered.of("x", lines);

      assertThat(read.parked).isEmpty();
      assertThat(read.flows()).hasSize(1);
      assertThat(read.flows().getFirst().end()).hasToString("2026-03-01T12:00:01.500Z");
      assertThat(read.flows().getFirst().state()).isEqualTo(FlowState.FINISHED);
      assertThat(read.flows().getFirst().backward().ipBytes()).isEqualTo(500);
    }
  }

  @Test
  void readsTheSameFromABinaryFileAsFromItsLines(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path binary = folder.resolve("flows.nfdump");
    try (ZipFile zip = new ZipFile(SharedData.file("pcap-slips.zip").toFile())) {
      Files.write(
          binary, zip.getInputStream(zip.getEntry("test1-malicious.nfdump")).readAllBytes());
    }
    Gathered read = Gathered.of("x", Files.readAllBytes(binary));

    assertThat(read.parked).isEmpty();
    assertThat(packets(read)).isEqualTo(4652);
    assertThat(bytes(read)).isEqualTo(241_025);

    Path lines = folder.resolve("flows.csv");
    assumeTrue(print(binary, lines), "needs nfdump, which is not installed");
    Gathered printed = Gathered.of("x", Files.readAllBytes(lines));
    assertThat(printed.parked).isEmpty();
    assertThat(printed.flows())
        .extracting(NfdumpTest::withoutTime)
        .containsExactlyInAnyOrderElementsOf(
            read.flows().stream().map(NfdumpTest::withoutTime).toList());
  }

  private static boolean print(Path binary, Path lines) throws InterruptedException {
    ProcessBuilder nfdump =
        new ProcessBuilder("nfdump", "-r", binary.toString(), "-o", "csv")
            .redirectOutput(lines.toFile());
    nfdump.environment().put("TZ", "UTC");
    try {
      return nfdump.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Lines tell whole seconds only. */
  private static String withoutTime(Flow flow) {
    return flow.originator()
        + " "
        + flow.responder()
        + " "
        + flow.protocol()
        + " "
        + flow.state()
        + " "
        + flow.forward()
        + flow.backward();
  }

  private static long packets(Gathered read) {
    return read.flows().stream()
        .mapToLong(flow -> flow.forward().packets() + flow.backward().packets())
        .sum();
  }

  private static long bytes(Gathered read) {
    return read.flows().stream()
        .mapToLong(flow -> flow.forward().ipBytes() + flow.backward().ipBytes())
        .sum();
  }

  @Test
  void survivesMutationsOfBinaryFiles() {
    Random chance = new Random(SEED);
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = layout2(chance.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if (chance.nextInt(4) == 0) {
        bytes[2] = (byte) chance.nextInt(3);
      }
      for (int i = chance.nextInt(10); i >= 0; i--) {
        bytes[4 + chance.nextInt(bytes.length - 4)] = (byte) chance.nextInt(256);
      }
      int length = bytes.length - (chance.nextInt(3) == 0 ? chance.nextInt(bytes.length) : 0);
      try {
        Gathered read = Gathered.of("x", java.util.Arrays.copyOf(bytes, length));
        assertThat(read.events.size()).isLessThanOrEqualTo(bytes.length / 4);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + " round " + round, e);
      }
    }
  }
}
