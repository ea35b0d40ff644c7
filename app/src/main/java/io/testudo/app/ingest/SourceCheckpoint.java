package io.testudo.app.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How far the reading of a source has come, with the state of everything that reads it; the form is
 * described in {@code docs/formats/checkpoint.md}.
 *
 * @param file the file being read, relative to its folder; empty between files
 * @param print what it held when its reading began; of a checkpoint of version 1 none
 * @param item the item within it, as in an event's origin
 * @param record the last record of the item that was consumed
 * @param counts totals up to there
 * @param readerState what the reader saved, not copied
 * @param detectorState what the detectors saved, not copied
 */
record SourceCheckpoint(
    String file,
    Fingerprint print,
    String item,
    long record,
    SourceMeter.Counts counts,
    byte[] readerState,
    byte[] detectorState) {

  private static final int VERSION = 2;
  private static final int MOST_BYTES = 1 << 30;

  byte[] bytes() {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(readerState.length + detectorState.length + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeUTF(file);
      out.writeUTF(item);
      out.writeLong(record);
      out.writeLong(counts.records());
      out.writeLong(counts.events());
      out.writeLong(counts.parked());
      out.writeInt(readerState.length);
      out.write(readerState);
      out.writeInt(detectorState.length);
      out.write(detectorState);
      out.writeLong(print.bytes());
      out.writeUTF(print.head());
      out.writeUTF(print.tail());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SourceCheckpoint parse(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readInt();
      if (version < 1 || version > VERSION) {
        throw new IllegalArgumentException(
            "version (" + version + ") of a source's checkpoint must be in 1.." + VERSION);
      }
      SourceCheckpoint checkpoint =
          new SourceCheckpoint(
              in.readUTF(),
              Fingerprint.NONE,
              in.readUTF(),
              in.readLong(),
              new SourceMeter.Counts(in.readLong(), in.readLong(), in.readLong()),
              block(in),
              block(in));
      return version == 1
          ? checkpoint
          : checkpoint.withPrint(new Fingerprint(in.readLong(), in.readUTF(), in.readUTF()));
    } catch (IOException e) {
      throw new IllegalArgumentException("a source's checkpoint must be whole", e);
    }
  }

  private SourceCheckpoint withPrint(Fingerprint other) {
    return new SourceCheckpoint(file, other, item, record, counts, readerState, detectorState);
  }

  /** The same place in a file that has this name now. */
  SourceCheckpoint withFile(String name) {
    return new SourceCheckpoint(
        name,
        print,
        item.startsWith(file) ? name + item.substring(file.length()) : item,
        record,
        counts,
        readerState,
        detectorState);
  }

  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("block of " + length + " bytes");
    }
    byte[] block = in.readNBytes(length);
    if (block.length != length) {
      throw new IOException("block cut after " + block.length + " of " + length + " bytes");
    }
    return block;
  }
}
