package io.testudo.telemetry.netflow;

import io.testudo.telemetry.record.MalformedRecordException;
import java.util.function.Consumer;

/** Reads the definitions in template sets and options template sets of version 9 and IPFIX. */
final class TemplateSets {

  /** The least number of a template of data; those below name kinds of sets. */
  static final int LEAST_ID = 256;

  private static final int MOST_FIELDS = 1000;

  /** Takes what a template set says. */
  interface Taker {

    /** A definition. */
    void define(Template template);

    /** The template of this number is not in force any more. */
    void withdraw(int id);

    /** No template of this kind is in force any more. */
    void withdrawAll(boolean tellsOptions);
  }

  private TemplateSets() {}

  /** Reads a template set of version 9 without its header. */
  static void version9(byte[] bytes, int from, int end, Taker taker)
      throws MalformedRecordException {
    int at = from;
    while (end - at >= 4 && Octets.i32(bytes, at) != 0) {
      int id = requireId(Octets.u16(bytes, at));
      int count = Octets.u16(bytes, at + 2);
      at = define(bytes, at + 4, end, new Shape(id, false, count, 0, true), taker::define);
    }
  }

  /** Reads an options template set of version 9 without its header. */
  static void options9(byte[] bytes, int from, int end, Taker taker)
      throws MalformedRecordException {
    int at = from;
    while (end - at >= 6 && Octets.i32(bytes, at) != 0) {
      int id = requireId(Octets.u16(bytes, at));
      int scope = Octets.u16(bytes, at + 2) / 4;
      int options = Octets.u16(bytes, at + 4) / 4;
      Shape shape = new Shape(id, true, scope + options, scope, true);
      at = define(bytes, at + 6, end, shape, taker::define);
    }
  }

  /** Reads a template set or options template set of IPFIX without its header. */
  static void ipfix(byte[] bytes, int from, int end, boolean tellsOptions, Taker taker)
      throws MalformedRecordException {
    int at = from;
    while (end - at >= 4 && Octets.i32(bytes, at) != 0) {
      int id = Octets.u16(bytes, at);
      int count = Octets.u16(bytes, at + 2);
      if (count == 0) {
        if (id == (tellsOptions ? 3 : 2)) {
          taker.withdrawAll(tellsOptions);
        } else {
          taker.withdraw(requireId(id));
        }
        at += 4;
        continue;
      }
      requireId(id);
      int scope = 0;
      at += 4;
      if (tellsOptions) {
        if (end - at < 2) {
          throw new MalformedRecordException("has an options template that is cut short");
        }
        scope = Octets.u16(bytes, at);
        at += 2;
      }
      at = define(bytes, at, end, new Shape(id, tellsOptions, count, scope, false), taker::define);
    }
  }

  private static int requireId(int id) throws MalformedRecordException {
    if (id < LEAST_ID) {
      throw new MalformedRecordException("defines a template of an impossible number: " + id);
    }
    return id;
  }

  private record Shape(int id, boolean options, int fields, int scope, boolean version9) {}

  private static int define(
      byte[] bytes, int from, int end, Shape shape, Consumer<Template> definitions)
      throws MalformedRecordException {
    if (shape.fields() > MOST_FIELDS || shape.scope() > shape.fields()) {
      throw new MalformedRecordException(
          "defines a template of an impossible shape: " + shape.fields() + " fields");
    }
    long[] fields = new long[shape.fields()];
    int at = from;
    for (int i = 0; i < fields.length; i++) {
      if (end - at < 4) {
        throw new MalformedRecordException("has a template that is cut short");
      }
      int id = Octets.u16(bytes, at);
      int length = Octets.u16(bytes, at + 2);
      long enterprise = 0;
      at += 4;
      if (!shape.version9() && (id & 0x8000) != 0) {
        if (end - at < 4) {
          throw new MalformedRecordException("has a template that is cut short");
        }
        enterprise = Octets.u32(bytes, at);
        id &= 0x7FFF;
        at += 4;
      }
      fields[i] = enterprise << 32 | (long) id << 16 | length;
    }
    Template template =
        new Template(shape.id(), shape.options(), fields, shape.scope(), shape.version9());
    if (template.leastBytes == 0) {
      throw new MalformedRecordException("defines a template of records without a byte");
    }
    definitions.accept(template);
    return at;
  }
}
