package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own where its port is somebody else's. */
class ServeCommandTest {

  @TempDir private Path folder;

  @Test
  void aTakenPortIsToldInOneLineOfOurs() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      LaunchedProgram run =
          LaunchedProgram.run(
              folder,
              "serve",
              "--data",
              folder.resolve("data").toString(),
              "--port",
              Integer.toString(taken.getLocalPort()));

      assertThat(run.exitCode()).isEqualTo(CommandLineFace.UNAVAILABLE);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines().filter(line -> line.startsWith("testudo:")))
          .singleElement()
          .asString()
          .contains("port (" + taken.getLocalPort() + ") of web must be free");
      assertThat(run.err()).doesNotContain("Exception", "\tat ", "APPLICATION FAILED");
    }
  }
}
