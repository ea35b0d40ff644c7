package io.testudo.telemetry.zeek;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Zeek's separated values: the lines that begin with {@code #} say how the others are to be
 * read, and may come again. An unset field is left out, an empty set is an empty list.
 */
public final class ZeekTsv implements RecordDecoder {

  private static final int MOST_COLUMNS = 1000;
  private static final int MOST_ELEMENTS = 100_000;

  private final String logOfFile;
  private final Instant itemTime;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  private String separator = "\t";
  private String setSeparator = ",";
  private String empty = "(empty)";
  private String unset = "-";
  private String log;
  private List<String> names = List.of();
  private List<String> types = List.of();
  private long replaced;

  /**
   * Reads one file.
   *
   * @param item its name, which may name the log where no {@code #path} does
   * @param itemTime the time of entries that have none
   */
  public ZeekTsv(String item, Instant itemTime) {
    this.logOfFile = ZeekLogs.ofFileName(item);
    this.log = logOfFile;
    this.itemTime = itemTime;
  }

  @Override
  public long replaced() {
    return replaced;
  }

  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    String line = text(bytes, from, length);
    if (isDirective(line)) {
      directive(line.strip());
      return null;
    }
    if (line.isBlank()) {
      return null;
    }
    if (names.isEmpty()) {
      throw new MalformedRecordException("stands before any #fields line");
    }
    return ZeekRecord.event(origin, log, entry(line), itemTime);
  }

  @Override
  public void pass(byte[] bytes, int from, int length) {
    if (length > 0 && (bytes[from] == '#' || bytes[from] == '\t')) {
      String line = new String(bytes, from, length, StandardCharsets.UTF_8);
      if (isDirective(line)) {
        directive(line.strip());
      }
    }
  }

  private static boolean isDirective(String line) {
    return line.startsWith("#") || line.startsWith("\t#separator");
  }

  private String text(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        try {
          return utf8.decode(ByteBuffer.wrap(bytes, from, length)).toString();
        } catch (CharacterCodingException e) {
          replaced++;
          return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private void directive(String line) {
    if (line.startsWith("#separator ")) {
      separator = unescaped(line.substring("#separator ".length()).strip());
      if (separator.isEmpty()) {
        separator = "\t";
      }
      return;
    }
    int end = line.indexOf(separator);
    if (end < 0) {
      return;
    }
    String value = line.substring(end + separator.length());
    switch (line.substring(0, end)) {
      case "#set_separator" -> setSeparator = value.isEmpty() ? "," : unescaped(value);
      case "#empty_field" -> empty = value;
      case "#unset_field" -> unset = value;
      case "#path" -> log = value.isBlank() ? logOfFile : value.strip();
      case "#fields" -> {
        names = split(value, separator, MOST_COLUMNS);
        types = List.of();
      }
      case "#types" -> types = split(value, separator, MOST_COLUMNS);
      default -> {}
    }
  }

  private Map<String, Value> entry(String line) throws MalformedRecordException {
    Map<String, Value> fields = new LinkedHashMap<>(names.size() * 2);
    int at = 0;
    for (int column = 0; column < names.size(); column++) {
      if (at > line.length()) {
        throw new MalformedRecordException(
            "has " + column + " columns where the header names " + names.size());
      }
      int end = line.indexOf(separator, at);
      if (end < 0) {
        end = line.length();
      }
      String text = line.substring(at, end);
      at = end + separator.length();
      if (!text.equals(unset)) {
        fields.put(names.get(column), value(text, column));
      }
    }
    if (at <= line.length()) {
      throw new MalformedRecordException(
          "has more columns than the " + names.size() + " that the header names");
    }
    return fields;
  }

  private Value value(String text, int column) throws MalformedRecordException {
    String type = column < types.size() ? types.get(column) : "string";
    int bracket = type.indexOf('[');
    if (bracket < 0) {
      return scalar(text, type, column);
    }
    if (text.equals(empty)) {
      return new Value.Many(List.of());
    }
    String elementType = type.substring(bracket + 1, Math.max(bracket + 1, type.length() - 1));
    List<Value> values = new ArrayList<>();
    for (String element : split(text, setSeparator, MOST_ELEMENTS)) {
      values.add(
          element.equals(unset) ? Value.Nothing.NOTHING : scalar(element, elementType, column));
    }
    return new Value.Many(values);
  }

  private Value scalar(String text, String type, int column) throws MalformedRecordException {
    try {
      return switch (type) {
        case "count", "int", "port", "counter" -> whole(text);
        case "time", "interval", "double" -> new Value.Real(Double.parseDouble(text));
        case "bool" ->
            switch (text) {
              case "T" -> new Value.Truth(true);
              case "F" -> new Value.Truth(false);
              default -> throw new NumberFormatException();
            };
        default -> new Value.Text(text.equals(empty) ? "" : unescaped(text));
      };
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(
          "has something in column " + names.get(column) + " that is no " + type);
    }
  }

  /** A count, or a port, which may be followed by its protocol; beyond 64 bits kept as text. */
  private static Value whole(String text) {
    int slash = text.indexOf('/');
    String number = slash > 0 ? text.substring(0, slash) : text;
    if (number.length() >= 19 && number.length() <= 20 && number.matches("[0-9]+")) {
      try {
        return new Value.Whole(Long.parseLong(number));
      } catch (NumberFormatException e) {
        return new Value.Text(number);
      }
    }
    return new Value.Whole(Long.parseLong(number));
  }

  private static List<String> split(String text, String separator, int most) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (parts.size() < most) {
      int end = text.indexOf(separator, at);
      if (end < 0) {
        parts.add(text.substring(at));
        break;
      }
      parts.add(text.substring(at, end));
      at = end + separator.length();
    }
    return parts;
  }

  /** Resolves {@code \xHH} (octets of UTF-8) and {@code \\}. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '\\' && i + 3 < in.length && in[i + 1] == 'x') {
        int high = Character.digit(in[i + 2], 16);
        int low = Character.digit(in[i + 3], 16);
        if (high >= 0 && low >= 0) {
          out[length++] = (byte) (high << 4 | low);
          i += 3;
          continue;
        }
      }
      if (in[i] == '\\' && i + 1 < in.length && in[i + 1] == '\\') {
        i++;
      }
      out[length++] = in[i];
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
