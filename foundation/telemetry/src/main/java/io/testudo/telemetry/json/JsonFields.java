package io.testudo.telemetry.json;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON object per call into named values. Invalid UTF-8 is replaced and counted; what is
 * nested too deeply is malformed. Not thread-safe.
 */
public final class JsonFields {

  private static final int FLAT_DEPTH = 2;

  private final JsonFactory factory;
  private final @Nullable FlatReader flat;
  private long replaced;

  /**
   * Reads objects within these bounds.
   *
   * @param mostDepth most objects and arrays within one another
   * @param mostBytes the longest record
   */
  public JsonFields(int mostDepth, int mostBytes) {
    this(mostDepth, mostBytes, new LayoutTree());
  }

  /**
   * Reads objects within these bounds, with the layouts that other readers of the same thread
   * found.
   *
   * @param layouts the names that came so far
   */
  public JsonFields(int mostDepth, int mostBytes, LayoutTree layouts) {
    flat = mostDepth < FLAT_DEPTH ? null : new FlatReader(layouts);
    factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(mostDepth)
                    .maxStringLength(mostBytes)
                    .maxNameLength(Math.min(mostBytes, 64 * 1024))
                    .maxNumberLength(1000)
                    .build())
            .build();
  }

  /** How many records held invalid UTF-8, which was replaced. */
  public long replaced() {
    return replaced;
  }

  /**
   * The object that is all of {@code bytes[from .. from + length)}, if it is of the plain kind and
   * its names came in this order before; else null, and {@link #read} is to be asked.
   */
  public @Nullable FlatObject readFlat(byte[] bytes, int from, int length) {
    return flat == null ? null : flat.read(bytes, from, length);
  }

  /** The object that is all of {@code bytes[from .. from + length)}. */
  public Map<String, Value> read(byte[] bytes, int from, int length)
      throws MalformedRecordException {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, from, length)) {
      return whole(parser);
    } catch (JacksonException e) {
      if (e instanceof StreamConstraintsException || isUtf8(bytes, from, length)) {
        throw new MalformedRecordException(reason(e));
      }
    }
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    Map<String, Value> fields = read(text);
    replaced++;
    return fields;
  }

  /** The object that is all of {@code text}. */
  public Map<String, Value> read(String text) throws MalformedRecordException {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      return whole(parser);
    } catch (JacksonException e) {
      throw new MalformedRecordException(reason(e));
    }
  }

  private static Map<String, Value> whole(JsonParser parser) throws MalformedRecordException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new MalformedRecordException("is not a JSON object");
    }
    Map<String, Value> fields = object(parser);
    if (parser.nextToken() != null) {
      throw new MalformedRecordException("goes on behind the end of its JSON object");
    }
    return fields;
  }

  private static Map<String, Value> object(JsonParser parser) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      fields.put(name, value(parser, parser.nextToken()));
    }
    return fields;
  }

  private static Value value(JsonParser parser, @Nullable JsonToken token) {
    if (token == null) {
      return Value.Nothing.NOTHING;
    }
    return switch (token) {
      case START_OBJECT -> Fields.of(object(parser));
      case START_ARRAY -> {
        List<Value> values = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY && next != null;
            next = parser.nextToken()) {
          values.add(value(parser, next));
        }
        yield new Value.Many(values);
      }
      case VALUE_STRING -> new Value.Text(parser.getString());
      case VALUE_TRUE -> new Value.Truth(true);
      case VALUE_FALSE -> new Value.Truth(false);
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> new Value.Whole(parser.getLongValue());
            default -> new Value.Text(parser.getString());
          };
      case VALUE_NUMBER_FLOAT -> {
        double number = parser.getDoubleValue();
        yield Double.isFinite(number) ? new Value.Real(number) : new Value.Text(parser.getString());
      }
      default -> Value.Nothing.NOTHING;
    };
  }

  private static boolean isUtf8(byte[] bytes, int from, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String reason(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return "exceeds a bound of JSON: nesting, or the length of a name or number";
    }
    String message = e.getOriginalMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    int aside = line.indexOf(" (start marker at");
    line = aside < 0 ? line : line.substring(0, aside);
    return "is not valid JSON: " + (line.length() > 160 ? line.substring(0, 160) + "…" : line);
  }
}
