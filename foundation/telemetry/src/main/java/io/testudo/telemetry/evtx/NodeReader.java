package io.testudo.telemetry.evtx;

import io.testudo.telemetry.record.MalformedRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the tokens of binary XML into nodes, with the names of one chunk. */
final class NodeReader {

  static final int END_OF_FRAGMENT = 0x00;
  static final int START = 0x01;
  static final int TEMPLATE = 0x0C;
  static final int FRAGMENT = 0x0F;

  private static final int CLOSE_START = 0x02;
  private static final int CLOSE_EMPTY = 0x03;
  private static final int END = 0x04;
  private static final int VALUE = 0x05;
  private static final int ATTRIBUTE = 0x06;
  private static final int CDATA = 0x07;
  private static final int CHARACTER = 0x08;
  private static final int ENTITY = 0x09;
  private static final int INSTRUCTION = 0x0A;
  private static final int INSTRUCTION_DATA = 0x0B;
  private static final int PLACE = 0x0D;
  private static final int OPTIONAL_PLACE = 0x0E;

  /** Set in a token that others of its kind follow, and in a start that has attributes. */
  private static final int MORE = 0x40;

  private static final int TEXT_TYPE = 1;
  private static final int NAME_HEADER = 8;
  private static final int MOST_DEPTH = 32;

  private final byte[] chunk;
  private final Map<Integer, String> names = new HashMap<>();

  NodeReader(byte[] chunk) {
    this.chunk = chunk;
  }

  /** The kind of a token. */
  static int kind(int token) {
    return token & ~MORE;
  }

  /**
   * The element that begins at the cursor.
   *
   * @param isNested whether it is the value of a template's place, where starts are shorter
   */
  Node.Element element(Cursor in, boolean isNested) throws MalformedRecordException {
    return element(in, isNested, 0);
  }

  private Node.Element element(Cursor in, boolean isNested, int depth)
      throws MalformedRecordException {
    int start = in.u8();
    if (kind(start) != START || depth > MOST_DEPTH) {
      throw unexpected(in, start);
    }
    in.pass(isNested ? 4 : 6);
    String name = name(in);
    List<Node.Attribute> attributes = new ArrayList<>();
    if ((start & MORE) != 0) {
      in.pass(4);
      while (kind(in.peek()) == ATTRIBUTE) {
        in.pass(1);
        attributes.add(new Node.Attribute(name(in), parts(in)));
      }
    }
    int close = in.u8();
    return switch (close) {
      case CLOSE_EMPTY -> new Node.Element(name, attributes, List.of());
      case CLOSE_START -> new Node.Element(name, attributes, content(in, isNested, depth));
      default -> throw unexpected(in, close);
    };
  }

  private List<Node> parts(Cursor in) throws MalformedRecordException {
    List<Node> parts = new ArrayList<>();
    while (isPart(kind(in.peek()))) {
      part(in, parts);
    }
    return parts;
  }

  private List<Node> content(Cursor in, boolean isNested, int depth)
      throws MalformedRecordException {
    List<Node> content = new ArrayList<>();
    while (true) {
      int kind = kind(in.peek());
      if (kind == END) {
        in.pass(1);
        return content;
      }
      if (kind == START) {
        content.add(element(in, isNested, depth + 1));
      } else {
        part(in, content);
      }
    }
  }

  private static boolean isPart(int kind) {
    return switch (kind) {
      case VALUE, CDATA, CHARACTER, ENTITY, PLACE, OPTIONAL_PLACE -> true;
      default -> false;
    };
  }

  private void part(Cursor in, List<Node> parts) throws MalformedRecordException {
    int token = in.u8();
    switch (kind(token)) {
      case VALUE -> {
        int type = in.u8();
        if (type != TEXT_TYPE) {
          throw new MalformedRecordException("holds a value of a type that cannot be: " + type);
        }
        parts.add(new Node.Text(in.characters(in.u16())));
      }
      case CDATA -> parts.add(new Node.Text(in.characters(in.u16())));
      case CHARACTER -> parts.add(new Node.Text(Character.toString((char) in.u16())));
      case ENTITY -> parts.add(new Node.Text(entity(name(in))));
      case INSTRUCTION -> name(in);
      case INSTRUCTION_DATA -> in.characters(in.u16());
      case PLACE, OPTIONAL_PLACE -> {
        parts.add(new Node.Place(in.u16()));
        in.pass(1);
      }
      default -> throw unexpected(in, token);
    }
  }

  private static String entity(String name) {
    return switch (name) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> "&" + name + ";";
    };
  }

  /** The name that the cursor refers to, which may lie right behind the reference. */
  private String name(Cursor in) throws MalformedRecordException {
    int offset = in.i32();
    String name = names.get(offset);
    if (name == null) {
      Cursor there = new Cursor(chunk, offset, chunk.length);
      there.pass(NAME_HEADER - 2);
      name = there.characters(there.u16());
      names.put(offset, name);
    }
    if (offset == in.at()) {
      in.pass(NAME_HEADER + 2L * name.length() + 2);
    }
    return name;
  }

  private static MalformedRecordException unexpected(Cursor in, int token) {
    return new MalformedRecordException(
        "holds a token of binary XML that cannot be there: "
            + Integer.toHexString(token)
            + " at byte "
            + (in.at() - 1)
            + " of its chunk");
  }
}
