package io.testudo.app.web.story;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Raw events for a person to read. */
public final class RawText {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter(
                  Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER)))
          .build();

  private RawText() {}

  /** JSON with line breaks and indentation; anything else as it is. */
  public static String indented(String raw) {
    if (!raw.startsWith("{") && !raw.startsWith("[")) {
      return raw;
    }
    try {
      JsonNode node = JSON.readTree(raw);
      return JSON.writeValueAsString(node);
    } catch (JacksonException e) {
      return raw;
    }
  }
}
