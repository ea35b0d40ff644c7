package io.testudo.simulation.office;

/**
 * An account of the office's domain and the person or service behind it.
 *
 * @param fullName first and last name, or what the service is
 * @param account the name it logs on with
 * @param relativeId the last part of its security identifier
 * @param role what it may do
 */
public record Person(String fullName, String account, int relativeId, Role role) {

  /** What an account may do. */
  public enum Role {
    /** Works at a desk. */
    EMPLOYEE,
    /** Works at a desk and on many Linux machines. */
    DEVELOPER,
    /** Administers the domain, from the administrators' workstation. */
    ADMINISTRATOR,
    /** A program's account. */
    SERVICE
  }
}
