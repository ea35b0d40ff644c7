package io.testudo.intrusion.record;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.IpAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Machines and accounts by what a record calls them. */
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

  /** Whom or what a field of this name holds; null where its name and value do not tell. */
  public static @Nullable Entity inField(String field, String value) {
    IpAddress address = IpAddress.parseOrNull(Logon.plainClient(value));
    if (address != null) {
      return Entity.of(address);
    }
    String name = field.toLowerCase(Locale.ROOT);
    if (name.contains("user") || name.contains("account")) {
      String user = WellKnownUsers.isSystem(value) ? "" : Logon.plainUser(value);
      return user.isEmpty() ? null : new Entity(Entity.Kind.USER, user);
    }
    boolean machine = name.contains("host") || name.contains("computer");
    return machine && !value.isBlank() ? machine(value) : null;
  }
}
