package io.testudo.telemetry.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Datagrams that Linux dropped at the sockets of a port, as {@code /proc/net/udp} counts them. */
final class SocketDrops {

  /** The operating system does not tell. */
  static final long UNKNOWN = -1;

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  private SocketDrops() {}

  static long at(int port) {
    long drops = UNKNOWN;
    for (Path table : TABLES) {
      try {
        for (String line : Files.readAllLines(table)) {
          drops = Math.max(drops, of(line.strip().split(" +"), port));
        }
      } catch (IOException e) {
        // Not on this system: the count stays unknown.
      }
    }
    return drops;
  }

  private static long of(String[] columns, int port) {
    String end = String.format(Locale.ROOT, ":%04X", port);
    if (columns.length < 13 || !columns[1].endsWith(end)) {
      return UNKNOWN;
    }
    try {
      return Long.parseLong(columns[columns.length - 1]);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
