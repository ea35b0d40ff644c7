package io.testudo.suricata.tls;

import io.testudo.suricata.packet.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client or server hello offers (RFC 8446, section 4.1). What is malformed is read as far as
 * it goes.
 */
public final class Hello {
  private final byte[] octets;
  private final int end;
  private final boolean isClient;

  int version;
  byte[] random = new byte[0];
  final List<Integer> ciphers = new ArrayList<>();
  final List<Integer> extensions = new ArrayList<>();
  final List<Integer> groups = new ArrayList<>();
  final List<Integer> pointFormats = new ArrayList<>();
  final List<Integer> signatures = new ArrayList<>();
  final List<Integer> versions = new ArrayList<>();
  final List<String> protocols = new ArrayList<>();
  String serverName = "";
  boolean isMalformed;

  private Hello(byte[] octets, int end, boolean isClient) {
    this.octets = octets;
    this.end = end;
    this.isClient = isClient;
  }

  /** Reads a hello's body. */
  public static Hello read(byte[] octets, int from, int to, boolean isClient) {
    Hello hello = new Hello(octets, to, isClient);
    hello.body(from);
    return hello;
  }

  public int version() {
    return version;
  }

  public byte[] random() {
    return random;
  }

  public String serverName() {
    return serverName;
  }

  /** The protocols that it offers to speak above. */
  public List<String> protocols() {
    return protocols;
  }

  boolean isMalformed() {
    return isMalformed;
  }

  private void body(int from) {
    if (from + 35 > end) {
      isMalformed = true;
      return;
    }
    version = Wire.u16(octets, from);
    random = java.util.Arrays.copyOfRange(octets, from + 2, from + 34);
    int at = from + 35 + Wire.u8(octets, from + 34);
    at = isClient ? offers(at) : choice(at);
    if (at < 0 || at > end) {
      isMalformed = true;
    } else if (at + 2 <= end) {
      extensions(at + 2, Math.min(end, at + 2 + Wire.u16(octets, at)));
    }
  }

  private int offers(int at) {
    if (at + 2 > end) {
      return -1;
    }
    int size = Wire.u16(octets, at);
    int next = at + 2;
    if (next + size + 1 > end) {
      return -1;
    }
    for (int i = 0; i + 1 < size; i += 2) {
      ciphers.add(Wire.u16(octets, next + i));
    }
    next += size;
    return next + 1 + Wire.u8(octets, next);
  }

  private int choice(int at) {
    if (at + 3 > end) {
      return -1;
    }
    ciphers.add(Wire.u16(octets, at));
    return at + 3;
  }

  private void extensions(int from, int to) {
    int at = from;
    while (at + 4 <= to) {
      int type = Wire.u16(octets, at);
      int body = at + 4;
      int size = Wire.u16(octets, at + 2);
      if (body + size > to) {
        isMalformed = true;
        return;
      }
      extensions.add(type);
      extension(type, body, body + size);
      at = body + size;
    }
  }

  private void extension(int type, int from, int to) {
    switch (type) {
      case 0 -> {
        if (from + 5 <= to && from + 5 + Wire.u16(octets, from + 3) <= to) {
          serverName = text(from + 5, Wire.u16(octets, from + 3));
        }
      }
      case 10 -> shorts(from + 2, to, groups);
      case 11 -> {
        for (int i = from + 1; i < to; i++) {
          pointFormats.add(Wire.u8(octets, i));
        }
      }
      case 13 -> shorts(from + 2, to, signatures);
      case 16 -> protocolNames(from + 2, to);
      case 43 -> shorts(isClient ? from + 1 : from, to, versions);
      default -> {}
    }
  }

  private void shorts(int from, int to, List<Integer> into) {
    for (int at = from; at + 1 < to; at += 2) {
      into.add(Wire.u16(octets, at));
    }
  }

  private void protocolNames(int from, int to) {
    int at = from;
    while (at < to && at + 1 + Wire.u8(octets, at) <= to) {
      protocols.add(text(at + 1, Wire.u8(octets, at)));
      at += 1 + Wire.u8(octets, at);
    }
  }

  private String text(int from, int size) {
    return new String(octets, from, size, StandardCharsets.ISO_8859_1);
  }
}
