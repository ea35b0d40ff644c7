package io.testudo.ocsf.validation;

/**
 * One way in which an event does not follow the schema.
 *
 * @param path where, as in {@code observables[2].type_id}; empty for the event itself
 * @param rule what kind of rule is broken
 * @param message one line for people
 */
public record Violation(String path, Rule rule, String message) {

  /** The kinds of rule that an event can break. */
  public enum Rule {
    /** The event is an object of a class that the schema knows. */
    CLASS,
    /** Category, class, activity and type agree in number and name. */
    CLASSIFICATION,
    /** Attributes that must be there are. */
    REQUIRED,
    /** Of certain attributes at least one, or just one, is there. */
    CONSTRAINT,
    /** Every attribute is one of its class or object. */
    UNKNOWN_ATTRIBUTE,
    /** Attributes of a profile stand only where {@code metadata.profiles} names it. */
    PROFILE,
    /** A value has the JSON type that its attribute asks for. */
    TYPE,
    /** A value is within the range, length or pattern of its type. */
    VALUE,
    /** A number or text is one of the enumeration's. */
    ENUM,
    /** The text beside an enumeration's number is the one that belongs to it. */
    SIBLING,
    /** The event is within the limits of what is checked. */
    LIMIT
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "event" : path) + ": " + message + " [" + rule + "]";
  }
}
