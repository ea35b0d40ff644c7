package io.testudo.app.cli;

import io.testudo.app.config.TestudoConfig;
import io.testudo.app.house.LogAccess;
import io.testudo.ports.LogVerification;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code testudo log}: the sealed event log. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks after the sealed event log.",
    subcommands = LogCommand.Verify.class)
final class LogCommand implements Runnable {

  @ParentCommand private @Nullable CommandLineFace root;

  @Override
  public void run() {
    picocli.CommandLine.usage(this, System.out);
  }

  /** {@code testudo log verify}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Reads the whole log and checks it against its Merkle tree and every head it signed,"
              + " also while 'testudo serve' writes it.",
      footer = {
        "",
        "Exit codes: 0 intact; 1 damaged, with what and where; 2 no such log; 3 no answer."
      })
  static final class Verify implements Callable<Integer> {

    @ParentCommand private @Nullable LogCommand parent;

    @Option(
        names = "--data",
        paramLabel = "FOLDER",
        defaultValue = "data",
        description = "The data folder (data).")
    private Path data = Path.of("data");

    @Override
    public Integer call() {
      CommandLineFace root = parent == null ? null : parent.root;
      Terminal terminal =
          root == null ? Terminal.ofProcess(Terminal.Colour.NEVER) : root.terminal();
      Logging.start(Logging.Detail.WARNINGS);
      if (!LogAccess.isIn(data)) {
        throw new IllegalArgumentException(
            "data folder (" + data + ") must hold an event log; name the folder with --data");
      }
      LogVerification found =
          LogAccess.verify(
              data, TestudoConfig.load(data), InstantSource.system(), terminal::remark);
      int code =
          switch (found) {
            case LogVerification.Intact intact -> {
              terminal.line(
                  terminal.styled("intact", Terminal.Style.GREEN)
                      + "  "
                      + intact.head().size()
                      + " facts, "
                      + intact.forgotten()
                      + " of them forgotten by retention, root "
                      + intact.head().root());
              yield CommandLineFace.DONE;
            }
            case LogVerification.Damaged damaged -> {
              for (LogVerification.Damage damage : damaged.damages()) {
                terminal.line(
                    terminal.styled(
                            damage.kind().name().toLowerCase(Locale.ROOT),
                            Terminal.Style.BRIGHT_RED)
                        + "  fact "
                        + damage.sequence()
                        + ": "
                        + Terminal.safe(damage.statement(), 400));
              }
              yield CommandLineFace.FOUND;
            }
          };
      terminal.flush();
      return code;
    }
  }
}
