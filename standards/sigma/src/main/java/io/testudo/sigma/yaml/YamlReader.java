package io.testudo.sigma.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the documents of a YAML file.
 *
 * <p>Guarantees against a hostile file: nothing is constructed but the six kinds of {@link
 * YamlValue}; at most {@value #MAX_VALUES} values are kept however often an alias repeats them;
 * nesting beyond {@value #MAX_DEPTH} and texts of more than the given number of characters are
 * refused; every refusal is a {@link MalformedYamlException}. Time and memory are linear in the
 * file's length.
 *
 * <p>Deviation from SnakeYAML's defaults: scalars follow the core schema of YAML 1.2, which Sigma
 * names, so {@code yes}, {@code 010} and {@code 2024-01-31} are text, decimal ten and text.
 */
public final class YamlReader {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 200_000;
  private static final int MAX_DOCUMENTS = 1_000;
  private static final int MAX_ALIASES = 50;

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MAP,
          Tag.SEQ,
          new Tag(Tag.PREFIX + "value"));
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?[0-9]{1,40}|0x[0-9a-fA-F]{1,40}|0o[0-7]{1,40}");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]{1,40}|[0-9]{1,40}(\\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,4})?");

  private int values;

  private YamlReader() {}

  /** All documents of a file; an empty file has none. */
  public static List<YamlValue> read(byte[] bytes) throws MalformedYamlException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedYamlException("is not UTF-8 text");
    }
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      text = text.substring(1);
    }
    var options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(text.length() + 1);
    options.setProcessComments(false);
    var yaml = new Yaml(new SafeConstructor(options));
    var documents = new ArrayList<YamlValue>();
    var reader = new YamlReader();
    try {
      for (Node node : yaml.composeAll(new java.io.StringReader(text))) {
        documents.add(reader.convert(node, 0));
        if (documents.size() > MAX_DOCUMENTS) {
          throw new MalformedYamlException("holds more than " + MAX_DOCUMENTS + " documents");
        }
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      String problem = e.getProblem() == null ? "is not YAML" : e.getProblem();
      String place = mark == null ? "" : "line " + (mark.getLine() + 1) + ": ";
      throw new MalformedYamlException(place + oneLine(problem));
    } catch (YAMLException e) {
      String message = e.getMessage();
      throw new MalformedYamlException(message == null ? "is not YAML" : oneLine(message));
    } catch (StackOverflowError e) {
      throw new MalformedYamlException("is nested too deeply");
    }
    return documents;
  }

  private YamlValue convert(Node node, int depth) throws MalformedYamlException {
    int line = node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    if (++values > MAX_VALUES) {
      throw new MalformedYamlException(
          "line "
              + line
              + ": holds more than "
              + MAX_VALUES
              + " values, repeated aliases included");
    }
    if (depth > MAX_DEPTH) {
      throw new MalformedYamlException("line " + line + ": is nested deeper than " + MAX_DEPTH);
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      throw new MalformedYamlException(
          "line " + line + ": tag " + oneLine(node.getTag().getValue()) + " is not allowed");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, line);
      case SequenceNode sequence -> {
        var items = new ArrayList<YamlValue>();
        for (Node item : sequence.getValue()) {
          items.add(convert(item, depth + 1));
        }
        yield new YamlValue.Items(items, line);
      }
      case MappingNode mapping -> map(mapping, depth, line);
      default -> throw new MalformedYamlException("line " + line + ": is not a value");
    };
  }

  private YamlValue map(MappingNode mapping, int depth, int line) throws MalformedYamlException {
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (var tuple : mapping.getValue()) {
      int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
        throw new MalformedYamlException("line " + keyLine + ": a key must be plain text");
      }
      String name = key.getValue();
      if (entries.put(name, convert(tuple.getValueNode(), depth + 1)) != null) {
        throw new MalformedYamlException(
            "line " + keyLine + ": key '" + oneLine(name) + "' is given twice");
      }
    }
    return new YamlValue.Fields(Collections.unmodifiableMap(entries), line);
  }

  private static YamlValue scalar(ScalarNode node, int line) {
    String text = node.getValue();
    boolean quoted = !node.isPlain() || (node.getTag().equals(Tag.STR) && isSpecial(text));
    if (quoted) {
      return new YamlValue.Text(text, line);
    }
    if (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null")) {
      return new YamlValue.Nothing(line);
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return new YamlValue.Flag(text, line);
    }
    if (INTEGER.matcher(text).matches() || DECIMAL.matcher(text).matches()) {
      return new YamlValue.Numeral(text, line);
    }
    return new YamlValue.Text(text, line);
  }

  /**
   * Whether a plain text tagged as a string would be resolved to something else without its tag.
   */
  private static boolean isSpecial(String text) {
    return text.isEmpty()
        || text.equals("~")
        || text.equalsIgnoreCase("null")
        || text.equalsIgnoreCase("true")
        || text.equalsIgnoreCase("false")
        || (INTEGER.matcher(text).matches() && !text.startsWith("0o"));
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
