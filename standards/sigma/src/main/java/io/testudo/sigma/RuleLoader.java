package io.testudo.sigma;

import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.loading.RuleFile;
import io.testudo.sigma.loading.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads rules from files and folders.
 *
 * <p>Guarantees: whatever a file holds, loading ends, within memory linear in the file's size (at
 * most 4 MiB, else it is refused), and every file and document is in the report, either as a rule
 * or as a refusal with a reason of one line. Symbolic links inside a folder are not followed.
 */
public final class RuleLoader {
  private final LogSourceMapping mapping;
  private final Placeholders placeholders;

  /**
   * A loader.
   *
   * @param mapping tells which log sources are known; rules of others are loaded with a warning
   * @param placeholders per name of a {@code %placeholder%} the values it stands for
   */
  public RuleLoader(LogSourceMapping mapping, Map<String, List<String>> placeholders) {
    this.mapping = mapping;
    this.placeholders = new Placeholders(placeholders);
  }

  /**
   * Loads the rules of files and of all {@code .yml} and {@code .yaml} files below folders.
   *
   * @throws IllegalArgumentException where a path does not exist
   */
  public RuleReport load(Collection<Path> paths) {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("rules path (" + path + ") must exist");
      }
    }
    var file = new RuleFile(placeholders);
    int files = 0;
    for (Path path : paths) {
      for (RuleFolder.Entry entry : RuleFolder.list(path)) {
        files++;
        switch (entry) {
          case RuleFolder.Found readable -> file.read(readable.path());
          case RuleFolder.Skipped unreadable ->
              file.refuse(unreadable.path().toString(), "", unreadable.reason());
        }
      }
    }
    return report(files, file);
  }

  /** Loads the rules of one file's content, such as a resource. */
  public RuleReport load(String origin, byte[] content) {
    var file = new RuleFile(placeholders);
    file.read(origin, content);
    return report(1, file);
  }

  private RuleReport report(int files, RuleFile read) {
    var rules = new ArrayList<SigmaRule>();
    var refusals = new ArrayList<>(read.refusals());
    var warnings = new ArrayList<>(read.warnings());
    var origins = new HashMap<String, String>();
    for (SigmaRule rule : read.rules()) {
      String first = origins.putIfAbsent(rule.id(), rule.origin());
      if (first != null) {
        refusals.add(
            new RuleReport.Notice(
                rule.origin(), rule.title(), "id " + rule.id() + " is already that of " + first));
        continue;
      }
      rules.add(rule);
      if (!mapping.knows(rule.logSource())) {
        warnings.add(
            new RuleReport.Notice(
                rule.origin(),
                rule.title(),
                "log source not mapped: "
                    + rule.logSource()
                    + "; only events that declare it are tested"));
      }
    }
    return new RuleReport(files, rules, refusals, warnings);
  }
}
