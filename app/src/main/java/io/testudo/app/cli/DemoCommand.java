package io.testudo.app.cli;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.demo.Demo;
import io.testudo.app.house.House;
import io.testudo.app.house.Platform;
import io.testudo.app.web.WebConfig;
import io.testudo.app.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code testudo demo}: an office, an intrusion, and what Testudo makes of it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Generates two hours of an office with an intrusion inside and protects it.",
    footer = {
      "",
      "The telemetry goes through the doors that yours would: a capture file, Zeek and Windows logs",
      "in folders, syslog over TCP. Nothing knows the story; another seed tells another. The console",
      "opens on loopback; the score card at the end compares what was found with what was done.",
      "",
      "Exit codes: 0 done; 2 a wrong call; 3 something outside failed."
    })
final class DemoCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @ParentCommand private @Nullable CommandLineFace root;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which story to tell (1).")
  private long seed = 1;

  @Option(names = "--once", description = "Ends after the score card, for scripts.")
  private boolean once;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "data/demo",
      description = "Where it is kept; what an earlier demo left there is deleted (data/demo).")
  private Path data = Path.of("data", "demo");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The console's port; 0: any free (8080).")
  private int port = 8080;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = root == null ? Terminal.ofProcess(Terminal.Colour.NEVER) : root.terminal();
    Logging.start(Logging.Detail.WARNINGS);
    InstantSource clock = InstantSource.system();
    Instant began = clock.instant();
    Demo.prepare(data);
    TestudoConfig config = Demo.config(data, port);
    WebConfig consoleAt = Wiring.web(config, data, null);
    CountDownLatch stopped = new CountDownLatch(1);
    terminal.remark("Starting the platform (first the database) …");
    try (Platform platform = Platform.open(data, config, clock, terminal::remark);
        WebServer web = Wiring.serve(platform.house(), consoleAt)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> Wiring.stop(platform, web, stopped), "closing"));
      platform.start();
      Wiring.announce(web, terminal);
      Demo demo = new Demo(platform, data, seed, clock);
      terminal.progress("Generating two hours of an office …");
      demo.generate();
      terminal.remark(
          String.format(
              Locale.ROOT,
              "Two hours of an office are generated (seed %d); sending them in.",
              seed));
      demo.send();
      Instant limit = clock.instant().plus(PATIENCE);
      while (!demo.isDigested() && clock.instant().isBefore(limit)) {
        terminal.progress(progress(platform.house()));
        if (stopped.await(250, java.util.concurrent.TimeUnit.MILLISECONDS)) {
          return CommandLineFace.DONE;
        }
      }
      List<String> card = demo.scoreCard();
      terminal.line("");
      card.forEach(terminal::line);
      terminal.line("");
      terminal.line(
          String.format(
              Locale.ROOT,
              "Two hours seen in %d s. Console: %s",
              Duration.between(began, clock.instant()).toSeconds(),
              web.url()));
      terminal.flush();
      while (!once && !stopped.await(1, java.util.concurrent.TimeUnit.HOURS)) {
        terminal.flush();
      }
    }
    return CommandLineFace.DONE;
  }

  private static String progress(House house) {
    long events = 0;
    long findings = 0;
    for (var status : house.sources().all()) {
      events += status.events();
      findings += status.findings();
    }
    return String.format(
        Locale.ROOT,
        "%,d events read, %,d findings, %,d incidents",
        events,
        findings,
        house.incidents().count());
  }
}
