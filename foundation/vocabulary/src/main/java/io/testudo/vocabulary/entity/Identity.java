package io.testudo.vocabulary.entity;

import java.time.Instant;

/**
 * That an address belonged to a host, a user or another address for a while, as a record told.
 *
 * @param address the address
 * @param owner who had it: a host or user, or the outside address at the other end of a tunnel
 * @param source what kind of record told so
 * @param since from when; the record's time
 * @param until to when, as far as the record lets expect; not before {@code since}
 * @param witness who told, or the hardware address that asked; may be empty
 */
public record Identity(
    Entity address, Entity owner, Source source, Instant since, Instant until, String witness) {

  /** What kind of record told of an identity. */
  public enum Source {
    /** A machine's agent named the machine's own address. */
    OWN_RECORD("the machine's own record", true),
    /** The machine's account proved itself to the directory from there. */
    MACHINE_LOGON("a log-on of the machine's account", true),
    /** A gateway gave the address to a session that had logged on. */
    VPN_SESSION("the VPN gateway", true),
    /** The address was leased to whoever said this name. */
    LEASE("a DHCP lease", false);

    private final String words;
    private final boolean authenticated;

    Source(String words, boolean authenticated) {
      this.words = words;
      this.authenticated = authenticated;
    }

    /** What it is, for a person. */
    public String words() {
      return words;
    }

    /** Whether the owner had to prove the name; otherwise anybody on the network can say it. */
    public boolean isAuthenticated() {
      return authenticated;
    }
  }

  public Identity {
    if (until.isBefore(since)) {
      throw new IllegalArgumentException(
          "until ("
              + until
              + ") of identity "
              + address
              + " must not precede since ("
              + since
              + ")");
    }
    witness = witness.length() <= 256 ? witness : witness.substring(0, 256);
  }

  /** Whether it speaks of this entity. */
  public boolean isOf(Entity entity) {
    return address.equals(entity) || owner.equals(entity);
  }

  /** The other of the two. */
  public Entity other(Entity entity) {
    return address.equals(entity) ? owner : address;
  }
}
