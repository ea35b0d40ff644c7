package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.intrusion.IntrusionConfig;
import io.testudo.intrusion.Rules;
import io.testudo.memory.MemoryEventLog;
import io.testudo.testkit.Awaited;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real named pipes. */
class PipeIngestTest {

  private static final InstantSource CLOCK = InstantSource.system();

  /** Shorter than what a source that does not stop is waited for. */
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  @TempDir private Path data;

  private Sources sources() {
    Sources sources =
        new Sources(
            List.of(new SourceConfig.Pipe("tap", pipe(), List.of())),
            data.resolve("spool"),
            new MemoryEventLog(CLOCK, new Random(1)),
            Rules.none(),
            IntrusionConfig.defaults(),
            CLOCK,
            Duration.ofSeconds(1));
    sources.start();
    return sources;
  }

  private Path pipe() {
    return data.resolve("tap.pipe");
  }

  private void makePipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", pipe().toString()).start().waitFor()).isZero();
  }

  private OutputStream writer() throws IOException {
    return new FileOutputStream(pipe().toFile());
  }

  private static byte[] lines(int count) {
    return "{\"timestamp\":\"2026-03-01T10:00:00Z\",\"a\":1}\n"
        .repeat(count)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A capture of packets that are too short to hold anything. */
  private static byte[] capture(int packets) {
    ByteBuffer bytes = ByteBuffer.allocate(24 + packets * 300);
    bytes.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535);
    bytes.putInt(1);
    for (int i = 0; i < packets; i++) {
      bytes.putInt(1772359200 + i).putInt(0).putInt(284).putInt(284).put(new byte[284]);
    }
    return bytes.array();
  }

  private static SourceStatus status(Sources sources) {
    return sources.statuses().getFirst();
  }

  @Test
  void readsOneWriterAfterTheOther() throws Exception {
    makePipe();
    try (Sources sources = sources()) {
      try (OutputStream out = writer()) {
        out.write(lines(20_000));
      }
      Awaited.until(() -> status(sources).records() == 20_000);
      Awaited.until(sources::areSilent);
      try (OutputStream out = writer()) {
        out.write(lines(2));
      }
      Awaited.until(() -> status(sources).events() == 20_002);
      assertThat(status(sources).parked()).isZero();
    }
  }

  @Test
  void readsPacketsWhileTheirWriterIsStillThere() throws Exception {
    makePipe();
    try (Sources sources = sources();
        OutputStream out = writer()) {
      out.write(capture(3));
      Awaited.until(() -> status(sources).records() == 3);
      out.write(capture(2), 24, 600);
      Awaited.until(() -> status(sources).records() == 5);
      assertThat(sources.areSilent()).isFalse();
    }
  }

  @Test
  void stopsWhileItWaitsForAWriter() throws Exception {
    makePipe();
    Sources sources = sources();
    assertTimeoutPreemptively(AT_ONCE, sources::close);
    assertThat(status(sources).state()).isEqualTo(SourceStatus.State.STOPPED);
  }

  @Test
  void stopsWhileItsWriterIsSilent() throws Exception {
    makePipe();
    Sources sources = sources();
    try (OutputStream out = writer()) {
      out.write(capture(2));
      Awaited.until(() -> status(sources).records() == 2);
      assertTimeoutPreemptively(AT_ONCE, sources::close);
      assertThat(status(sources).state()).isEqualTo(SourceStatus.State.STOPPED);
      assertThat(status(sources).parked()).isZero();
    }
  }

  @Test
  void saysWhatIsNoPipeAndTakesItOnceItIs() throws Exception {
    Files.writeString(pipe(), "{}");
    try (Sources sources = sources()) {
      Awaited.until(() -> status(sources).state() == SourceStatus.State.FAILING);
      assertThat(status(sources).lastError()).contains("must be a named pipe");
      Files.delete(pipe());
      makePipe();
      try (OutputStream out = writer()) {
        out.write(lines(2));
      }
      Awaited.until(() -> status(sources).records() == 2);
    }
  }
}
