package io.testudo.telemetry.record;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Text within stored state: an int with the number of bytes, then the bytes as UTF-8. */
public final class StoredText {

  private static final int MOST_BYTES = 1 << 20;

  private StoredText() {}

  /** Writes a text. */
  public static void write(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads a text.
   *
   * @throws IOException if its length cannot be
   */
  public static String read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("length (" + length + ") of a stored text must be in 0.." + MOST_BYTES);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
