package io.testudo.sigma.source;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.pattern.TextPattern;
import io.testudo.sigma.pattern.WildcardText;
import io.testudo.sigma.yaml.MalformedYamlException;
import io.testudo.sigma.yaml.YamlReader;
import io.testudo.sigma.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a mapping; all problems of a document are found before it is refused. */
public final class MappingDocument {
  /** What a document of this kind gives as its format. */
  public static final String FORMAT = "testudo-sigma-mapping";

  private static final String VERSION = "1";
  private static final Set<String> KEYS = Set.of("format", "version", "aliases", "sources");
  private static final Set<String> SOURCE_KEYS = Set.of("logsource", "when", "fields", "note");
  private static final Set<String> COORDINATES = Set.of("product", "category", "service");
  private static final Set<String> SHAPE_KEYS = Set.of("each", "join", "with", "replace");

  private final List<String> problems = new ArrayList<>();
  private final Map<String, List<String>> aliases = new LinkedHashMap<>();
  private final List<EventSource> sources = new ArrayList<>();
  private final Set<LogSource> declared = new HashSet<>();

  private MappingDocument() {}

  /** What a mapping says: other names of fields, and the sources. */
  public record Content(Map<String, List<String>> aliases, List<EventSource> sources) {
    public Content {
      aliases = Map.copyOf(aliases);
      sources = List.copyOf(sources);
    }

    /** This and another one behind it; names of one field add up. */
    public Content and(Content other) {
      Map<String, List<String>> names = new LinkedHashMap<>(aliases);
      other.aliases.forEach(
          (field, more) ->
              names.merge(
                  field,
                  more,
                  (some, others) ->
                      Stream.concat(some.stream(), others.stream()).distinct().toList()));
      return new Content(names, Stream.concat(sources.stream(), other.sources.stream()).toList());
    }
  }

