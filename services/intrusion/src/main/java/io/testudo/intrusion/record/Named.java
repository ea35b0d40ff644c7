package io.testudo.intrusion.record;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.IpAddress;

/** Machines by what a record calls them. */
public final class Named {

  private Named() {}

  /**
   * The machine that a record calls so: an address if it is one, else a host by its first label.
   */
  public static Entity machine(String name) {
    IpAddress address = IpAddress.parseOrNull(name);
    if (address != null) {
      return Entity.of(address);
    }
    int dot = name.indexOf('.');
    String label = dot > 0 ? name.substring(0, dot) : name;
    return new Entity(Entity.Kind.HOST, label.isBlank() ? "unknown" : label);
  }
}
