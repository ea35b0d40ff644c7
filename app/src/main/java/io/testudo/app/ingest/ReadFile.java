package io.testudo.app.ingest;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was read of a file; the document's form is described in {@code docs/formats/checkpoint.md}.
 *
 * @param print what was read
 * @param records how many records that gave
 * @param wholeRecords how many of them were whole: one fewer if the last was the beginning of a
 *     line that stayed unfinished
 * @param changed when the file had been changed last; the epoch if that was not kept
 * @param key what the file system knows it by; empty if nothing or if it was not kept
 */
record ReadFile(Fingerprint print, long records, long wholeRecords, Instant changed, String key) {

  private static final int VERSION = 2;

  String json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("v", VERSION);
    node.put("bytes", print.bytes());
    node.put("records", records);
    node.put("wholeRecords", wholeRecords);
    node.put("head", print.head());
    node.put("tail", print.tail());
    node.put("changed", changed.toEpochMilli());
    node.put("key", key);
    return node.toString();
  }

  static ReadFile of(JsonNode node) {
    int version = node.path("v").asInt(0);
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "version (" + version + ") of what was read of a file must be in 1.." + VERSION);
    }
    long records = node.path("records").asLong(0);
    return new ReadFile(
        new Fingerprint(
            node.path("bytes").asLong(0),
            node.path("head").asString(""),
            node.path("tail").asString("")),
        records,
        node.path("wholeRecords").asLong(records),
        Instant.ofEpochMilli(node.path("changed").asLong(0)),
        node.path("key").asString(""));
  }

  /** Whether a file that looks so has not been touched since. */
  boolean isUntouched(FolderLook.Seen seen) {
    boolean kept = !print.head().isEmpty();
    return seen.bytes() == print.bytes()
        && (!kept
            || (seen.changed().toEpochMilli() == changed.toEpochMilli() && seen.key().equals(key)));
  }

  ReadFile seenAs(FolderLook.Seen seen) {
    return new ReadFile(print, records, wholeRecords, seen.changed(), seen.key());
  }
}
