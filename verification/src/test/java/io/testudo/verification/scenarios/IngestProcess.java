package io.testudo.verification.scenarios;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.Platform;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A platform in a process of its own, to be killed: ends by itself as soon as every file of its
 * folders has been read and has become incidents.
 */
public final class IngestProcess {

  private IngestProcess() {}

  /**
   * @param arguments the data folder, and {@code until-killed} if it is not to end by itself
   */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    boolean untilKilled = arguments.length > 1;
    TestudoConfig config = TestudoConfig.load(data);
    try (Platform platform =
        Platform.open(data, config, InstantSource.system(), System.err::println)) {
      platform.start();
      InetSocketAddress syslog = platform.syslogTcp("syslog");
      System.out.println("ready " + (syslog == null ? 0 : syslog.getPort()));
      System.out.flush();
      while (untilKilled || !isDone(platform, data)) {
        Thread.sleep(20);
      }
    }
    System.exit(0);
  }

  private static boolean isDone(Platform platform, Path data) throws Exception {
    List<String> files;
    try (Stream<Path> paths = Files.walk(data.resolve("inbox"))) {
      files =
          paths
              .filter(Files::isRegularFile)
              .map(path -> data.resolve("inbox").relativize(path).toString())
              .toList();
    }
    return files.stream()
            .allMatch(file -> platform.house().log().document("item/inbox", file) != null)
        && platform.isDigested();
  }
}
