package io.testudo.app.config;

import io.testudo.telemetry.mapping.MappedTime;
import io.testudo.telemetry.mapping.Mapping;
import io.testudo.vocabulary.event.LogSource;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file in which an operator declares what the columns of a log mean; {@code
 * docs/formats/mapping.md} describes it.
 */
public final class MappingFile {

  private static final LogSource NO_SOURCE = new LogSource("", "", "");

  private MappingFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigurationException with every problem
   */
  public static Mapping load(Path file) {
    return parse(file.toString(), YamlFile.text(file));
  }

  static Mapping parse(String name, String text) {
    List<String> problems = new ArrayList<>();
    ConfigSection root = new ConfigSection("", YamlFile.parse(name, text), problems);
    Mapping.Shape shape = shape(root);
    String items = items(root);
    LogSource source = source(root.section("source"));
    MappedTime time = time(root.section("time"));
    String host = root.text("host", "");
    Map<String, String> fields = root.pairs("fields");
    if (fields.isEmpty()) {
      root.problem("fields", "none", "name at least one column and the field that it becomes");
    }
    if (shape instanceof Mapping.Csv csv && !csv.columns().isEmpty()) {
      checkColumns(root, csv, fields, time);
    }
    String others = root.text("others", "keep");
    if (!others.equals("keep") && !others.equals("drop")) {
      root.problem("others", others, "be keep or drop");
    }
    if (source.equals(NO_SOURCE)) {
      root.problem("source", "none", "give product, category or service, which rules ask for");
    }
    root.close();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(name, problems);
    }
    return new Mapping(
        shape,
        items,
        source,
        time,
        host,
        fields,
        others.equals("keep") ? Mapping.Others.KEPT : Mapping.Others.DROPPED);
  }

  private static Mapping.Shape shape(ConfigSection root) {
    String format = root.text("format", "");
    String separator = root.text("separator", ",");
    List<String> columns = root.texts("columns", List.of());
    if (format.equals("json")) {
      if (root.has("separator") || root.has("columns")) {
        root.problem("format", format, "be csv where separator or columns are given");
      }
      return new Mapping.Json();
    }
    if (!format.equals("csv")) {
      root.problem("format", format, "be csv or json");
    }
    char character = separator.equals("tab") ? '\t' : separator.charAt(0);
    boolean isOne = separator.equals("tab") || separator.length() == 1;
    if (!isOne || character == '"' || character < '\t' || character > 126) {
      root.problem("separator", separator, "be one character of ASCII and no quote, or tab");
      character = ',';
    }
    if (!columns.isEmpty() && !root.has("items")) {
      root.problem(
          "columns", columns, "come with items, since without a header nothing tells such a log");
    }
    return new Mapping.Csv(character, columns);
  }

  private static void checkColumns(
      ConfigSection root, Mapping.Csv csv, Map<String, String> fields, MappedTime time) {
    List<String> asked = new ArrayList<>(fields.keySet());
    asked.addAll(time.columns());
    for (String column : asked) {
      if (!csv.columns().contains(column)) {
        root.problem("columns", csv.columns(), "name the column " + column);
      }
    }
  }

  private static String items(ConfigSection root) {
    String items = root.text("items", "");
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + items);
      return items;
    } catch (IllegalArgumentException e) {
      root.problem("items", items, "be a pattern of file names like fw-*.csv");
      return "";
    }
  }

  private static LogSource source(ConfigSection section) {
    LogSource source =
        new LogSource(
            section.text("product", ""), section.text("category", ""), section.text("service", ""));
    section.close();
    return source;
  }

  private static MappedTime time(ConfigSection section) {
    List<String> columns = section.textOrTexts("column");
    String pattern = section.text("pattern", "");
    String zone = section.text("zone", "UTC");
    ZoneId zoneId = ZoneOffset.UTC;
    try {
      zoneId = ZoneId.of(zone);
    } catch (DateTimeException e) {
      section.problem("zone", zone, "be a zone like UTC, +02:00 or Europe/Berlin");
    }
    if (columns.isEmpty()) {
      section.problem("column", "none", "name the column that tells when a record happened");
      columns = List.of("time");
    }
    section.close();
    try {
      return new MappedTime(columns, pattern, zoneId);
    } catch (IllegalArgumentException e) {
      section.problem(
          "pattern",
          pattern,
          "tell year, month, day and time of day, like dd.MM.yyyy HH:mm:ss; leave it out for ISO"
              + " 8601 and for seconds or milliseconds since 1970");
      return new MappedTime(columns, "", zoneId);
    }
  }
}
