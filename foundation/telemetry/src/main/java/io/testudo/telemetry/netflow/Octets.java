package io.testudo.telemetry.netflow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unsigned numbers in network order. */
final class Octets {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Octets() {}

  static int u16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  static long u32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) & 0xFFFF_FFFFL;
  }

  static int i32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long i64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** A number of 0 to 8 octets; the last 8 of a longer one. */
  static long number(byte[] bytes, int at, int length) {
    switch (length) {
      case 1:
        return bytes[at] & 0xFF;
      case 2:
        return u16(bytes, at);
      case 4:
        return u32(bytes, at);
      case 8:
        return i64(bytes, at);
      default:
        long value = 0;
        for (int i = Math.max(0, length - 8); i < length; i++) {
          value = value << 8 | (bytes[at + i] & 0xFF);
        }
        return value;
    }
  }
}
