package io.testudo.telemetry.windows;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an event's XML into the structure of its JSON: attributes under {@code #attributes}, text
 * under {@code #text} or as the value itself, {@code <Data Name="X">} as field {@code X}.
 *
 * <p>Knows elements, attributes, text and the five named and the numeric character references, and
 * nothing else of XML: no entities are declared, nothing is fetched.
 */
final class EventXml {

  private static final int MOST_DEPTH = 16;
  private static final int MOST_REFERENCE = 12;
  private static final int MOST_OF_A_NAME = 1000;

  private final String xml;
  private int at;

  private EventXml(String xml) {
    this.xml = xml;
  }

  /** The one element that {@code xml} is, as a field of its name. */
  static Map<String, Value> read(String xml) throws MalformedRecordException {
    EventXml reader = new EventXml(xml.strip());
    if (reader.xml.startsWith("<?")) {
      reader.at = Math.max(0, reader.xml.indexOf("?>") + 2);
      reader.passSpace();
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    reader.element(fields, 0);
    return fields;
  }

  private void element(Map<String, Value> parent, int depth) throws MalformedRecordException {
    if (depth > MOST_DEPTH) {
      throw malformed();
    }
    expect('<');
    String name = name();
    Map<String, Value> attributes = attributes();
    Map<String, Value> children = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    if (peek() == '/') {
      at++;
      expect('>');
    } else {
      expect('>');
      content(name, children, text, depth);
    }
    String key = name;
    if (name.equals("Data") && attributes.get("Name") instanceof Value.Text named) {
      key = named.text();
      attributes.remove("Name");
    }
    put(parent, key, value(attributes, children, text.toString()));
  }

  private void content(String name, Map<String, Value> children, StringBuilder text, int depth)
      throws MalformedRecordException {
    while (true) {
      int next = xml.indexOf('<', at);
      if (next < 0) {
        throw malformed();
      }
      unescape(at, next, text);
      at = next;
      if (at + 1 < xml.length() && xml.charAt(at + 1) == '/') {
        at += 2;
        if (!name().equals(name)) {
          throw malformed();
        }
        passSpace();
        expect('>');
        return;
      }
      element(children, depth + 1);
    }
  }

  private static Value value(
      Map<String, Value> attributes, Map<String, Value> children, String text) {
    if (attributes.isEmpty() && children.isEmpty()) {
      return new Value.Text(text);
    }
    Map<String, Value> all = new LinkedHashMap<>();
    if (!attributes.isEmpty()) {
      all.put("#attributes", Fields.of(attributes));
    }
    all.putAll(children);
    if (children.isEmpty() && !text.isEmpty()) {
      all.put("#text", new Value.Text(text));
    }
    return Fields.of(all);
  }

  private static void put(Map<String, Value> parent, String key, Value value)
      throws MalformedRecordException {
    Value before = parent.get(key);
    if (before == null) {
      parent.put(key, value);
      return;
    }
    if (before instanceof Value.Many many && many.values().size() >= MOST_OF_A_NAME) {
      throw new MalformedRecordException("holds too many elements " + key);
    }
    List<Value> all = new ArrayList<>();
    if (before instanceof Value.Many many) {
      all.addAll(many.values());
    } else {
      all.add(before);
    }
    all.add(value);
    parent.put(key, new Value.Many(all));
  }

  private Map<String, Value> attributes() throws MalformedRecordException {
    Map<String, Value> attributes = new LinkedHashMap<>();
    passSpace();
    while (peek() != '>' && peek() != '/') {
      String name = name();
      passSpace();
      expect('=');
      passSpace();
      char quote = peek();
      int end = quote == '"' || quote == '\'' ? xml.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw malformed();
      }
      StringBuilder text = new StringBuilder();
      unescape(at + 1, end, text);
      at = end + 1;
      attributes.put(name, new Value.Text(text.toString()));
      passSpace();
    }
    return attributes;
  }

  private void unescape(int from, int to, StringBuilder text) {
    int i = from;
    while (i < to) {
      char c = xml.charAt(i);
      int end = c == '&' ? referenceEnd(i, to) : -1;
      if (end < 0) {
        text.append(c);
        i++;
        continue;
      }
      String reference = xml.substring(i + 1, end);
      switch (reference) {
        case "lt" -> text.append('<');
        case "gt" -> text.append('>');
        case "amp" -> text.append('&');
        case "quot" -> text.append('"');
        case "apos" -> text.append('\'');
        default -> text.append(character(reference));
      }
      i = end + 1;
    }
  }

  /** Where the reference that begins at {@code from} ends, or −1 if it is none. */
  private int referenceEnd(int from, int to) {
    int last = Math.min(to, from + MOST_REFERENCE);
    for (int i = from + 1; i < last; i++) {
      if (xml.charAt(i) == ';') {
        return i;
      }
    }
    return -1;
  }

  private static String character(String reference) {
    try {
      int code =
          reference.startsWith("#x")
              ? Integer.parseInt(reference.substring(2), 16)
              : reference.startsWith("#") ? Integer.parseInt(reference.substring(1)) : -1;
      return Character.isValidCodePoint(code) ? Character.toString(code) : "&" + reference + ";";
    } catch (NumberFormatException e) {
      return "&" + reference + ";";
    }
  }

  private String name() throws MalformedRecordException {
    int start = at;
    while (at < xml.length() && isNamePart(xml.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    return xml.substring(start, at);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == ':' || c == '.';
  }

  private void passSpace() {
    while (at < xml.length() && Character.isWhitespace(xml.charAt(at))) {
      at++;
    }
  }

  private char peek() throws MalformedRecordException {
    if (at >= xml.length()) {
      throw malformed();
    }
    return xml.charAt(at);
  }

  private void expect(char c) throws MalformedRecordException {
    if (peek() != c) {
      throw malformed();
    }
    at++;
  }

  private MalformedRecordException malformed() {
    return new MalformedRecordException("holds XML that is not well-formed at character " + at);
  }
}
