package io.testudo.telemetry.protocol.http;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.StoredFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How far the body of a message has been passed over, and how long it was without its coding. */
final class HttpBody {

  /** What comes next. The order is part of the stored form. */
  private enum Part {
    COUNTED,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK,
    TRAILER,
    DONE
  }

  private static final Part[] PARTS = Part.values();
  private static final int MOST_LINE = 1 << 13;

  private Part part;
  private long left;
  private long length;

  private HttpBody(Part part, long left) {
    this.part = part;
    this.left = left;
  }

  static HttpBody none() {
    return new HttpBody(Part.DONE, 0);
  }

  static HttpBody counted(long bytes) {
    return new HttpBody(bytes == 0 ? Part.DONE : Part.COUNTED, bytes);
  }

  static HttpBody chunked() {
    return new HttpBody(Part.CHUNK_SIZE, 0);
  }

  static HttpBody untilClose() {
    return new HttpBody(Part.UNTIL_CLOSE, 0);
  }

  boolean isDone() {
    return part == Part.DONE;
  }

  /** Bytes without chunk sizes and trailers. */
  long length() {
    return length;
  }

  /** Passes over what is there; says how many bytes were taken. */
  int read(Sent sent) throws MalformedMessageException {
    return switch (part) {
      case COUNTED, CHUNK -> content((int) Math.min(left, sent.length()));
      case UNTIL_CLOSE -> {
        length += sent.length();
        yield sent.length();
      }
      case CHUNK_SIZE, TRAILER -> line(sent);
      case DONE -> 0;
    };
  }

  private int content(int count) {
    left -= count;
    length += count;
    if (left == 0) {
      part = part == Part.CHUNK ? Part.CHUNK_SIZE : Part.DONE;
    }
    return count;
  }

  private int line(Sent sent) throws MalformedMessageException {
    int end = sent.find('\n', 0);
    if (end < 0) {
      if (sent.length() > MOST_LINE) {
        throw new MalformedMessageException("has an endless line in its body");
      }
      return 0;
    }
    String line = sent.latin(0, end).strip();
    if (part == Part.TRAILER) {
      part = line.isEmpty() ? Part.DONE : Part.TRAILER;
    } else if (!line.isEmpty()) {
      // The empty line is what ends the chunk before.
      left = size(line);
      part = left == 0 ? Part.TRAILER : Part.CHUNK;
    }
    return end + 1;
  }

  /**
   * The size of a chunk; one that is none ends the body, so that what is hidden behind it shows.
   */
  private static long size(String line) {
    int digits = 0;
    while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
      digits++;
    }
    return digits == 0 || digits > 15 ? 0 : Long.parseLong(line.substring(0, digits), 16);
  }

  /** Passes over bytes that were not captured, if they can only be content. */
  boolean missed(long bytes) {
    if (part == Part.UNTIL_CLOSE) {
      length += bytes;
      return true;
    }
    if ((part == Part.COUNTED || part == Part.CHUNK) && bytes <= left) {
      left -= bytes;
      length += bytes;
      if (left == 0) {
        part = part == Part.CHUNK ? Part.CHUNK_SIZE : Part.DONE;
      }
      return true;
    }
    return false;
  }

  void save(DataOutput out) throws IOException {
    out.writeByte(part.ordinal());
    out.writeLong(left);
    out.writeLong(length);
  }

  static HttpBody restore(DataInput in) throws IOException {
    int part = StoredFields.bounded(in.readUnsignedByte(), PARTS.length - 1, "part of a body");
    HttpBody body = new HttpBody(PARTS[part], in.readLong());
    body.length = in.readLong();
    if (body.left < 0 || body.length < 0) {
      throw new IOException("length of a stored body must not be negative");
    }
    return body;
  }
}
