package io.testudo.telemetry.evtx;

import java.util.List;

/** A part of an event's XML, with places for the values of each single event. */
sealed interface Node {

  /** Characters. */
  record Text(String text) implements Node {}

  /** A place for the value of this number. */
  record Place(int number) implements Node {}

  /** An element. */
  record Element(String name, List<Attribute> attributes, List<Node> content) implements Node {
    public Element {
      attributes = List.copyOf(attributes);
      content = List.copyOf(content);
    }
  }

  /** An attribute; {@code parts} are no elements. */
  record Attribute(String name, List<Node> parts) {
    public Attribute {
      parts = List.copyOf(parts);
    }
  }
}
