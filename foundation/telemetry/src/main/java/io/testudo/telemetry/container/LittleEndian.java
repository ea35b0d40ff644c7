package io.testudo.telemetry.container;

/** Whole numbers as zip and gzip write them. */
final class LittleEndian {

  private LittleEndian() {}

  static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }

  static long unsigned32(byte[] bytes, int at) {
    return unsigned16(bytes, at) | (long) unsigned16(bytes, at + 2) << 16;
  }

  static long signed64(byte[] bytes, int at) {
    return unsigned32(bytes, at) | unsigned32(bytes, at + 4) << 32;
  }
}