  /**
   * Reads a mapping.
   *
   * @throws IllegalArgumentException that names every problem, one a line
   */
  public static Content read(String origin, byte[] content) {
    var document = new MappingDocument();
    try {
      List<YamlValue> documents = YamlReader.read(content);
      if (documents.size() == 1 && documents.getFirst() instanceof YamlValue.Fields fields) {
        document.read(fields);
      } else {
        document.problems.add("must be one document that is a map");
      }
    } catch (MalformedYamlException e) {
      document.problems.add(e.reason());
    }
    if (!document.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "log source mapping ("
              + origin
              + ") must be valid:\n"
              + String.join("\n", document.problems));
    }
    return new Content(document.aliases, document.sources);
  }

  /**
   * Reads a mapping that is already known to be a map.
   *
   * @param problems takes every problem, a line each; then what is returned is not to be taken
   */
  public static Content read(YamlValue.Fields fields, Consumer<String> problems) {
    var document = new MappingDocument();
    document.read(fields);
    document.problems.forEach(problem -> problems.accept(problem.replaceAll("\\p{Cntrl}+", " ")));
    return new Content(document.aliases, document.sources);
  }

  private void read(YamlValue.Fields fields) {
    known(fields, KEYS);
    if (!text(fields, "format").equals(FORMAT) || !text(fields, "version").equals(VERSION)) {
      problem(fields, "must have format: " + FORMAT + " and version: " + VERSION);
    }
    if (fields.entries().get("aliases") instanceof YamlValue.Fields names) {
      names.entries().forEach((name, others) -> aliases.put(name, texts(others)));
    }
    if (fields.entries().get("sources") instanceof YamlValue.Items items) {
      items.values().forEach(this::source);
    } else {
      problem(fields, "must have a list of sources");
    }
  }

  private void source(YamlValue value) {
    if (!(value instanceof YamlValue.Fields fields)) {
      problem(value, "a source must be a map");
      return;
    }
    known(fields, SOURCE_KEYS);
    LogSource logSource = coordinates(fields.entries().get("logsource"), value);
    if (logSource.equals(LogSource.ANY)) {
      problem(value, "a source must give the logsource that rules name");
      return;
    }
    var occasions = new ArrayList<List<EventSource.Fact>>();
    if (declared.add(logSource)) {
      occasions.add(declaring(logSource));
    }
    YamlValue when = fields.entries().get("when");
    if (when instanceof YamlValue.Items items) {
      items.values().forEach(each -> occasions.add(occasion(each)));
    } else if (when != null) {
      problem(when, "when must be a list");
    }
    var named = new LinkedHashMap<String, FieldSource>();
    if (fields.entries().get("fields") instanceof YamlValue.Fields mapped) {
      mapped.entries().forEach((name, from) -> named.put(name, field(name, from)));
    }
    sources.add(new EventSource(logSource, occasions, named));
  }

  /** The facts of an event that declares a log source. */
  public static List<EventSource.Fact> declaring(LogSource logSource) {
    var facts = new ArrayList<EventSource.Fact>();
    declaring(facts, EventSource.DECLARED_PRODUCT, logSource.product());
    declaring(facts, EventSource.DECLARED_SERVICE, logSource.service());
    declaring(facts, EventSource.DECLARED_CATEGORY, logSource.category());
    return facts;
  }

  private static void declaring(List<EventSource.Fact> facts, String field, String coordinate) {
    if (!coordinate.isEmpty()) {
      facts.add(new EventSource.Fact(field, List.of(pattern(WildcardText.plain(coordinate)))));
    }
  }

  private List<EventSource.Fact> occasion(YamlValue value) {
    var facts = new ArrayList<EventSource.Fact>();
    if (!(value instanceof YamlValue.Fields fields) || fields.entries().isEmpty()) {
      problem(value, "an occasion must be a map of fields");
      return facts;
    }
    fields
        .entries()
        .forEach(
            (name, wanted) -> {
              if (name.equals("declared")) {
                facts.addAll(declaring(coordinates(wanted, wanted)));
                return;
              }
              List<TextPattern> patterns =
                  texts(wanted).stream().map(t -> pattern(WildcardText.parse(t))).toList();
              facts.add(new EventSource.Fact(name, patterns));
            });
    return facts;
  }

  private static TextPattern pattern(WildcardText text) {
    return TextPattern.of(text, TextPattern.LetterCase.IGNORED);
  }

  private FieldSource field(String name, YamlValue from) {
    return from instanceof YamlValue.Fields shaped ? shaped(shaped) : first(texts(from), name);
  }

  /** A field made of others: {@code each} of them, or a {@code join}. */
  private FieldSource shaped(YamlValue.Fields fields) {
    known(fields, SHAPE_KEYS);
    YamlValue each = fields.entries().get("each");
    YamlValue join = fields.entries().get("join");
    if ((each == null) == (join == null)) {
      problem(fields, "a field must be a name, a list of names, each or join");
      return new FieldSource.FirstOf(List.of());
    }
    return each == null
        ? new FieldSource.Joined(parts(join), text(fields, "with"), replacements(fields))
        : new FieldSource.Each(parts(each));
  }

  private List<FieldSource> parts(@Nullable YamlValue value) {
    var parts = new ArrayList<FieldSource>();
    if (value instanceof YamlValue.Items items) {
      for (YamlValue item : items.values()) {
        parts.add(
            item instanceof YamlValue.Fields nested
                ? shaped(nested)
                : new FieldSource.FirstOf(texts(item).stream().flatMap(this::names).toList()));
      }
    }
    return parts;
  }

  private List<FieldSource.Replacement> replacements(YamlValue.Fields fields) {
    var replacements = new ArrayList<FieldSource.Replacement>();
    if (fields.entries().get("replace") instanceof YamlValue.Fields starts) {
      starts
          .entries()
          .forEach(
              (start, by) ->
                  texts(by).forEach(t -> replacements.add(new FieldSource.Replacement(start, t))));
    }
    return replacements;
  }

  /** The first of these fields, or the one that is called as the rule calls it. */
  private FieldSource first(List<String> names, String own) {
    return new FieldSource.FirstOf(
        Stream.concat(names.stream(), Stream.of(own)).flatMap(this::names).distinct().toList());
  }

  private Stream<String> names(String name) {
    return Stream.concat(Stream.of(name), aliases.getOrDefault(name, List.of()).stream());
  }

  private LogSource coordinates(@Nullable YamlValue value, YamlValue at) {
    if (!(value instanceof YamlValue.Fields fields)) {
      problem(at, "a log source must be a map of product, category and service");
      return LogSource.ANY;
    }
    known(fields, COORDINATES);
    return new LogSource(
        text(fields, "product"), text(fields, "category"), text(fields, "service"));
  }

  private List<String> texts(YamlValue value) {
    List<YamlValue> values =
        value instanceof YamlValue.Items items ? items.values() : List.of(value);
    var texts = new ArrayList<String>();
    for (YamlValue each : values) {
      if (each instanceof YamlValue.Scalar scalar && !scalar.source().isEmpty()) {
        texts.add(scalar.source());
      } else {
        problem(each, "must be a text or a list of texts");
      }
    }
    return texts;
  }

  private static String text(YamlValue.Fields fields, String key) {
    return fields.entries().get(key) instanceof YamlValue.Scalar scalar ? scalar.source() : "";
  }

  private void known(YamlValue.Fields fields, Set<String> keys) {
    for (String key : fields.entries().keySet()) {
      if (!keys.contains(key)) {
        problem(fields, "key '" + key + "' is not known");
      }
    }
  }

  private void problem(YamlValue at, String text) {
    problems.add("line " + at.line() + ": " + text);
  }
}
