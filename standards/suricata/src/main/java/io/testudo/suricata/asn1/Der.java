package io.testudo.suricata.asn1;

import java.util.ArrayList;
import java.util.List;

/** A value in ASN.1's distinguished or basic encoding (X.690), definite lengths only. */
public record Der(byte[] octets, int tag, int start, int from, int to) {
  private static final int MOST_CHILDREN = 1_024;

  /** The value at a place, or one of tag -1 if there is none. */
  public static Der at(byte[] octets, int at, int end) {
    if (at + 2 > end) {
      return none(octets);
    }
    int tag = octets[at] & 0xFF;
    int lengthAt = at + 1;
    if ((tag & 0x1F) == 0x1F && (octets[lengthAt] & 0xFF) < 0x1F) {
      tag = (tag & 0xE0) | octets[lengthAt++];
    }
    if (lengthAt >= end) {
      return none(octets);
    }
    int length = octets[lengthAt] & 0xFF;
    int body = lengthAt + 1;
    if (length > 0x80) {
      int count = length & 0x7F;
      if (count > 4 || body + count > end) {
        return none(octets);
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | (octets[body + i] & 0xFF);
      }
      body += count;
    }
    if (length < 0 || length > end - body) {
      return none(octets);
    }
    return new Der(octets, tag, at, body, body + length);
  }

  private static Der none(byte[] octets) {
    return new Der(octets, -1, 0, 0, 0);
  }

  /** Whether there is a value. */
  public boolean isThere() {
    return tag >= 0;
  }

  /** The values within. */
  public List<Der> children() {
    List<Der> children = new ArrayList<>();
    int at = from;
    while (at < to && children.size() < MOST_CHILDREN) {
      Der child = at(octets, at, to);
      if (!child.isThere()) {
        break;
      }
      children.add(child);
      at = child.to;
    }
    return children;
  }

  /** The first value within of a tag, or one of tag -1. */
  public Der child(int childTag) {
    for (Der child : children()) {
      if (child.tag == childTag) {
        return child;
      }
    }
    return none(octets);
  }

  /** The value's octets. */
  public byte[] content() {
    return java.util.Arrays.copyOfRange(octets, from, to);
  }

  /** The value as text, one character an octet. */
  public String text() {
    return new String(octets, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** The value as a number; its lower 64 bits if it is longer. */
  public long number() {
    long value = from < to && octets[from] < 0 ? -1 : 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | (octets[i] & 0xFF);
    }
    return value;
  }

  /** The value as an object identifier in dotted form. */
  public String identifier() {
    StringBuilder text = new StringBuilder();
    long part = 0;
    for (int i = from; i < to; i++) {
      part = part << 7 | (octets[i] & 0x7F);
      if (octets[i] >= 0) {
        if (text.isEmpty()) {
          long first = Math.min(2, part / 40);
          text.append(first).append('.').append(part - 40 * first);
        } else {
          text.append('.').append(part);
        }
        part = 0;
      }
    }
    return text.toString();
  }
}
