package io.testudo.telemetry.protocol.tls;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.StoredFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The handshake messages of one side, put together from records. Cost: linear in the bytes,
 * whatever the size of the records.
 */
final class Handshake {

  private static final int MOST_BYTES = 1 << 17;
  private static final int HEADER_BYTES = 4;
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int from;
  private int to;

  /** Whether the side encrypts from now on. */
  boolean encrypted;

  /** Takes what a record holds. */
  void add(Sent record) throws MalformedMessageException {
    int length = record.length();
    if (to - from + length > MOST_BYTES) {
      throw new MalformedMessageException("has an endless handshake message");
    }
    if (to + length > bytes.length) {
      byte[] into = new byte[Math.min(2 * MOST_BYTES, 2 * (to - from + length))];
      System.arraycopy(bytes, from, into, 0, to - from);
      bytes = into;
      to -= from;
      from = 0;
    }
    System.arraycopy(record.copy(0, length), 0, bytes, to, length);
    to += length;
  }

  /**
   * The next message with its header, once it is complete; else null.
   *
   * @param last the record that was added last
   */
  @Nullable Sent next(Sent last) throws MalformedMessageException {
    if (to - from < HEADER_BYTES) {
      return null;
    }
    Sent all = Sent.of(bytes, last).part(from, to - from);
    int length = HEADER_BYTES + all.u24(1);
    if (length > MOST_BYTES) {
      throw new MalformedMessageException("has an endless handshake message");
    }
    if (all.length() < length) {
      return null;
    }
    from += length;
    return all.part(0, length);
  }

  /** Forgets the bytes of messages that were taken. */
  void shrink() {
    if (from == to) {
      bytes = NONE;
      from = 0;
      to = 0;
    }
  }

  int held() {
    return bytes.length;
  }

  void save(DataOutput out) throws IOException {
    out.writeBoolean(encrypted);
    out.writeInt(to - from);
    out.write(bytes, from, to - from);
  }

  void restore(DataInput in) throws IOException {
    encrypted = in.readBoolean();
    bytes = StoredFields.readBytes(in, MOST_BYTES);
    from = 0;
    to = bytes.length;
  }
}
