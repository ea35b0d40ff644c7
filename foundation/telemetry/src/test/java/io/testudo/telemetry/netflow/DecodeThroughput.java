package io.testudo.telemetry.netflow;

import io.testudo.telemetry.capture.CaptureWriter;
import io.testudo.telemetry.pairing.FlowPairing;
import io.testudo.telemetry.pairing.PairingConfig;
import io.testudo.telemetry.pairing.ReportedFlow;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a hundred thousand datagrams of thirty records again and again on one thread, and prints
 * how many records a second of processor time are decoded, and decoded and paired. With a path as
 * argument it first writes a capture of them, for other programs to read.
 */
final class DecodeThroughput {

  private static final int DATAGRAMS = 100_000;
  private static final int RECORDS = 30;
  private static final int ROUNDS = 5;
  private static final int[] FIELDS = {
    8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 5, 1, 10, 4, 14, 4, 2, 4, 1, 4, 22, 4, 21, 4, 16, 4, 17, 4
  };

  private DecodeThroughput() {}

  public static void main(String[] arguments) throws IOException, MalformedRecordException {
    for (int version : new int[] {5, 9, 10}) {
      List<byte[]> datagrams = datagrams(version);
      if (arguments.length > 0) {
        write(Path.of(arguments[0] + "-" + version + ".pcap"), datagrams);
      }
      for (int round = 1; round <= ROUNDS; round++) {
        long[] records = new long[2];
        long begun = cpuNanos();
        decode(datagrams, (origin, source, flow) -> records[0]++);
        long decoded = cpuNanos();
        FlowPairing pairing = new FlowPairing(PairingConfig.DEFAULT, flow -> records[1]++);
        decode(
            datagrams,
            (origin, source, flow) ->
                pairing.report(
                    origin, source.exporter(), source.domain(), source.clockNanos(), flow));
        pairing.flush();
        long paired = cpuNanos();
        System.out.printf(
            "version %d, round %d: %d records, %d flows; decoded %.2f M/s, and paired %.2f M/s%n",
            version,
            round,
            records[0],
            records[1],
            records[0] * 1e3 / (decoded - begun),
            records[0] * 1e3 / (paired - decoded));
      }
    }
  }

  private interface Take {
    void flow(Origin origin, FlowExportDecoder.Source source, ReportedFlow flow);
  }

  private static void decode(List<byte[]> datagrams, Take take) throws MalformedRecordException {
    FlowExportDecoder decoder =
        new FlowExportDecoder(
            FlowExportConfig.DEFAULT,
            new FlowExportDecoder.Sink() {
              @Override
              public void flow(Origin origin, FlowExportDecoder.Source source, ReportedFlow flow) {
                take.flow(origin, source, flow);
              }

              @Override
              public void undecodable(Origin origin, String reason) {
                throw new IllegalStateException(reason);
              }
            });
    long number = 0;
    for (byte[] datagram : datagrams) {
      number++;
      decoder.datagram(
          new Origin("throughput", "datagrams", number),
          "192.0.2.1",
          number * 100_000,
          datagram,
          0,
          datagram.length);
    }
  }

  private static List<byte[]> datagrams(int version) {
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 0; i < DATAGRAMS; i++) {
      byte[][] records = new byte[RECORDS][];
      for (int r = 0; r < RECORDS; r++) {
        // Both directions of a conversation follow one another.
        int pair = (i * RECORDS + r) / 2;
        boolean back = r % 2 == 1;
        int client = 0x0A000000 + pair % 5000;
        int server = 0x0B000000 + pair % 300;
        int port = 1024 + pair % 60_000;
        int from = back ? 443 : port;
        int to = back ? port : 443;
        records[r] =
            version == 5
                ? ExportWriter.record5(
                    back ? server : client, back ? client : server, from, to, 6, 0x1B, 1, 2)
                : ExportWriter.bytes(
                    back ? server : client,
                    4,
                    back ? client : server,
                    4,
                    from,
                    2,
                    to,
                    2,
                    6,
                    1,
                    0x1B,
                    1,
                    0,
                    1,
                    3,
                    4,
                    4,
                    4,
                    7,
                    4,
                    700,
                    4,
                    1,
                    4,
                    2,
                    4,
                    0,
                    4,
                    0,
                    4);
      }
      datagrams.add(
          switch (version) {
            case 5 -> ExportWriter.version5(60_000, ExportWriter.SECOND, i * RECORDS, 0, records);
            case 9 -> sets(0, i).set(256, records).version9(60_000, ExportWriter.SECOND, i, 1);
            default -> sets(2, i).set(256, records).ipfix(ExportWriter.SECOND, i * RECORDS, 1);
          });
    }
    return datagrams;
  }

  private static ExportWriter sets(int templateSet, int datagram) {
    ExportWriter sets = new ExportWriter();
    return datagram % 1000 == 0 ? sets.set(templateSet, ExportWriter.template(256, FIELDS)) : sets;
  }

  private static void write(Path file, List<byte[]> datagrams) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(CaptureWriter.pcap(List.of()));
      for (int i = 0; i < datagrams.size(); i += 1000) {
        List<CaptureWriter.Timed> packets = new ArrayList<>();
        for (int j = i; j < Math.min(i + 1000, datagrams.size()); j++) {
          packets.add(
              new CaptureWriter.Timed(
                  1_600_000_000_000_000_000L, ExportSamples.frame(1, datagrams.get(j))));
        }
        byte[] capture = CaptureWriter.pcap(packets);
        out.write(capture, 24, capture.length - 24);
      }
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
