package io.testudo.vocabulary.entity;

/**
 * An entity and the part it plays in a finding or an incident.
 *
 * @param entity who or what
 * @param role the part played
 */
public record Involvement(Entity entity, Role role) implements Comparable<Involvement> {

  /** The part that an entity plays. */
  public enum Role {
    /** Acts against others: the scanner, the host that sends data out, the logon's user. */
    ACTOR,
    /** Is acted against. */
    TARGET,
    /** Is where it was seen, or was used, without being known to be either. */
    INVOLVED
  }

  @Override
  public int compareTo(Involvement other) {
    int byRole = role.compareTo(other.role);
    return byRole != 0 ? byRole : entity.compareTo(other.entity);
  }
}
