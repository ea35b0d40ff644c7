package io.testudo.verification.scenarios;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.app.house.Platform;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A platform in a process of its own, to be killed: ends by itself as soon as every file of its
 * folders has been read and has become incidents.
 */
public final class IngestProcess {

  private IngestProcess() {}

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LIFE = Duration.ofMinutes(30);

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
      CountDownLatch never = new CountDownLatch(1);
      Instant limit = Instant.now().plus(untilKilled ? LIFE : PATIENCE);
      while (untilKilled || !isDone(platform, config)) {
        if (Instant.now().isAfter(limit) || never.await(20, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the ingest must be done, or killed, by now");
        }
      }
    }
    System.exit(0);
  }

  private static boolean isDone(Platform platform, TestudoConfig config) throws IOException {
    for (SourceConfig source : config.sources()) {
      if (source instanceof SourceConfig.Folder folder && !isRead(platform, folder)) {
        return false;
      }
    }
    return platform.isDigested();
  }

  private static boolean isRead(Platform platform, SourceConfig.Folder source) throws IOException {
    Path folder = source.folder();
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .allMatch(file -> platform.house().log().document("item/" + source.name(), file) != null);
    }
  }
}
