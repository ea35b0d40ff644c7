package io.testudo.simulation.sensor;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines of one file, which are given in any order and written in that of time. */
final class Lines {

  private record Line(Instant written, String text) {}

  private final Instant start;
  private final Instant end;
  private final List<Line> lines = new ArrayList<>();

  /** Keeps what is written from {@code start} until before {@code end}. */
  Lines(Instant start, Instant end) {
    this.start = start;
    this.end = end;
  }

  /** Takes a line; what lies outside of the time is dropped. */
  void add(Instant written, String text) {
    if (!written.isBefore(start) && written.isBefore(end)) {
      lines.add(new Line(written, text));
    }
  }

  int count() {
    return lines.size();
  }

  void write(Path file) throws IOException {
    lines.sort(Comparator.comparing(Line::written));
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (Line line : lines) {
        out.write(line.text);
        out.write('\n');
      }
    }
  }
}
