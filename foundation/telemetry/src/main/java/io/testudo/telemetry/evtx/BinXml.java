package io.testudo.telemetry.evtx;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The binary XML of one chunk, read into the structure of its JSON: attributes under {@code
 * #attributes}, text as the value itself, {@code <Data Name="X">} as field {@code X}; a name that
 * comes again gives a list. Values keep their types.
 *
 * <p>An event is a template that is filled with values, some of which are such events themselves.
 * Each template of a chunk is read once.
 *
 * <p>Source: Microsoft, [MS-EVEN6] 2.2.12 and 3.1.4.7 (BinXml); J. Metz, Windows XML Event Log
 * (EVTX) format.
 *
 * <p>Against hostile input: references must lie within the chunk; nesting and what one record
 * unfolds to are bounded, for a template may name one value thousands of times.
 */
final class BinXml {

  private static final int NESTED = 0x21;
  private static final int NULL = 0x00;
  private static final int TEMPLATE_HEADER = 24;
  private static final int MOST_NESTED = 8;

  /** Most elements, parts and characters that are joined in one record, together. */
  private static final int MOST_UNFOLDED = 1 << 20;

  private final byte[] chunk;
  private final NodeReader nodes;
  private final Map<Integer, Node.Element> templates = new HashMap<>();
  private int unfolded;

  BinXml(byte[] chunk) {
    this.chunk = chunk;
    this.nodes = new NodeReader(chunk);
  }

  boolean isOf(byte[] other) {
    return chunk == other;
  }

  /** The element that lies in these bytes of the chunk, as a field of its name. */
  Fields read(int from, int to) throws MalformedRecordException {
    unfolded = 0;
    return Fields.of(fragment(new Cursor(chunk, from, to), 0));
  }

  private Map<String, Value> fragment(Cursor in, int depth) throws MalformedRecordException {
    if (depth > MOST_NESTED) {
      throw new MalformedRecordException("nests its binary XML too deeply");
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    while (in.left() > 0) {
      switch (NodeReader.kind(in.peek())) {
        case NodeReader.END_OF_FRAGMENT -> {
          return fields;
        }
        case NodeReader.FRAGMENT -> in.pass(4);
        case NodeReader.TEMPLATE -> put(fields, template(in), instance(in, depth));
        default -> put(fields, nodes.element(in, depth > 0), List.of());
      }
    }
    return fields;
  }

  private Node.Element template(Cursor in) throws MalformedRecordException {
    in.pass(6);
    int offset = in.i32();
    Cursor there = new Cursor(chunk, offset, chunk.length);
    there.pass(TEMPLATE_HEADER - 4);
    int size = there.i32();
    if (offset == in.at()) {
      in.pass(TEMPLATE_HEADER + (long) size);
    }
    Node.Element template = templates.get(offset);
    if (template == null) {
      Cursor body = new Cursor(chunk, there.at(), there.at() + size);
      if (NodeReader.kind(body.peek()) == NodeReader.FRAGMENT) {
        body.pass(4);
      }
      template = nodes.element(body, false);
      templates.put(offset, template);
    }
    return template;
  }

  /** The values of the template that was just read. */
  private List<Value> instance(Cursor in, int depth) throws MalformedRecordException {
    int count = in.i32();
    if (count < 0 || count > in.left() / 4) {
      throw new MalformedRecordException("says that it has more values than it can: " + count);
    }
    int[] sizes = new int[count];
    int[] types = new int[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = in.u16();
      types[i] = in.u8();
      in.pass(1);
    }
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = in.at();
      in.pass(sizes[i]);
      values.add(
          types[i] == NESTED
              ? Fields.of(fragment(new Cursor(chunk, from, in.at()), depth + 1))
              : types[i] == NULL || sizes[i] == 0 && !TypedValue.isText(types[i])
                  ? Value.Nothing.NOTHING
                  : TypedValue.of(types[i], chunk, from, sizes[i]));
    }
    return values;
  }

  /** Puts an element among its sisters. */
  private void put(Map<String, Value> sisters, Node.Element element, List<Value> values)
      throws MalformedRecordException {
    spend(1);
    String key = element.name();
    Map<String, Value> all = new LinkedHashMap<>();
    for (Node.Attribute attribute : element.attributes()) {
      Value value = joined(attribute.parts(), values);
      if (value == Value.Nothing.NOTHING) {
        continue;
      }
      if (element.name().equals("Data") && attribute.name().equals("Name")) {
        key = value.toString();
      } else {
        all.put(attribute.name(), value);
      }
    }
    Map<String, Value> children = new LinkedHashMap<>();
    List<Node> text = new ArrayList<>();
    for (Node node : element.content()) {
      if (node instanceof Node.Element child) {
        put(children, child, values);
      } else if (node instanceof Node.Place place
          && value(place, values) instanceof Fields nested) {
        spend(nested.size());
        for (Map.Entry<String, Value> entry : nested.asMap().entrySet()) {
          add(children, entry.getKey(), entry.getValue());
        }
      } else {
        text.add(node);
      }
    }
    add(sisters, key, value(all, children, joined(text, values)));
  }

  private static Value value(
      Map<String, Value> attributes, Map<String, Value> children, Value text) {
    if (attributes.isEmpty() && children.isEmpty()) {
      return text;
    }
    Map<String, Value> all = new LinkedHashMap<>();
    if (!attributes.isEmpty()) {
      all.put("#attributes", Fields.of(attributes));
    }
    all.putAll(children);
    if (children.isEmpty() && text != Value.Nothing.NOTHING) {
      all.put("#text", text);
    }
    return Fields.of(all);
  }

  private void add(Map<String, Value> sisters, String key, Value value)
      throws MalformedRecordException {
    Value before = sisters.get(key);
    if (before == null) {
      sisters.put(key, value);
      return;
    }
    List<Value> all =
        new ArrayList<>(before instanceof Value.Many many ? many.values() : List.of(before));
    all.addAll(value instanceof Value.Many many ? many.values() : List.of(value));
    spend(all.size());
    sisters.put(key, new Value.Many(all));
  }

  /** One value as it is; several as one text. */
  private Value joined(List<Node> parts, List<Value> values) throws MalformedRecordException {
    spend(parts.size());
    if (parts.isEmpty()) {
      return Value.Nothing.NOTHING;
    }
    if (parts.size() == 1) {
      return single(parts.getFirst(), values);
    }
    var text = new StringBuilder();
    for (Node part : parts) {
      String more = single(part, values).toString();
      spend(more.length());
      text.append(more);
    }
    return new Value.Text(text.toString());
  }

  private static Value single(Node part, List<Value> values) {
    return switch (part) {
      case Node.Text text -> new Value.Text(text.text());
      case Node.Place place -> value(place, values);
      case Node.Element element -> Value.Nothing.NOTHING;
    };
  }

  private static Value value(Node.Place place, List<Value> values) {
    return place.number() < values.size() ? values.get(place.number()) : Value.Nothing.NOTHING;
  }

  private void spend(int amount) throws MalformedRecordException {
    unfolded += amount;
    if (unfolded > MOST_UNFOLDED) {
      throw new MalformedRecordException("unfolds to more than " + MOST_UNFOLDED + " parts");
    }
  }
}
