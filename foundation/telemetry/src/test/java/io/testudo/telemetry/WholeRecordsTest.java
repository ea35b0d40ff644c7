package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.testudo.telemetry.WholeRecords.Unit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the whole records of a growing file end. {@code -Dseed=} repeats a run. */
class WholeRecordsTest {

  private static final int MOST = 100_000;

  private static final String[] BEGINNINGS = {
    "{\"ts\":1.5,\"uid\":\"C\"}\n",
    "#separator \\x09\n#fields\tts\tuid\n#types\ttime\tstring\n",
    "<38>Mar  2 08:00:00 web01 sshd[7]: Failed password for root from 192.0.2.7 port 1 ssh2\n",
    "type=USER_LOGIN msg=audit(1700000000.123:7): pid=1 uid=0 auid=0 ses=1 res=failed\n",
    "PK\u0003\u0004",
    "\u001f\u008b\u0008",
    "",
  };

  private final long seed = Long.getLong("seed", 20_261_126L);
  private final Random random = new Random(seed);

  @TempDir private Path folder;

  private byte[] file() {
    StringBuilder text = new StringBuilder(BEGINNINGS[random.nextInt(BEGINNINGS.length)]);
    for (int lines = random.nextInt(6); lines > 0; lines--) {
      String line = BEGINNINGS[random.nextInt(4)];
      text.append(line, 0, random.nextInt(line.length()));
      text.append("x".repeat(random.nextInt(4) == 0 ? random.nextInt(150_000) : 3));
      text.append(random.nextInt(3) == 0 ? "" : random.nextBoolean() ? "\n" : "\r\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  /** Behind the last line feed, found the simple way; −1 if more than is allowed follows it. */
  private static long naive(byte[] bytes, int size) {
    int end = size;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return size - end > MOST ? -1 : end;
  }

  @Test
  void endsBehindTheLastLineFeedOfAnyBytes() throws IOException {
    Path file = folder.resolve("x.log");
    int lines = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes = file();
      Files.write(file, bytes);
      int size = random.nextInt(bytes.length + 1);
      WholeRecords whole = WholeRecords.of(file, size, Gathered.withRecordsOf(MOST));
      if (whole == null || whole.unit() == Unit.PACKET) {
        continue;
      }
      lines++;
      assertThat(whole.bytes()).as("seed %d, round %d", seed, i).isEqualTo(naive(bytes, size));
    }
    assertThat(lines).isGreaterThan(130);
  }

  @Test
  void doesNotWaitForALineLongerThanIsRead() throws IOException {
    Path file = folder.resolve("x.log");
    byte[] bytes = Arrays.copyOf(BEGINNINGS[0].getBytes(StandardCharsets.UTF_8), 300_000);
    Arrays.fill(bytes, BEGINNINGS[0].length(), bytes.length, (byte) 'x');
    Files.write(file, bytes);
    assertThat(WholeRecords.of(file, bytes.length, Gathered.withRecordsOf(MOST))).isNull();
    assertThat(WholeRecords.of(file, 50_000, Gathered.withRecordsOf(MOST)))
        .isEqualTo(new WholeRecords(BEGINNINGS[0].length(), Unit.LINE));
  }

  @Test
  void doesNotKnowWhatWasCutAwaySinceTheLook() throws IOException {
    Path file = folder.resolve("x.log");
    Files.writeString(file, BEGINNINGS[0].repeat(3));
    assertThat(WholeRecords.of(file, 500_000, Gathered.withRecordsOf(MOST))).isNull();
  }

  @Test
  void looksAtTheEndOfALargeFileInConstantMemory() throws IOException {
    Path file = folder.resolve("x.log");
    Files.writeString(file, BEGINNINGS[0]);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(4L << 30);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(WholeRecords.of(file, 4L << 30, Gathered.withRecordsOf(MOST))).isNull();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4L << 20);
  }
}
