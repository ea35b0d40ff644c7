package io.testudo.sigma.loading;

import io.testudo.sigma.RuleHead;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a document of any kind says about itself. */
final class HeadReader {
  private static final int MAX_TITLE = 1_024;
  private static final int MAX_TEXT = 65_535;
  private static final int MAX_LISTED = 1_000;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final YamlValue.Fields fields;
  private final String place;
  private final Consumer<String> warnings;

  HeadReader(YamlValue.Fields fields, String place, Consumer<String> warnings) {
    this.fields = fields;
    this.place = place;
    this.warnings = warnings;
  }

  /** The title as far as it is one, for reports about a rule that is refused. */
  static String titleOf(YamlValue.Fields fields) {
    String title = fields.entries().get("title") instanceof YamlValue.Scalar s ? s.source() : "";
    return oneLine(title.length() > MAX_TITLE ? title.substring(0, MAX_TITLE) : title);
  }

  /**
   * Reads the head.
   *
   * @param kind what tells rules of one title apart, of which an id is derived where there is none
   */
  RuleHead read(String kind) throws RuleRefusedException {
    String title = titleOf(fields);
    if (title.isEmpty()) {
      throw new RuleRefusedException("has no title");
    }
    return new RuleHead(
        id(title, kind),
        text("name", 256),
        title,
        text("description", MAX_TEXT),
        named("status", SigmaRule.Status.values(), SigmaRule.Status.UNSTATED),
        named("level", SigmaRule.Level.values(), SigmaRule.Level.UNRATED),
        list("tags").stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList(),
        list("falsepositives"),
        list("references"),
        text("author", MAX_TITLE),
        place);
  }

  private String id(String title, String kind) {
    String id = text("id", 128);
    if (id.isEmpty()) {
      warnings.accept("has no id; one is derived from its title and log source");
      String name = title + "\n" + kind;
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
    if (!UUID_FORM.matcher(id).matches()) {
      warnings.accept("id '" + id + "' is not a UUID");
    }
    return id.toLowerCase(Locale.ROOT);
  }

  private <E extends Enum<E>> E named(String key, E[] values, E otherwise) {
    String name = text(key, 64);
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        if (value.name().equals("UNSUPPORTED") || value.name().equals("DEPRECATED")) {
          warnings.accept("its author calls it " + name);
        }
        return value;
      }
    }
    if (!name.isEmpty()) {
      warnings.accept(key + " '" + name + "' is not one of Sigma's");
    }
    return otherwise;
  }

  private String text(String key, int limit) {
    YamlValue value = fields.entries().get(key);
    if (!(value instanceof YamlValue.Scalar scalar)) {
      return "";
    }
    String text = scalar.source().strip();
    return text.length() > limit ? text.substring(0, limit) : text;
  }

  private List<String> list(String key) {
    YamlValue value = fields.entries().get(key);
    var texts = new ArrayList<String>();
    List<YamlValue> listed =
        switch (value) {
          case null -> List.of();
          case YamlValue.Items items -> items.values();
          case YamlValue.Scalar scalar -> List.of(scalar);
          case YamlValue.Fields map -> List.of();
        };
    for (YamlValue each : listed) {
      if (each instanceof YamlValue.Scalar scalar
          && !scalar.source().isBlank()
          && texts.size() < MAX_LISTED) {
        texts.add(oneLine(scalar.source()));
      }
    }
    return texts;
  }

  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
  }
}
