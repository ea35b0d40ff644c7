package io.testudo.postgres.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.testudo.testkit.Seed;
import io.testudo.transparency.Checkpoint;
import io.testudo.transparency.CheckpointVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadsFileTest {

  @TempDir Path folder;

  private Path path;
  private byte[] golden;

  @BeforeEach
  void prepare() throws IOException {
    path = folder.resolve(HeadsFile.NAME);
    golden = resource("heads-v1");
    Files.write(path, golden);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = HeadsFileTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  private List<HeadsFile.Entry> read() throws IOException {
    List<HeadsFile.Entry> entries = new ArrayList<>();
    try (HeadsFile file = HeadsFile.in(folder);
        HeadsFile.Reader reader = file.read()) {
      for (HeadsFile.Entry entry = reader.next(); entry != null; entry = reader.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  @Test
  void readsTheHeadsOfVersionOne() throws IOException {
    CheckpointVerifier log =
        CheckpointVerifier.parse(
            new String(resource("log-v1.pub"), StandardCharsets.UTF_8).strip());
    List<Checkpoint> heads = new ArrayList<>();
    for (HeadsFile.Entry entry : read()) {
      Checkpoint head = entry.head();
      assertThat(head).isNotNull();
      heads.add(head);
    }
    assertThat(heads).hasSize(3).allMatch(head -> head.isFrom(log));
    assertThat(heads).extracting(head -> head.head().size()).containsExactly(10L, 20L, 40L);
  }

  @Test
  void writesAsItReads() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (HeadsFile copy = HeadsFile.in(other)) {
      for (HeadsFile.Entry entry : read()) {
        Checkpoint head = entry.head();
        assertThat(head).isNotNull();
        copy.append(head);
      }
    }
    assertThat(Files.readAllBytes(other.resolve(HeadsFile.NAME))).isEqualTo(golden);
  }

  @Test
  void tellsWhereEachHeadEnds() throws IOException {
    assertThat(read()).last().extracting(HeadsFile.Entry::endsAt).isEqualTo((long) golden.length);
  }

  @Test
  void cutsOffAHeadThatWasNotWrittenWhole() throws IOException {
    int whole = golden.length;
    int second = (int) read().get(1).endsAt();
    for (int length = whole - 1; length > second; length--) {
      Files.write(path, Arrays.copyOf(golden, length));
      assertThat(read()).as("length %d", length).hasSize(2);
      assertThat(Files.size(path)).isEqualTo(second);
    }
  }

  @Test
  void readsAnyBytesInBoundedMemory() throws IOException {
    RandomGenerator random = Seed.of(HeadsFileTest.class).random();
    for (int round = 0; round < 300; round++) {
      byte[] bytes = golden.clone();
      for (int edits = 1 + random.nextInt(8); edits > 0; edits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(path, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      assertThatCode(this::read).doesNotThrowAnyException();
    }
    Files.write(path, "x".repeat(20_000_000).getBytes(StandardCharsets.UTF_8));
    assertThat(read()).isEmpty();
  }
}
