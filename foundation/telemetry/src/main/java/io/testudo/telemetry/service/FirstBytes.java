package io.testudo.telemetry.service;

import io.testudo.telemetry.capture.Packet;
import java.nio.charset.StandardCharsets;

/** Looks at the beginning of a payload. */
final class FirstBytes {

  static final byte[][] SIP =
      ascii("SIP/2.0 ", "INVITE sip", "REGISTER sip", "OPTIONS sip", "NOTIFY sip", "SUBSCRIBE sip");

  private FirstBytes() {}

  static byte[][] ascii(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
    }
    return bytes;
  }

  static boolean begins(Packet p, String text) {
    if (p.payloadCaptured() < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (p.payloadAt(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the payload goes on like a text of which the first byte was compared. */
  private static boolean restFollows(Packet p, byte[] text) {
    if (p.payloadCaptured() < text.length) {
      return false;
    }
    for (int i = 1; i < text.length; i++) {
      if (p.payloadAt(i) != text[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean beginsAny(Packet p, byte[][] texts) {
    int first = p.payloadAt(0);
    for (byte[] text : texts) {
      if (first == text[0] && restFollows(p, text)) {
        return true;
      }
    }
    return false;
  }

  static boolean follows(Packet p, int at, String lowerCase) {
    for (int i = 0; i < lowerCase.length(); i++) {
      if (at + i >= p.payloadCaptured() || (p.payloadAt(at + i) | 0x20) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean followsExactly(Packet p, int at, String text) {
    if (at + text.length() > p.payloadCaptured()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (p.payloadAt(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int word(Packet p, int at) {
    return p.payloadAt(at) << 24
        | p.payloadAt(at + 1) << 16
        | p.payloadAt(at + 2) << 8
        | p.payloadAt(at + 3);
  }

  /** A header of twelve bytes with a known operation and not more records than a message holds. */
  static boolean isDnsHeader(Packet p, int at) {
    if (p.payloadCaptured() < at + 12) {
      return false;
    }
    int operation = p.payloadAt(at + 2) >> 3 & 0xF;
    int questions = p.payloadAt(at + 4) << 8 | p.payloadAt(at + 5);
    int answers = p.payloadAt(at + 6) << 8 | p.payloadAt(at + 7);
    return operation <= 9 && questions <= 64 && answers <= 1024;
  }
}
