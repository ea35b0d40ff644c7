package io.testudo.app.cli;

import io.testudo.app.config.MappingFile;
import io.testudo.telemetry.mapping.Mapping;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option by which a command learns what the columns of a program's own log mean. */
final class DeclaredLogs {

  @Option(
      names = {"-m", "--mapping"},
      paramLabel = "FILE",
      description = "Declares what the columns of a CSV or JSON log mean; may be repeated.")
  private List<Path> files = List.of();

  /**
   * What the files declare.
   *
   * @throws IllegalArgumentException of one line if a file cannot be read or declares nothing
   */
  List<Mapping> load() {
    return files.stream().map(MappingFile::load).toList();
  }
}
