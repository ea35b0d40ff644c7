package io.testudo.telemetry.collector;

import io.testudo.telemetry.netflow.ExportWriter;
import io.testudo.telemetry.spool.Spool;
import io.testudo.telemetry.spool.SpoolConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends datagrams of thirty records over loopback from a process of its own, at rising rates, and
 * prints how many were spooled, shed and dropped. Run without arguments; {@code send PORT RATE
 * SECONDS} is what it starts itself.
 */
final class LoopbackLoad {

  private static final int[] RATES = {5_000, 10_000, 20_000, 40_000, 60_000, 80_000, 120_000};
  private static final int SECONDS = 5;
  private static final int RECORDS = 30;

  private LoopbackLoad() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      send(
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]));
      return;
    }
    for (int rate : RATES) {
      measure(rate);
    }
  }

  private static void measure(int rate) throws Exception {
    Path folder = Files.createTempDirectory("load");
    try (Spool spool = Spool.open(folder, SpoolConfig.DEFAULT, InstantSource.system())) {
      FlowListener listener =
          new FlowListener(FlowListenerConfig.onLoopback(0), spool, InstantSource.system());
      listener.start();
      Process sender =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoopbackLoad.class.getName(),
                  "send",
                  Integer.toString(listener.port()),
                  Integer.toString(rate),
                  Integer.toString(SECONDS))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String[] sent =
          new String(sender.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      long before = -1;
      while (listener.statistics().datagrams() != before) {
        before = listener.statistics().datagrams();
        LockSupport.parkNanos(500_000_000L);
      }
      FlowListenerStatistics counts = listener.statistics();
      System.out.printf(
          "wanted %d datagrams/s: sent %s at %s/s (%d records/s); spooled %d, shed %d, dropped %d%n",
          rate,
          sent[0],
          sent[1],
          Long.parseLong(sent[1]) * RECORDS,
          counts.datagrams(),
          counts.shed(),
          counts.dropped());
      listener.close();
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void send(int port, int rate, int seconds) throws IOException {
    byte[][] records = new byte[RECORDS][];
    for (int i = 0; i < RECORDS; i++) {
      records[i] = ExportWriter.record5(0x0A000001 + i, 0x0A010001, 50_000, 443, 6, 0x1B, 1, 2);
    }
    ByteBuffer datagram =
        ByteBuffer.allocateDirect(24 + 48 * RECORDS)
            .put(ExportWriter.version5(60_000, ExportWriter.SECOND, 1, 0, records));
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long sent = 0;
    long began = System.nanoTime();
    long end = began + seconds * 1_000_000_000L;
    try (DatagramChannel channel = DatagramChannel.open()) {
      for (long now = began; now < end; now = System.nanoTime()) {
        long due = (now - began) / 1000 * rate / 1_000_000;
        while (sent < due) {
          channel.send(datagram.rewind(), to);
          sent++;
        }
        LockSupport.parkNanos(100_000);
      }
    }
    long took = System.nanoTime() - began;
    System.out.println(sent + " " + sent * 1_000_000_000L / took);
  }
}
