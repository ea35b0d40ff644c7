package io.testudo.vocabulary.entity;

import java.util.Locale;

/**
 * Somebody or something that can attack, be attacked or be used: the node of an incident's graph.
 *
 * <p>Two entities are the same if kind and name are; names are folded to lower case, since host,
 * user and domain names are compared so in the field.
 *
 * @param kind what it is
 * @param name its name in the field's usual spelling, for instance {@code 10.0.0.5} or {@code
 *     corp\alice}; at most 256 characters, longer ones are cut
 */
public record Entity(Kind kind, String name) implements Comparable<Entity> {

  /** What an entity is. */
  public enum Kind {
    ADDRESS,
    HOST,
    USER,
    PROCESS,
    FILE,
    DOMAIN,
    SERVICE
  }

  private static final int MOST_CHARACTERS = 256;

  public Entity {
    name = name.strip().toLowerCase(Locale.ROOT);
    if (name.length() > MOST_CHARACTERS) {
      name = name.substring(0, MOST_CHARACTERS);
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name of a " + kind + " entity must not be empty");
    }
  }

  /** The entity that stands for this address. */
  public static Entity of(IpAddress address) {
    return new Entity(Kind.ADDRESS, address.toString());
  }

  /** Its spelling as one word, {@code kind:name}; {@link #parse} reads it back. */
  public String key() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
  }

  /** The entity that {@link #key} spelled. */
  public static Entity parse(String key) {
    int colon = key.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("key (" + key + ") of an entity must be kind:name");
    }
    return new Entity(
        Kind.valueOf(key.substring(0, colon).toUpperCase(Locale.ROOT)), key.substring(colon + 1));
  }

  @Override
  public int compareTo(Entity other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return key();
  }
}
