package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What happens when nobody takes the results: the reader of a pipe has gone, or a disk is full. */
@Isolated("takes the process's standard output")
class LostResultsTest {

  @TempDir private Path folder;

  private final PrintStream realOut = System.out;
  private final AtomicLong refused = new AtomicLong();

  @AfterEach
  void giveOutputBack() {
    System.setOut(realOut);
  }

  private void takeNothing() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            refused.incrementAndGet();
            throw new IOException("No space left on device");
          }
        };
    System.setOut(new PrintStream(full, false, StandardCharsets.UTF_8));
  }

  private Path connections(int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          "{\"ts\":%d.25,\"uid\":\"C%d\",\"id.orig_h\":\"10.0.0.9\",\"id.orig_p\":40000,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":443,\"proto\":\"tcp\",\"conn_state\":\"SF\"}\n"
              .formatted(1_700_000_000 + i, i));
    }
    return Files.writeString(folder.resolve("conn.log"), lines);
  }

  @Test
  void resultsThatCouldNotBeWrittenAreNoSuccess() throws IOException {
    Path log = connections(3);
    takeNothing();
    assertThat(CommandLineFace.run("scan", "--json", "--events", log.toString()))
        .isEqualTo(CommandLineFace.UNAVAILABLE);
    assertThat(CommandLineFace.run("serve", "--print-reference"))
        .isEqualTo(CommandLineFace.UNAVAILABLE);
    assertThat(CommandLineFace.run("--help")).isEqualTo(CommandLineFace.UNAVAILABLE);
  }

  @Test
  void aScanWhoseReaderHasGoneReadsOnlyALittleFurther() throws IOException {
    Path log = connections(5_000);
    takeNothing();
    assertThat(CommandLineFace.run("scan", "--json", "--events", log.toString()))
        .isEqualTo(CommandLineFace.UNAVAILABLE);
    assertThat(refused.get()).isLessThan(300);
  }
}
