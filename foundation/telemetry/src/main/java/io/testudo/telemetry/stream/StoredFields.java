package io.testudo.telemetry.stream;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored form of what a dissector knows of a message that is not complete: names with texts,
 * numbers, truths and lists of these. Part of {@code docs/formats/flow-state.md}.
 */
public final class StoredFields {

  private static final int MOST_FIELDS = 1024;
  private static final int MOST_TEXT_BYTES = 1 << 20;

  private StoredFields() {}

  /** Writes fields whose values are texts, numbers, truths or lists of these. */
  public static void write(Map<String, Value> fields, DataOutput out) throws IOException {
    out.writeInt(fields.size());
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      writeText(field.getKey(), out);
      write(field.getValue(), out);
    }
  }

  /** Writes a text. */
  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** Reads bytes behind their number. */
  public static byte[] readBytes(DataInput in, int most) throws IOException {
    byte[] bytes = new byte[bounded(in.readInt(), most, "length of bytes")];
    in.readFully(bytes);
    return bytes;
  }

  private static void write(Value value, DataOutput out) throws IOException {
    switch (value) {
      case Value.Whole whole -> {
        out.writeByte(1);
        out.writeLong(whole.number());
      }
      case Value.Real real -> {
        out.writeByte(2);
        out.writeDouble(real.number());
      }
      case Value.Truth truth -> {
        out.writeByte(3);
        out.writeBoolean(truth.holds());
      }
      case Value.Many many -> {
        out.writeByte(4);
        out.writeInt(many.values().size());
        for (Value member : many.values()) {
          write(member, out);
        }
      }
      case Value.Text text -> {
        out.writeByte(0);
        writeText(text.text(), out);
      }
      case Value.Nothing nothing -> out.writeByte(5);
      case Fields nested ->
          throw new IllegalArgumentException("nested fields of a message must not be stored");
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it cannot be read or is not that
   */
  public static Map<String, Value> read(DataInput in) throws IOException {
    int count = bounded(in.readInt(), MOST_FIELDS, "number of fields");
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(readText(in), readValue(in, 0));
    }
    return fields;
  }

  /** Reads a text that {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    byte[] utf8 = new byte[bounded(in.readInt(), MOST_TEXT_BYTES, "length of a text")];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static Value readValue(DataInput in, int depth) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 0 -> new Value.Text(readText(in));
      case 1 -> new Value.Whole(in.readLong());
      case 2 -> new Value.Real(finite(in.readDouble()));
      case 3 -> new Value.Truth(in.readBoolean());
      case 4 -> {
        bounded(depth, 2, "depth of a list");
        int count = bounded(in.readInt(), MOST_FIELDS, "length of a list");
        List<Value> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          members.add(readValue(in, depth + 1));
        }
        yield new Value.Many(members);
      }
      case 5 -> Value.Nothing.NOTHING;
      default -> throw new StreamCorruptedException("kind (" + kind + ") of stored value is none");
    };
  }

  private static double finite(double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw new StreamCorruptedException("stored number is not finite");
    }
    return number;
  }

  /**
   * A number that must be within bounds.
   *
   * @throws StreamCorruptedException if it is not in 0..{@code most}
   */
  public static int bounded(int value, int most, String what) throws IOException {
    if (value < 0 || value > most) {
      throw new StreamCorruptedException(
          what + " (" + value + ") of stored fields must be in 0.." + most);
    }
    return value;
  }
}
