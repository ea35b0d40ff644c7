package io.testudo.telemetry.netflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Datagrams that were made or changed by chance: nothing but the declared exception comes out. */
class FlowExportFuzzTest {

  private static final long SEED = Long.getLong("seed", 20261125L);
  private static final int ROUNDS = 20_000;

  private long records;
  private final FlowExportDecoder.Sink sink =
      new FlowExportDecoder.Sink() {
        @Override
        public void flow(Origin origin, FlowExportDecoder.Source source, ReportedFlow flow) {
          records++;
          assertThat(flow.endNanos).isGreaterThanOrEqualTo(flow.startNanos);
          assertThat(flow.sampling).isPositive();
        }

        @Override
        public void undecodable(Origin origin, String reason) {}
      };

  private static List<byte[]> generated(Random chance) {
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int fields = 1 + chance.nextInt(20);
      int[] template = new int[2 * fields];
      int bytes = 0;
      for (int f = 0; f < fields; f++) {
        template[2 * f] = 1 + chance.nextInt(330);
        template[2 * f + 1] = 1 << chance.nextInt(5);
        bytes += template[2 * f + 1];
      }
      byte[] data = new byte[bytes * (1 + chance.nextInt(4))];
      chance.nextBytes(data);
      ExportWriter sets =
          new ExportWriter()
              .set(i % 2 == 0 ? 0 : 2, ExportWriter.template(256 + i % 8, template))
              .set(256 + i % 8, data);
      datagrams.add(
          i % 2 == 0
              ? sets.version9(1000 * i, ExportWriter.SECOND, i, 1)
              : sets.ipfix(ExportWriter.SECOND, i, 1));
    }
    datagrams.add(
        ExportWriter.version5(
            5, ExportWriter.SECOND, 1, 0, ExportWriter.record5(1, 2, 3, 4, 6, 2, 1, 2)));
    return datagrams;
  }

  private void mutate(List<byte[]> samples, Random chance) throws IOException {
    FlowExportDecoder decoder =
        new FlowExportDecoder(new FlowExportConfig(64, 64, 20_000, 256 << 10), sink);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(samples.get(chance.nextInt(samples.size())), chance);
      try {
        decoder.datagram(
            new Origin("s", "i", round),
            "10.0.0." + chance.nextInt(100),
            round * 1_000_000L,
            bytes,
            0,
            bytes.length);
      } catch (MalformedRecordException e) {
        assertThat(e.reason()).isNotEmpty().hasSizeLessThan(200);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + " round " + round, e);
      }
    }
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    decoder.save(new DataOutputStream(state));
    FlowExportCounts restored =
        FlowExportDecoder.restore(
                new DataInputStream(new ByteArrayInputStream(state.toByteArray())),
                FlowExportConfig.DEFAULT,
                sink)
            .counts();
    assertThat(restored).isEqualTo(decoder.counts());
    assertThat(state.size()).isLessThan(2 << 20);
    assertThat(records).isPositive();
  }

  private static byte[] mutated(byte[] sample, Random chance) {
    byte[] bytes =
        Arrays.copyOf(
            sample, sample.length - (chance.nextInt(4) == 0 ? chance.nextInt(sample.length) : 0));
    for (int i = chance.nextInt(6); i > 0 && bytes.length > 0; i--) {
      int at = chance.nextInt(chance.nextBoolean() ? bytes.length : Math.min(64, bytes.length));
      bytes[at] =
          switch (chance.nextInt(3)) {
            case 0 -> (byte) chance.nextInt(256);
            case 1 -> (byte) (chance.nextBoolean() ? 0 : 0xFF);
            default -> (byte) (bytes[at] ^ 1 << chance.nextInt(8));
          };
    }
    return bytes;
  }

  @Test
  void survivesMutationsOfGeneratedDatagrams() throws IOException {
    Random chance = new Random(SEED);
    mutate(generated(chance), chance);
  }

  @Test
  void survivesMutationsOfRealDatagrams() throws IOException {
    mutate(ExportSamples.all(), new Random(SEED));
  }

  @Test
  void survivesMutationsOfFilesOfDatagrams() {
    Random chance = new Random(SEED);
    List<byte[]> samples = generated(chance);
    for (int round = 0; round < 2000; round++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      for (int i = chance.nextInt(5); i >= 0; i--) {
        file.writeBytes(mutated(samples.get(chance.nextInt(samples.size())), chance));
      }
      byte[] bytes = file.toByteArray();
      try {
        Gathered read = Gathered.of("x", bytes);
        assertThat(read.consumed.size()).isLessThanOrEqualTo(bytes.length + 1);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + " round " + round, e);
      }
    }
  }
}
