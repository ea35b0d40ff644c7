package io.testudo.telemetry.evtx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes small event logs: one template for the event, one within it for its data. */
public final class EvtxWriter {

  private static final long TICKS_TO_1970 = 116_444_736_000_000_000L;
  private static final int USED = 512;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> templates = new HashMap<>();
  private ByteBuffer chunk = newChunk();
  private long number;

  /** A value of a template. */
  public record Datum(int type, byte[] bytes) {
    public static Datum text(String text) {
      return new Datum(1, text.getBytes(StandardCharsets.UTF_16LE));
    }

    public static Datum number(int type, int bytes, long number) {
      byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
      return new Datum(type, Arrays.copyOf(all, bytes));
    }
  }

  public EvtxWriter() {
    ByteBuffer header = little(4096).put(latin("ElfFile\0")).position(32);
    header.putInt(128).putShort((short) 1).putShort((short) 3).putShort((short) 4096);
    file.writeBytes(header.array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer newChunk() {
    return little(1 << 16).put(latin("ElfChnk\0")).position(USED);
  }

  /** Adds an event of a channel with an identifier and named data. */
  public EvtxWriter event(int id, String channel, long epochSecond, Map<String, Datum> data) {
    int from = begin();
    int values =
        template(
            "event",
            () -> {
              start("Event", false);
              start("System", false);
              attributed("Provider", "Name", 0);
              element("EventID", 1);
              attributed("TimeCreated", "SystemTime", 2);
              element("EventRecordID", 3);
              element("Channel", 4);
              chunk.put((byte) 4);
              place(5);
              chunk.put((byte) 4).put((byte) 0);
            });
    byte[] provider = "Some-Provider".getBytes(StandardCharsets.UTF_16LE);
    byte[] name = channel.getBytes(StandardCharsets.UTF_16LE);
    chunk.putInt(values);
    describe(provider.length, 1);
    describe(2, 6);
    describe(8, 0x11);
    describe(8, 0x0A);
    describe(name.length, 1);
    int nestedSize = chunk.position();
    describe(0, 0x21);
    chunk.put(provider).putShort((short) id);
    chunk.putLong(TICKS_TO_1970 + epochSecond * 10_000_000L + 1_234_567);
    chunk.putLong(number).put(name);
    int nested = chunk.position();
    data(data);
    chunk.putShort(nestedSize, (short) (chunk.position() - nested));
    end(from);
    return this;
  }

  /** Adds a record whose binary XML is the given bytes. */
  public EvtxWriter raw(byte[] binaryXml) {
    int from = begin();
    chunk.put(binaryXml);
    end(from);
    return this;
  }

  private int begin() {
    int from = chunk.position();
    chunk.putInt(0x2A2A).putInt(0).putLong(++number).putLong(TICKS_TO_1970);
    chunk.put((byte) 0x0F).put((byte) 1).put((byte) 1).put((byte) 0);
    return from;
  }

  private void end(int from) {
    int size = chunk.position() + 4 - from;
    chunk.putInt(size);
    chunk.putInt(from + 4, size);
  }

  private void data(Map<String, Datum> data) {
    chunk.put((byte) 0x0F).put((byte) 1).put((byte) 1).put((byte) 0);
    template(
        "data" + data.keySet(),
        () -> {
          start("EventData", false);
          int at = 0;
          for (String name : data.keySet()) {
            start("Data", true);
            chunk.putInt(0).put((byte) 6);
            name("Name");
            chunk.put((byte) 5).put((byte) 1).putShort((short) name.length());
            chunk.put(name.getBytes(StandardCharsets.UTF_16LE)).put((byte) 2);
            place(at++);
            chunk.put((byte) 4);
          }
          chunk.put((byte) 4).put((byte) 0);
        });
    chunk.putInt(data.size());
    data.values().forEach(datum -> describe(datum.bytes().length, datum.type()));
    data.values().forEach(datum -> chunk.put(datum.bytes()));
  }

  private void describe(int size, int type) {
    chunk.putShort((short) size).put((byte) type).put((byte) 0);
  }

  /** Refers to a template, which is written where it is first used; says how many values it has. */
  private int template(String key, Runnable body) {
    chunk.put((byte) 0x0C).put((byte) 1).putInt(7);
    Integer known = templates.get(key);
    if (known != null) {
      chunk.putInt(known);
      return 6;
    }
    int offset = chunk.position() + 4;
    templates.put(key, offset);
    chunk.putInt(offset).putInt(0).put(new byte[16]).putInt(0);
    int from = chunk.position();
    chunk.put((byte) 0x0F).put((byte) 1).put((byte) 1).put((byte) 0);
    body.run();
    chunk.putInt(from - 4, chunk.position() - from);
    return 6;
  }

  private void start(String name, boolean isAttributed) {
    chunk.put((byte) (isAttributed ? 0x41 : 1)).putShort((short) -1).putInt(0);
    name(name);
    if (!isAttributed) {
      chunk.put((byte) 2);
    }
  }

  private void element(String name, int place) {
    start(name, false);
    place(place);
    chunk.put((byte) 4);
  }

  private void attributed(String name, String attribute, int place) {
    start(name, true);
    chunk.putInt(0).put((byte) 6);
    name(attribute);
    place(place);
    chunk.put((byte) 3);
  }

  private void place(int number) {
    chunk.put((byte) 0x0E).putShort((short) number).put((byte) 1);
  }

  private void name(String name) {
    Integer known = names.get(name);
    if (known != null) {
      chunk.putInt(known);
      return;
    }
    int offset = chunk.position() + 4;
    names.put(name, offset);
    chunk.putInt(offset).putInt(0).putShort((short) 0).putShort((short) name.length());
    chunk.put(name.getBytes(StandardCharsets.UTF_16LE)).putShort((short) 0);
  }

  /** Ends the chunk. */
  public EvtxWriter endChunk() {
    file.writeBytes(closed().array());
    chunk = newChunk();
    names.clear();
    templates.clear();
    return this;
  }

  private ByteBuffer closed() {
    int end = chunk.position();
    chunk.putInt(48, end);
    var crc = new CRC32();
    crc.update(chunk.array(), USED, end - USED);
    chunk.putInt(52, (int) crc.getValue());
    crc.reset();
    crc.update(chunk.array(), 0, 120);
    crc.update(chunk.array(), 128, USED - 128);
    chunk.putInt(124, (int) crc.getValue());
    return chunk;
  }

  /** The file, whose last chunk is not written to its end. */
  public byte[] bytes() {
    int end = chunk.position();
    var all = new ByteArrayOutputStream();
    all.writeBytes(file.toByteArray());
    if (end > USED) {
      all.write(closed().array(), 0, end);
    }
    return all.toByteArray();
  }
}
