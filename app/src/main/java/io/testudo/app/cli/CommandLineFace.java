package io.testudo.app.cli;

import io.testudo.app.config.ConfigurationException;
import io.testudo.ports.UnavailableException;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line: the root command, its exit codes and how errors are told. */
@Command(
    name = "testudo",
    mixinStandardHelpOptions = true,
    versionProvider = CommandLineFace.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Protects operators of critical systems with AI that can itself be trusted.",
    footer = {
      "",
      "Exit codes: 0 done; 1 found what was asked for (see each command); 2 the call or a file is",
      "wrong; 3 something outside failed, trying later may help; 70 a fault in Testudo.",
      "",
      "Start here:   testudo demo            an office, an intrusion, and what Testudo makes of it",
      "              testudo scan FILE…      incidents in captures and logs that you have"
    },
    subcommands = {
      ScanCommand.class,
      ServeCommand.class,
      DemoCommand.class,
      SimulateCommand.class,
      RulesCommand.class,
      LogCommand.class
    })
public final class CommandLineFace implements Runnable {

  static final int DONE = 0;
  static final int FOUND = 1;
  static final int WRONG_CALL = 2;
  static final int UNAVAILABLE = 3;
  static final int FAULT = 70;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "AUTO",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Colours: auto, always or never (auto).")
  private Terminal.Colour colour = Terminal.Colour.AUTO;

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      hidden = true,
      description = "Prints where an error came from.")
  private boolean stackTrace;

  /** Runs the command that the arguments name; gives the exit code of the process. */
  public static int run(String... arguments) {
    CommandLineFace root = new CommandLineFace();
    CommandLine line = new CommandLine(root);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(long.class, CommandLineFace::wholeNumber);
    line.registerConverter(Instant.class, CommandLineFace::instant);
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(CommandLineFace::wrongCall);
    line.setExecutionExceptionHandler((e, command, parsed) -> root.failed(e));
    try {
      int code = line.execute(arguments);
      boolean lost = (code == DONE || code == FOUND) && System.out.checkError();
      return lost ? tell(Terminal.RESULTS_LOST, UNAVAILABLE) : code;
    } catch (Error e) {
      return root.died(e);
    }
  }

  /** The terminal of this process, as the options ask. */
  Terminal terminal() {
    return Terminal.ofProcess(colour);
  }

  /** The version of this build. */
  static String version() {
    String version = CommandLineFace.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  private static long wholeNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number of 64 bits");
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a moment in UTC such as 2026-03-02T08:00:00Z");
    }
  }

  private static int wrongCall(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("testudo: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command
        .getErr()
        .println(
            "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    return WRONG_CALL;
  }

  private int failed(Exception e) {
    if (stackTrace) {
      e.printStackTrace();
    }
    return switch (e) {
      case ConfigurationException wrong -> tell(line(wrong), WRONG_CALL);
      case IllegalArgumentException wrong -> tell(line(wrong), WRONG_CALL);
      case UnavailableException outside -> tell(line(outside), UNAVAILABLE);
      case java.io.IOException outside -> tell(outside.toString(), UNAVAILABLE);
      case java.io.UncheckedIOException outside -> tell(line(outside), UNAVAILABLE);
      default ->
          tell("a fault in Testudo: " + e + "; run again with --stacktrace and report it.", FAULT);
    };
  }

  /** An error of the machine: without this the process would end as one that found something. */
  private int died(Error e) {
    if (stackTrace) {
      e.printStackTrace();
    }
    return e instanceof OutOfMemoryError
        ? tell("memory is used up (" + e.getMessage() + "); TESTUDO_HEAP=2g gives more.", FAULT)
        : tell("a fault in Testudo: " + e + "; run again with --stacktrace and report it.", FAULT);
  }

  private static String line(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private static int tell(String message, int code) {
    System.err.println("testudo: " + Terminal.safeLines(message));
    return code;
  }

  /** Says which build this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"testudo " + version() + ", Java " + Runtime.version()};
    }
  }
}
