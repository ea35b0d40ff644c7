package io.testudo.telemetry.flow;

import io.testudo.telemetry.capture.CaptureDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture from the page cache again and again, on one thread, and prints how many packets a
 * second of processor time are decoded, and decoded and assembled. Run with the capture as the only
 * argument.
 */
final class CaptureThroughput {

  private static final int ROUNDS = 8;

  private CaptureThroughput() {}

  public static void main(String[] arguments) throws IOException {
    Path capture = Path.of(arguments[0]);
    for (int round = 1; round <= ROUNDS; round++) {
      long[] flows = new long[1];
      long begun = cpuNanos();
      long packets = decode(capture, null);
      long decoded = cpuNanos();
      FlowAssembler assembler =
          new FlowAssembler(FlowAssemblerConfig.defaults(), flow -> flows[0]++);
      decode(capture, assembler);
      assembler.flush();
      long assembled = cpuNanos();
      System.out.printf(
          "round %d: %d packets, %d flows; decoded %.2f M/s, decoded and assembled %.2f M/s%n",
          round,
          packets,
          flows[0],
          packets * 1e3 / (decoded - begun),
          packets * 1e3 / (assembled - decoded));
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long decode(Path capture, @Nullable FlowAssembler assembler) throws IOException {
    long[] bytes = new long[1];
    CaptureDecoder decoder =
        new CaptureDecoder(
            "throughput",
            capture.toString(),
            assembler == null ? p -> bytes[0] += p.payloadBytes() : assembler,
            parked -> {});
    try (InputStream in = Files.newInputStream(capture)) {
      return decoder.decode(in, 0).packets();
    }
  }
}
