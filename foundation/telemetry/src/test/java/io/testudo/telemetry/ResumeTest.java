package io.testudo.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops a reader at a random place, goes on with another, and compares with one undisturbed. */
class ResumeTest {

  private static final long SEED = Long.getLong("seed", 20260301L);

  /** Thrown by the sink to end a reader as a kill would. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What a checkpoint holds: how far each item was read, and the reader's state. */
  private static final class Checkpoint {
    final Map<String, Long> positions = new HashMap<>();
    byte[] state = new byte[0];
    int events;
    int parked;
  }

  @Test
  void givesTheSameEventsWhereverItWasStopped(@TempDir Path folder) throws IOException {
    for (Map.Entry<String, byte[]> sample : Samples.all().entrySet()) {
      Files.write(folder.resolve(sample.getKey()), sample.getValue());
      byte[] damaged = sample.getValue().clone();
      damaged[damaged.length / 2] ^= 0x15;
      Files.write(folder.resolve(sample.getKey() + "-damaged"), damaged);
    }
    byte[] lines = Samples.ZEEK_JSON.getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("twice.tar"), Samples.tar("dns.log", lines, "dns.log", lines));
    Gathered undisturbed = new Gathered();
    SourceReader whole =
        new SourceReader("s", TelemetryConfig.DEFAULT, undisturbed, () -> Gathered.TIME);
    whole.read(folder);
    whole.finish();
    assertThat(undisturbed.events).hasSizeGreaterThan(40);

    Random chance = new Random(SEED);
    for (int round = 0; round < 40; round++) {
      int first = 1 + chance.nextInt(undisturbed.consumed.size());
      int second = 1 + chance.nextInt(undisturbed.consumed.size());
      Gathered resumed = killedTwice(folder, first, second);
      String where = "seed " + SEED + ", stopped after " + first + " and " + second;
      assertThat(resumed.events).as(where).isEqualTo(undisturbed.events);
      assertThat(resumed.parked).as(where).isEqualTo(undisturbed.parked);
    }
  }

  private static Gathered killedTwice(Path folder, int first, int second) throws IOException {
    Gathered sink = new Gathered();
    Checkpoint checkpoint = new Checkpoint();
    run(folder, sink, checkpoint, first);
    run(folder, sink, checkpoint, second);
    run(folder, sink, checkpoint, Integer.MAX_VALUE);
    return sink;
  }

  /** Reads until so many records were consumed, keeping a checkpoint at every third. */
  private static void run(Path folder, Gathered sink, Checkpoint checkpoint, int most)
      throws IOException {
    truncate(sink.events, checkpoint.events);
    truncate(sink.parked, checkpoint.parked);
    SourceReader[] reader = new SourceReader[1];
    Map<String, Long> positions = new HashMap<>(checkpoint.positions);
    int[] consumed = new int[1];
    TelemetrySink stopping =
        new TelemetrySink() {
          @Override
          public void event(Event event) {
            sink.event(event);
          }

          @Override
          public void parked(ParkedRecord record) {
            sink.parked(record);
          }

          @Override
          public void consumed(String item, long record) {
            positions.put(item, record);
            if (++consumed[0] % 3 == 0) {
              keep(reader[0], positions, sink, checkpoint);
            }
            if (consumed[0] >= most) {
              throw new Killed();
            }
          }
        };
    reader[0] = new SourceReader("s", TelemetryConfig.DEFAULT, stopping, () -> Gathered.TIME);
    if (checkpoint.state.length > 0) {
      reader[0].restore(new DataInputStream(new ByteArrayInputStream(checkpoint.state)));
    }
    Map<String, Long> before = new HashMap<>(checkpoint.positions);
    try {
      reader[0].read(folder, item -> before.getOrDefault(item, 0L));
      reader[0].finish();
    } catch (Killed e) {
      assertThat(consumed[0]).isEqualTo(most);
    }
  }

  private static void keep(
      SourceReader reader, Map<String, Long> positions, Gathered sink, Checkpoint checkpoint) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.save(new DataOutputStream(out));
      checkpoint.state = out.toByteArray();
      checkpoint.positions.putAll(positions);
      checkpoint.events = sink.events.size();
      checkpoint.parked = sink.parked.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> void truncate(List<T> list, int size) {
    List<T> kept = new ArrayList<>(list.subList(0, size));
    list.clear();
    list.addAll(kept);
  }
}
