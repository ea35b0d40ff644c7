package io.testudo.suricata.rule;

/** The ends of what is seen, in text. */
public final class Sights {
  private Sights() {}

  public static String source(Sight sight) {
    if (sight.packet() != null) {
      return sight.packet().source();
    }
    return sight.flow() == null ? "" : sight.flow().sender(sight.side()).address();
  }

  public static String destination(Sight sight) {
    if (sight.packet() != null) {
      return sight.packet().destination();
    }
    return sight.flow() == null ? "" : sight.flow().sender(sight.side().other()).address();
  }

  public static int sourcePort(Sight sight) {
    if (sight.packet() != null) {
      return sight.packet().sourcePort();
    }
    return sight.flow() == null ? 0 : sight.flow().sender(sight.side()).port();
  }

  public static int destinationPort(Sight sight) {
    if (sight.packet() != null) {
      return sight.packet().destinationPort();
    }
    return sight.flow() == null ? 0 : sight.flow().sender(sight.side().other()).port();
  }
}
