package io.testudo.telemetry.spool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The segment files of a spool: their names, and how one is made sound after a kill. */
final class SpoolSegments {

  private static final Pattern NAME = Pattern.compile("segment-([0-9]{19})\\.spool");
  private static final int MOST_MESSAGE_BYTES = 64 << 20;

  private SpoolSegments() {}

  /** The name of the segment of this number; also the item under which its messages are read. */
  static String name(long segment) {
    return String.format(Locale.ROOT, "segment-%019d.spool", segment);
  }

  /** The number of the segment of this name. */
  static long number(String item) {
    Matcher name = NAME.matcher(item);
    if (!name.matches()) {
      throw new IllegalArgumentException("item (" + item + ") of a spool must name a segment");
    }
    return Long.parseLong(name.group(1));
  }

  /** The sizes of the segments in a folder, by number. */
  static SortedMap<Long, Long> sizes(Path folder) throws IOException {
    SortedMap<Long, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          sizes.put(Long.parseLong(name.group(1)), Files.size(file));
        }
      }
    }
    return sizes;
  }

  /** Cuts off what follows the last sound record, and gives the size that is left. */
  static long cutTornTail(Path file) throws IOException {
    long size = Files.size(file);
    long sound = Math.min(size, SpoolRecords.HEADER_BYTES);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      SpoolRecords records = new SpoolRecords(in, MOST_MESSAGE_BYTES);
      while (records.next()
          && records.excess() == 0
          && SpooledMessage.decode(records.buffer(), records.from(), records.length()) != null) {
        sound = records.offset() + records.length();
      }
    }
    if (sound < size) {
      try (FileChannel tail = FileChannel.open(file, StandardOpenOption.WRITE)) {
        tail.truncate(sound);
        tail.force(true);
      }
    }
    return sound;
  }
}
