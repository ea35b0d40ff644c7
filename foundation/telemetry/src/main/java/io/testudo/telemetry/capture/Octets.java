package io.testudo.telemetry.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in a byte array, in network or little-endian order. */
final class Octets {

  private static final VarHandle SHORT_BIG =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_BIG =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LITTLE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Octets() {}

  static int unsigned8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  static int unsigned16(byte[] bytes, int at) {
    return (short) SHORT_BIG.get(bytes, at) & 0xFFFF;
  }

  static int int32(byte[] bytes, int at) {
    return (int) INT_BIG.get(bytes, at);
  }

  static int int32Little(byte[] bytes, int at) {
    return (int) INT_LITTLE.get(bytes, at);
  }

  static long int64(byte[] bytes, int at) {
    return (long) LONG_BIG.get(bytes, at);
  }

  static int int32(byte[] bytes, int at, ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN ? int32(bytes, at) : int32Little(bytes, at);
  }

  static long unsigned32(byte[] bytes, int at, ByteOrder order) {
    return int32(bytes, at, order) & 0xFFFF_FFFFL;
  }

  static int unsigned16(byte[] bytes, int at, ByteOrder order) {
    int value = unsigned16(bytes, at);
    return order == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes((short) value) & 0xFFFF;
  }
}
