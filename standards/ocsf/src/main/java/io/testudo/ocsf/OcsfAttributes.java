package io.testudo.ocsf;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Attributes being collected, of an event or of an object within it. Values are copied in; setting
 * an attribute again replaces its value. Not safe for use by several threads.
 *
 * @param <T> the builder itself
 */
public abstract sealed class OcsfAttributes<T extends OcsfAttributes<T>>
    permits OcsfObject, OcsfEvent {

  private static final int OTHER = 99;
  private static final String ID = "_id";

  final ObjectNode json = JsonNodeFactory.instance.objectNode();

  OcsfAttributes() {}

  /** This builder. */
  abstract T self();

  /** Refuses attributes that the caller may not set with the general methods. */
  void requireFree(String attribute) {}

  /** Sets a text. */
  public final T set(String attribute, String value) {
    return put(attribute, JsonNodeFactory.instance.stringNode(value));
  }

  /** Sets a whole number. */
  public final T set(String attribute, long value) {
    return put(attribute, JsonNodeFactory.instance.numberNode(value));
  }

  /** Sets a number, which must be finite. */
  public final T set(String attribute, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "The value (" + value + ") of " + attribute + " must be a finite number.");
    }
    return put(attribute, JsonNodeFactory.instance.numberNode(value));
  }

  /** Sets a time, which OCSF counts in milliseconds since 1970. */
  public final T set(String attribute, Instant value) {
    return set(attribute, value.toEpochMilli());
  }

  /** Sets an object. One without attributes says nothing and is left out. */
  public final T set(String attribute, OcsfObject value) {
    return value.json.isEmpty() ? self() : put(attribute, value.toJson());
  }

  /** Sets any JSON value. */
  public final T set(String attribute, JsonNode value) {
    return put(attribute, value.deepCopy());
  }

  /** Sets a flag to true. */
  public final T setTrue(String attribute) {
    return put(attribute, JsonNodeFactory.instance.booleanNode(true));
  }

  /** Sets a flag to false. */
  public final T setFalse(String attribute) {
    return put(attribute, JsonNodeFactory.instance.booleanNode(false));
  }

  /** Sets a text, if there is one. */
  public final T setIfKnown(String attribute, @Nullable String value) {
    return value == null ? self() : set(attribute, value);
  }

  /** Sets a number, if there is one. */
  public final T setIfKnown(String attribute, @Nullable Number value) {
    return switch (value) {
      case null -> self();
      case Double real -> set(attribute, real.doubleValue());
      case Float real -> set(attribute, real.doubleValue());
      case java.math.BigDecimal real -> put(attribute, DecimalNode.valueOf(real));
      default -> set(attribute, value.longValue());
    };
  }

  /** Sets a time, if there is one. */
  public final T setIfKnown(String attribute, @Nullable Instant value) {
    return value == null ? self() : set(attribute, value);
  }

  /** Adds a text to an array. */
  public final T add(String attribute, String value) {
    array(attribute).add(value);
    return self();
  }

  /** Adds a whole number to an array. */
  public final T add(String attribute, long value) {
    array(attribute).add(value);
    return self();
  }

  /** Adds an object to an array. One without attributes is left out. */
  public final T add(String attribute, OcsfObject value) {
    if (!value.json.isEmpty()) {
      array(attribute).add(value.toJson());
    }
    return self();
  }

  /** Adds texts to an array; none leave the attribute out. */
  public final T addAll(String attribute, Collection<String> values) {
    values.forEach(value -> add(attribute, value));
    return self();
  }

  /** Sets the number of an enumeration and the text of its sibling, which bears its name. */
  public final T code(String idAttribute, int id, String caption) {
    String sibling = siblingOf(idAttribute);
    requireFree(sibling);
    return set(idAttribute, id).set(sibling, caption);
  }

  /** Sets an enumeration and its sibling. */
  public final T code(String idAttribute, OcsfCode code) {
    return code(idAttribute, code.id(), code.caption());
  }

  /** Sets an enumeration to Other, and its sibling to the source's own word. */
  public final T other(String idAttribute, String label) {
    return code(idAttribute, OTHER, label);
  }

  private static String siblingOf(String idAttribute) {
    if (!idAttribute.endsWith(ID)) {
      throw new IllegalArgumentException(
          "The name (" + idAttribute + ") of an enumeration must end in " + ID + ".");
    }
    return idAttribute.substring(0, idAttribute.length() - ID.length());
  }

  private ArrayNode array(String attribute) {
    requireFree(attribute);
    return json.get(attribute) instanceof ArrayNode array ? array : json.putArray(attribute);
  }

  private T put(String attribute, JsonNode value) {
    requireFree(attribute);
    json.set(attribute, value);
    return self();
  }

  /** What was collected, as a copy. */
  public final ObjectNode toJson() {
    return json.deepCopy();
  }

  @Override
  public final String toString() {
    return json.toString();
  }
}
