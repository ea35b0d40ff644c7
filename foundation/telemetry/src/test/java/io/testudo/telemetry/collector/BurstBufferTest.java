package io.testudo.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstBufferTest {

  private static final int BYTES = 872;

  private static BurstBuffer.Received datagram(int number) {
    return new BurstBuffer.Received(Instant.EPOCH, "x:" + number, new byte[BYTES]);
  }

  private static List<String> drain(BurstBuffer buffer) throws InterruptedException {
    buffer.close();
    List<String> peers = new ArrayList<>();
    for (BurstBuffer.Received next = buffer.take(0); next != null; next = buffer.take(0)) {
      peers.add(next.peer());
    }
    return peers;
  }

  @Test
  void keepsTheFirstAndTheLastOfABurst() throws InterruptedException {
    BurstBuffer buffer = new BurstBuffer(10_000);
    int shed = 0;
    for (int i = 0; i < 100; i++) {
      shed += buffer.put(datagram(i));
    }

    assertThat(shed).isEqualTo(90);
    assertThat(drain(buffer))
        .containsExactly("x:0", "x:1", "x:2", "x:3", "x:4", "x:95", "x:96", "x:97", "x:98", "x:99");
  }

  @Test
  void keepsTheOrderWhileItIsEmptied() throws InterruptedException {
    BurstBuffer buffer = new BurstBuffer(10_000);
    int next = 0;
    List<String> taken = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < 1 + round % 3; i++) {
        assertThat(buffer.put(datagram(next++))).isZero();
      }
      for (int i = 0; i < 2; i++) {
        BurstBuffer.Received datagram = buffer.take(0);
        if (datagram != null) {
          taken.add(datagram.peer());
        }
      }
    }
    taken.addAll(drain(buffer));

    assertThat(taken).hasSize(next).first().isEqualTo("x:0");
    for (int i = 0; i < next; i++) {
      assertThat(taken.get(i)).isEqualTo("x:" + i);
    }
  }
}
