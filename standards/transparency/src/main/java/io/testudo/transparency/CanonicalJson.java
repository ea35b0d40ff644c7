package io.testudo.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The one spelling of a JSON value, by RFC 8785 (JSON Canonicalization Scheme): members sorted by
 * the UTF-16 code units of their names, no white space, numbers as ECMAScript prints them, strings
 * with the fewest escapes, UTF-8.
 *
 * <p>Source: Rundgren, Jordan, Erdtman, "JSON Canonicalization Scheme (JCS)", RFC 8785 (2020).
 *
 * <p>Numbers are IEEE-754 doubles, as the RFC prescribes: an integer beyond ±2<sup>53</sup> is
 * rounded to the nearest double, and two such integers may get the same spelling. A writer who must
 * not lose digits stores them as strings; {@link #exactInteger} does so.
 *
 * <p>Refused with {@link MalformedException}: text that is not JSON, bytes that are not UTF-8,
 * members named twice, numbers beyond the double's range, lone surrogates, values nested deeper
 * than {@value #MAX_DEPTH}, and nodes that hold a Java object or nothing at all. Memory is a small
 * multiple of the input, time O(n log n).
 */
public final class CanonicalJson {

  /** How deeply arrays and objects may nest. */
  public static final int MAX_DEPTH = 256;

  private static final long GREATEST_EXACT = (1L << 53) - 1;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private CanonicalJson() {}

  /** The canonical UTF-8 bytes of a value. */
  public static byte[] of(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, MAX_DEPTH, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The canonical UTF-8 bytes of the value that a JSON text holds. */
  public static byte[] of(String json) {
    return of(read(json));
  }

  /** The canonical UTF-8 bytes of the value that a JSON text in UTF-8 holds. */
  public static byte[] of(byte[] utf8) {
    try {
      return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedException("The JSON text must be in UTF-8.", e);
    }
  }

  /** A number where a double holds the integer exactly, else a string of its decimal digits. */
  public static JsonNode exactInteger(long value) {
    return value >= -GREATEST_EXACT && value <= GREATEST_EXACT
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.stringNode(Long.toString(value));
  }

  private static JsonNode read(String json) {
    try {
      JsonNode value = READER.readTree(json);
      if (value.isMissingNode()) {
        throw new MalformedException("The JSON text must hold a value.");
      }
      return value;
    } catch (JacksonException e) {
      throw new MalformedException("The JSON text is refused: " + e.getOriginalMessage(), e);
    }
  }

  private static void write(JsonNode value, int depthLeft, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, deeper(depthLeft), out);
      case ARRAY -> writeArray(value, deeper(depthLeft), out);
      case STRING, BINARY -> writeString(value.asString(), out);
      case NUMBER -> out.append(EcmaScriptNumber.format(toDouble(value)));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      case MISSING, POJO ->
          throw new MalformedException(
              "The node type (" + value.getNodeType() + ") of a value must be one of JSON's.");
    }
  }

  private static int deeper(int depthLeft) {
    if (depthLeft == 0) {
      throw new MalformedException(
          "The nesting of a JSON value must not exceed " + MAX_DEPTH + " levels.");
    }
    return depthLeft - 1;
  }

  private static void writeObject(JsonNode object, int depthLeft, StringBuilder out) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    // String's natural order is that of UTF-16 code units, which section 3.2.3 asks for.
    members.sort(Map.Entry.comparingByKey());
    out.append('{');
    for (int i = 0; i < members.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      writeString(members.get(i).getKey(), out);
      out.append(':');
      write(members.get(i).getValue(), depthLeft, out);
    }
    out.append('}');
  }

  private static void writeArray(JsonNode array, int depthLeft, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(array.get(i), depthLeft, out);
    }
    out.append(']');
  }

  private static double toDouble(JsonNode number) {
    double value =
        switch (number.numberType()) {
          // The decimal that a float is printed as, not its binary value, is what JSON would hold.
          case FLOAT, BIG_DECIMAL -> Double.parseDouble(number.asString());
          case INT, LONG, BIG_INTEGER -> number.numberValue().doubleValue();
          case DOUBLE -> number.doubleValue();
        };
    if (!Double.isFinite(value)) {
      throw new MalformedException(
          "The number ("
              + abbreviated(number.asString())
              + ") must be within the range of a"
              + " double.");
    }
    return value;
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(c < 0x10 ? '0' : '1').append(hexDigit(c & 0xF));
          } else if (Character.isSurrogate(c)) {
            requirePair(text, i);
            out.append(c).append(text.charAt(++i));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static char hexDigit(int value) {
    return Character.forDigit(value, 16);
  }

  private static void requirePair(String text, int at) {
    if (at + 1 >= text.length()
        || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
      throw new MalformedException(
          "The surrogate at position " + at + " of a string must be one of a pair.");
    }
  }
}
