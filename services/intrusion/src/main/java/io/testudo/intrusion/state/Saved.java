package io.testudo.intrusion.state;

import io.testudo.intrusion.MalformedStateException;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.finding.Evidence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The written form of small values in a saved state; every reader checks its bounds. */
public final class Saved {

  private static final int MOST_TEXT_BYTES = 1 << 18;

  private Saved() {}

  /** Writes a text, at most 256 KiB of UTF-8. */
  public static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_TEXT_BYTES) {
      throw new MalformedStateException("text of " + bytes.length + " bytes is too long to save");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[readCount(in, MOST_TEXT_BYTES)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes an instant. */
  public static void writeInstant(DataOutput out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  /** Reads what {@link #writeInstant} wrote. */
  public static Instant readInstant(DataInput in) throws IOException {
    long seconds = in.readLong();
    int nanos = readCount(in, 999_999_999);
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw new MalformedStateException("instant (" + seconds + " s) is out of range");
    }
  }

  /** Writes an address. */
  public static void writeAddress(DataOutput out, IpAddress address) throws IOException {
    out.writeByte(address.version());
    out.writeLong(address.high());
    out.writeLong(address.low());
  }

  /** Reads what {@link #writeAddress} wrote. */
  public static IpAddress readAddress(DataInput in) throws IOException {
    int version = in.readByte();
    long high = in.readLong();
    long low = in.readLong();
    try {
      return new IpAddress(version, high, low);
    } catch (IllegalArgumentException e) {
      throw new MalformedStateException(String.valueOf(e.getMessage()));
    }
  }

  /** Writes an entity. */
  public static void writeEntity(DataOutput out, Entity entity) throws IOException {
    writeText(out, entity.key());
  }

  /** Reads what {@link #writeEntity} wrote. */
  public static Entity readEntity(DataInput in) throws IOException {
    try {
      return Entity.parse(readText(in));
    } catch (IllegalArgumentException e) {
      throw new MalformedStateException(String.valueOf(e.getMessage()));
    }
  }

  /** Writes pieces of evidence. */
  public static void writeEvidence(DataOutput out, List<Evidence> evidence) throws IOException {
    out.writeInt(evidence.size());
    for (Evidence piece : evidence) {
      writeText(out, piece.origin().source());
      writeText(out, piece.origin().item());
      out.writeLong(piece.origin().record());
      writeInstant(out, piece.time());
      writeText(out, piece.summary());
      writeText(out, piece.raw());
    }
  }

  /** Reads at most {@code most} pieces of what {@link #writeEvidence} wrote. */
  public static List<Evidence> readEvidence(DataInput in, int most) throws IOException {
    int count = readCount(in, most);
    List<Evidence> evidence = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Origin origin = new Origin(readText(in), readText(in), in.readLong());
      evidence.add(new Evidence(origin, readInstant(in), readText(in), readText(in)));
    }
    return evidence;
  }

  /** Reads a count of at least 0 and at most {@code most}. */
  public static int readCount(DataInput in, int most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new MalformedStateException("count (" + count + ") must be in 0.." + most);
    }
    return count;
  }

  /** Reads a finite number. */
  public static double readFinite(DataInput in) throws IOException {
    double number = in.readDouble();
    if (!Double.isFinite(number)) {
      throw new MalformedStateException("number (" + number + ") must be finite");
    }
    return number;
  }
}
