package io.testudo.app.cli;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.Platform;
import io.testudo.app.web.WebConfig;
import io.testudo.app.web.WebServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code testudo serve}: reads sources for good and shows what it finds. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Reads sources for good, keeps facts, and serves console and REST.",
    footer = {
      "",
      "Reads testudo.yaml in the data folder where there is one; without it, what is put into the",
      "folder 'inbox' below the data folder is read, and the console is at http://127.0.0.1:8080.",
      "'testudo serve --print-reference' prints every setting with its default."
    })
final class ServeCommand implements Callable<Integer> {

  @ParentCommand private @Nullable CommandLineFace root;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "data",
      description = "Everything that is kept is here (data).")
  private Path data = Path.of("data");

  @Option(names = "--port", paramLabel = "PORT", description = "In place of web.port; 0: any free.")
  private @Nullable Integer port;

  @Option(
      names = "--print-reference",
      description = "Prints every setting with its default and ends.")
  private boolean printReference;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = root == null ? Terminal.ofProcess(Terminal.Colour.NEVER) : root.terminal();
    if (printReference) {
      terminal.line(TestudoConfig.reference());
      terminal.flush();
      return CommandLineFace.DONE;
    }
    Logging.start(Logging.Detail.DOINGS);
    TestudoConfig config = TestudoConfig.load(data);
    WebConfig consoleAt = Wiring.web(config, data, port);
    CountDownLatch stopped = new CountDownLatch(1);
    try (Platform platform = Platform.open(data, config, InstantSource.system(), terminal::remark);
        WebServer web = Wiring.serve(platform.house(), consoleAt)) {
      Thread closing = new Thread(() -> Wiring.stop(platform, web, stopped), "closing");
      Runtime.getRuntime().addShutdownHook(closing);
      platform.start();
      Wiring.announce(web, terminal);
      terminal.remark("Ctrl-C ends it.");
      while (!stopped.await(1, java.util.concurrent.TimeUnit.HOURS)) {
        terminal.flush();
      }
    }
    return CommandLineFace.DONE;
  }
}
