package io.testudo.telemetry.json;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Layout;
import io.testudo.vocabulary.event.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of scalars and lists of scalars whose form was checked and whose values are decoded
 * when they are asked for. Immutable to the eye: what is decoded is kept, and decoding it twice
 * gives equal values.
 */
public final class FlatObject implements Fields.Values {

  /** How many zeros follow the text. */
  static final int PADDING = 8;

  private final Layout layout;
  private final byte[] bytes;
  private final int[] spans;
  private final boolean verbatim;
  private final @Nullable Value[] decoded;

  /**
   * An object.
   *
   * @param bytes its text, followed by zeros
   * @param spans per field where its value begins and ends; the end is complemented where it is a
   *     string that is not ASCII without escapes
   * @param verbatim whether texts stand in the text as they are, see {@link #document}
   */
  FlatObject(Layout layout, byte[] bytes, int[] spans, boolean verbatim) {
    this.layout = layout;
    this.bytes = bytes;
    this.spans = spans;
    this.verbatim = verbatim;
    this.decoded = new Value[layout.names().size()];
  }

  /** The names of the fields. */
  public Layout layout() {
    return layout;
  }

  /** All fields under their own names. */
  public Fields fields() {
    return Fields.of(layout, this);
  }

  /** The value of the field of exactly this name, or null. */
  public @Nullable Value get(String name) {
    int position = layout.position(name);
    return position < 0 ? null : at(position);
  }

  @Override
  public Value at(int position) {
    Value value = decoded[position];
    if (value == null) {
      value = value(spans[2 * position], spans[2 * position + 1]);
      decoded[position] = value;
    }
    return value;
  }

  @Override
  public byte @Nullable [] document() {
    return verbatim ? bytes : null;
  }

  private Value value(int from, int end) {
    return switch (bytes[from]) {
      case '"' -> new Value.Text(string(from + 1, end));
      case '[' -> list(from, end);
      case 't' -> new Value.Truth(true);
      case 'f' -> new Value.Truth(false);
      case 'n' -> Value.Nothing.NOTHING;
      default -> number(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
    };
  }

  private static Value number(String text) {
    boolean whole = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      whole &= c != '.' && c != 'e' && c != 'E';
    }
    if (!whole) {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? new Value.Real(number) : new Value.Text(text);
    }
    try {
      return new Value.Whole(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return new Value.Text(text);
    }
  }

  /** A list is kept by its outer span; its form is known to be right. */
  private Value list(int from, int end) {
    List<Value> values = new ArrayList<>();
    int at = from + 1;
    while (at < end - 1) {
      int begin = at;
      switch (bytes[at]) {
        case ' ', '\t', '\r', '\n', ',' -> at++;
        case '"' -> {
          at++;
          while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
          }
          values.add(value(begin, ~at));
          at++;
        }
        default -> {
          while ("+-.".indexOf(bytes[at]) >= 0 || Character.isLetterOrDigit(bytes[at])) {
            at++;
          }
          values.add(value(begin, at));
        }
      }
    }
    return new Value.Many(values);
  }

  private String string(int from, int end) {
    if (end >= 0) {
      return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }
    int last = ~end;
    var plain = new byte[last - from];
    int length = 0;
    int at = from;
    while (at < last) {
      if (bytes[at] != '\\') {
        plain[length++] = bytes[at++];
      } else if (bytes[at + 1] == 'u') {
        return withUnicodeEscapes(from, last);
      } else {
        plain[length++] = (byte) escaped(bytes[at + 1]);
        at += 2;
      }
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private static char escaped(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) letter;
    };
  }

  private String withUnicodeEscapes(int from, int last) {
    String text = new String(bytes, from, last - from, StandardCharsets.UTF_8);
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      i++;
      if (text.charAt(i) == 'u') {
        plain.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        plain.append(escaped((byte) text.charAt(i)));
      }
    }
    return plain.toString();
  }
}
