package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineFaceTest {

  @TempDir private Path folder;

  @Test
  void aFolderWithoutALogIsNoIntactLogAndIsLeftAsItIs() throws Exception {
    assertThat(CommandLineFace.run("log", "verify", "--data", folder.toString()))
        .isEqualTo(CommandLineFace.WRONG_CALL);
    try (var found = Files.list(folder)) {
      assertThat(found).isEmpty();
    }
  }

  @Test
  void aTakenPortIsToldInOneLineAndLeavesNoDatabaseBehind() throws Exception {
    Path data = folder.resolve("data");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(
              CommandLineFace.run(
                  "serve", "--data", data.toString(), "--port", "" + taken.getLocalPort()))
          .isEqualTo(CommandLineFace.UNAVAILABLE);
    }
    assertThat(data.resolve("postgres/data/PG_VERSION")).exists();
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void linesFromOutsideLoseWhatSteersATerminal() {
    assertThat(Terminal.safeLines("one \u001b[2J\ntwo\u0007\u202e").lines())
        .containsExactly("one ·[2J", "two··");
  }
}
