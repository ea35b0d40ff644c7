package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan in a process of its own that is asked to end while it reads. */
class InterruptionTest {

  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void anInterruptedScanTellsWhatItFoundUntilThen() throws Exception {
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "scan",
                "--json",
                "--events",
                "-")
            .redirectError(err.toFile())
            .start();
    Thread endless = Thread.ofVirtual().start(() -> pour(process.getOutputStream()));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).contains("10.0.0.9");
      process.toHandle().destroy();
      boolean incident = out.lines().anyMatch(line -> line.contains("\"class_uid\":2005"));

      assertThat(incident).isTrue();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
      assertThat(Files.readString(err)).contains("Stopped; this is what was found", "1 incident");
    } finally {
      process.destroyForcibly();
      endless.join();
    }
  }

  /** One address asks many ports of another and none answers, for ever. */
  private static void pour(OutputStream in) {
    try (in) {
      for (int i = 0; ; i++) {
        in.write(
            "{\"ts\":%d.25,\"uid\":\"C%d\",\"id.orig_h\":\"10.0.0.9\",\"id.orig_p\":%d,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":%d,\"proto\":\"tcp\",\"conn_state\":\"S0\"}\n"
                .formatted(1_700_000_000 + i / 100, i, 40_000, 1 + i % 60_000)
                .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The scan has ended.
    }
  }
}
