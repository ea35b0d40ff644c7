package io.testudo.suricata;

import io.testudo.suricata.compile.RuleCompiler;
import io.testudo.suricata.dataset.RuleFiles;
import io.testudo.suricata.draft.MissingFileException;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.CompiledRule;
import io.testudo.suricata.rule.RuleFacts;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.RuleLexer;
import io.testudo.suricata.text.RuleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads rules: one a line, a backslash at the end of a line joins the next to it, a line that
 * begins with {@code #} is a comment. Of rules with one identifier the latest revision holds.
 *
 * <p>For one thread.
 */
public final class RuleReader {
  private static final int MOST_RULES = 1_000_000;
  private static final long MOST_LIST_OCTETS = 256L << 20;

  private final RuleCompiler compiler;
  private final Map<Long, CompiledRule> bySid = new HashMap<>();
  private final Map<Long, RuleSummary> written = new HashMap<>();
  private final List<CompiledRule> rules = new ArrayList<>();
  private final List<RuleProblem> problems = new ArrayList<>();
  private RuleFiles files = RuleFiles.none();

  /** A reader for rules with these variables. */
  public RuleReader(RuleVariables variables) {
    this.compiler = new RuleCompiler(variables.addresses(), variables.ports(), Map.of());
  }

  /** Every keyword that is honoured. */
  public static Set<String> keywords() {
    return RuleCompiler.honoured();
  }

  /**
   * Reads a file, or every file of a folder and its folders whose name ends with {@code .rules}.
   *
   * @throws IOException if a file cannot be read
   */
  public RuleReader readFrom(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path folder = path.toAbsolutePath().getParent();
      return read(path.toString(), path, folder == null ? RuleFiles.none() : beside(folder));
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".rules") && Files.isRegularFile(f))
              .sorted()
              .toList()) {
        Path folder = file.getParent();
        read(path.relativize(file).toString(), file, beside(folder == null ? path : folder));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return this;
  }

  private RuleReader read(String name, Path file, RuleFiles beside) throws IOException {
    files = beside;
    try {
      return read(name, Files.readString(file, StandardCharsets.ISO_8859_1));
    } finally {
      files = RuleFiles.none();
    }
  }

  /** The files of a folder and of its folders; a rule reaches no others. */
  private static RuleFiles beside(Path folder) {
    Path home = folder.toAbsolutePath().normalize();
    return name -> {
      Path file = within(home, name);
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no such file beside the rules");
      }
      if (Files.size(file) > MOST_LIST_OCTETS) {
        throw new IOException("it is larger than " + MOST_LIST_OCTETS + " octets");
      }
      return Files.readAllBytes(file);
    };
  }

  private static Path within(Path home, String name) throws IOException {
    try {
      Path file = home.resolve(name).normalize();
      if (file.startsWith(home)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw new IOException("there is no such file beside the rules");
  }

  /**
   * Reads rules from text. They have no files beside them.
   *
   * @param name what the text is called in reports
   */
  public RuleReader read(String name, String text) {
    StringBuilder rule = new StringBuilder();
    int line = 0;
    int first = 1;
    for (String raw : text.split("\n", -1)) {
      line++;
      String bare = raw.strip();
      if (rule.isEmpty() && (bare.isEmpty() || bare.startsWith("#"))) {
        continue;
      }
      first = rule.isEmpty() ? line : first;
      if (bare.endsWith("\\") && rule.length() <= RuleLexer.MOST_CHARACTERS) {
        rule.append(bare, 0, bare.length() - 1);
        continue;
      }
      rule.append(bare);
      add(name, first, rule.toString());
      rule.setLength(0);
    }
    if (!rule.isEmpty()) {
      add(name, first, rule.toString());
    }
    return this;
  }

  private void add(String file, int line, String rule) {
    long sid = 0;
    try {
      RuleText text = RuleLexer.read(rule);
      sid = sid(text);
      if (rules.size() >= MOST_RULES) {
        throw new MalformedRuleException("there must not be more than " + MOST_RULES + " rules");
      }
      keep(file, line, rule, compiler.compile(text, rules.size(), files));
    } catch (MalformedRuleException e) {
      problems.add(new RuleProblem(file, line, sid, RuleProblem.Kind.MALFORMED, "", e.reason()));
    } catch (UnsupportedKeywordException e) {
      RuleProblem.Kind kind =
          e instanceof MissingFileException
              ? RuleProblem.Kind.UNREADABLE
              : RuleProblem.Kind.UNSUPPORTED;
      problems.add(new RuleProblem(file, line, sid, kind, e.keyword(), e.reason()));
    }
  }

  private static long sid(RuleText text) {
    String sid = text.value("sid", "");
    boolean number =
        !sid.isEmpty() && sid.length() < 18 && sid.chars().allMatch(Character::isDigit);
    return number ? Long.parseLong(sid) : 0;
  }

  private static long key(CompiledRule rule) {
    return rule.facts().gid() << 40 ^ rule.facts().sid();
  }

  private void keep(String file, int line, String text, CompiledRule rule) {
    long key = key(rule);
    CompiledRule before = bySid.get(key);
    if (before != null && before.facts().revision() >= rule.facts().revision()) {
      problems.add(
          new RuleProblem(
              file,
              line,
              rule.facts().sid(),
              RuleProblem.Kind.REPEATED,
              "",
              "has an identifier that a rule before has in the same or a later revision"));
      return;
    }
    if (before != null) {
      rules.remove(before);
    }
    bySid.put(key, rule);
    RuleFacts facts = rule.facts();
    written.put(
        key,
        new RuleSummary(
            facts.gid(),
            facts.sid(),
            facts.revision(),
            rule.protocol(),
            facts.message(),
            facts.classType(),
            facts.priority(),
            file + ":" + line,
            text));
    rules.add(rule);
  }

  /** What came of all that was read. */
  public RuleReport report() {
    List<RuleSummary> summaries = new ArrayList<>(rules.size());
    for (CompiledRule rule : rules) {
      RuleSummary summary = written.get(key(rule));
      if (summary != null) {
        summaries.add(summary);
      }
    }
    return new RuleReport(rules, summaries, problems);
  }
}
