package io.testudo.sigma;

import io.testudo.sigma.filter.Filtering;
import io.testudo.sigma.filter.RuleFilter;
import io.testudo.sigma.loading.Linking;
import io.testudo.sigma.loading.RuleFile;
import io.testudo.sigma.loading.RuleFolder;
import io.testudo.sigma.pipeline.Processing;
import io.testudo.sigma.source.MappingDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Loads rules from files and folders.
 *
 * <p>Guarantees: whatever a file holds, loading ends, within memory linear in the file's size (at
 * most 4 MiB, else it is refused), and every file and document is in the report, either as a rule
 * or as a refusal with a reason of one line. Symbolic links inside a folder are not followed.
 */
public final class RuleLoader {
  private final LogSourceMapping mapping;
  private final Map<String, List<String>> placeholders;

  /**
   * A loader.
   *
   * @param mapping tells which log sources are known, beside what documents among the rules say;
   *     rules of others are loaded with a warning
   * @param placeholders per name of a {@code %placeholder%} values it stands for, beside those that
   *     documents among the rules give
   */
  public RuleLoader(LogSourceMapping mapping, Map<String, List<String>> placeholders) {
    this.mapping = mapping;
    this.placeholders = Map.copyOf(placeholders);
  }

  /**
   * Loads the rules of files and of all {@code .yml} and {@code .yaml} files below folders.
   *
   * @throws IllegalArgumentException where a path does not exist
   */
  public RuleReport load(Collection<Path> paths) {
    return load(Map.of(), paths);
  }

  /** Loads the rules of one file's content, such as a resource. */
  public RuleReport load(String origin, byte[] content) {
    return load(Map.of(origin, content), List.of());
  }

  /**
   * Loads both together, so that the rules of either may refer to those of the other.
   *
   * @param contents per name the content of a file
   * @throws IllegalArgumentException where a path does not exist
   */
  public RuleReport load(Map<String, byte[]> contents, Collection<Path> paths) {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException("rules path (" + path + ") must exist");
      }
    }
    var file = new RuleFile(placeholders);
    new TreeMap<>(contents).forEach(file::read);
    int files = contents.size();
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
    file.finish();
    return report(files, file);
  }

  private RuleReport report(int files, RuleFile read) {
    var refusals = new ArrayList<>(read.refusals());
    var warnings = new ArrayList<>(read.warnings());
    var origins = new HashMap<String, String>();
    List<SigmaRule> written = once(read.rules(), SigmaRule::head, origins, refusals);
    List<CorrelationRule> correlating =
        once(read.correlations(), CorrelationRule::head, origins, refusals);
    List<RuleFilter> filters = once(read.filters(), RuleFilter::head, origins, refusals);
    List<SigmaRule> rules =
        Processing.apply(
            Filtering.apply(written, filters, correlating, refusals::add, warnings::add),
            read.pipelines(),
            refusals::add);
    List<CorrelationRule> correlations = Linking.link(rules, correlating, refusals::add);
    LogSourceMapping extended = mapping;
    for (MappingDocument.Content more : read.mappings()) {
      extended = extended.and(more);
    }
    for (SigmaRule rule : rules) {
      if (!extended.knows(rule.logSource())) {
        warnings.add(
            notice(
                rule.head(),
                "log source not mapped: "
                    + rule.logSource()
                    + "; only events that declare it are tested"));
      }
    }
    return new RuleReport(
        files, rules, correlations, filters, extended, read.unfilled(), refusals, warnings);
  }

  /** Those whose id is not yet taken. */
  private static <R> List<R> once(
      List<R> rules,
      Function<R, RuleHead> headOf,
      Map<String, String> origins,
      List<RuleReport.Notice> refusals) {
    var once = new ArrayList<R>();
    for (R rule : rules) {
      RuleHead head = headOf.apply(rule);
      String first = origins.putIfAbsent(head.id(), head.origin());
      if (first == null) {
        once.add(rule);
      } else {
        refusals.add(notice(head, "id " + head.id() + " is already that of " + first));
      }
    }
    return once;
  }

  private static RuleReport.Notice notice(RuleHead head, String reason) {
    return new RuleReport.Notice(head.origin(), head.title(), reason);
  }
}
