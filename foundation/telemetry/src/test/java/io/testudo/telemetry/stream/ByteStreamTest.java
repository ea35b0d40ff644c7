package io.testudo.telemetry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The stream against a plain array into which whoever comes first writes. */
class ByteStreamTest {

  private static final int LENGTH = 3000;

  @Test
  void equalsAnArrayThatTheFirstCopyOfEveryByteFills() throws Exception {
    long seed = Long.getLong("seed", 21L);
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      int start = random.nextBoolean() ? random.nextInt() : -random.nextInt(LENGTH);
      byte[] first = new byte[LENGTH];
      boolean[] came = new boolean[LENGTH];
      ByteStream stream = new ByteStream(start);
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      for (int i = 0; i < 200; i++) {
        int at = random.nextInt(LENGTH);
        byte[] segment = new byte[Math.min(LENGTH - at, 1 + random.nextInt(60))];
        random.nextBytes(segment);
        for (int b = 0; b < segment.length; b++) {
          if (!came[at + b]) {
            came[at + b] = true;
            first[at + b] = segment[b];
          }
        }
        stream.add(start + at, segment, segment.length);
        if (random.nextInt(5) == 0) {
          take(stream, read, random.nextInt(stream.available() + 1));
        }
        if (random.nextInt(20) == 0) {
          stream = stored(stream);
        }
      }
      take(stream, read, stream.available());
      int inOrder = 0;
      while (inOrder < LENGTH && came[inOrder]) {
        inOrder++;
      }
      assertThat(read.toByteArray())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(Arrays.copyOf(first, inOrder));
    }
  }

  private static void take(ByteStream stream, ByteArrayOutputStream into, int count)
      throws MalformedMessageException {
    into.writeBytes(stream.sent(Side.ORIGINATOR, 0).copy(0, count));
    stream.take(count);
  }

  private static ByteStream stored(ByteStream stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stream.save(new DataOutputStream(bytes));
    return ByteStream.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void saysWhenTooMuchWaitsBehindAHole() {
    ByteStream stream = new ByteStream(0);
    for (int i = 1; i <= ByteStream.MOST_PIECES; i++) {
      stream.add(i * 10, new byte[] {1}, 1);
    }
    assertThat(stream.isHoleTooOld()).isFalse();
    stream.add(1_000_000, new byte[] {1}, 1);
    assertThat(stream.isHoleTooOld()).isTrue();
    assertThat(stream.skipHole()).isEqualTo(10);
    assertThat(stream.available()).isEqualTo(1);
  }
}
