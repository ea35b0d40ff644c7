package io.testudo.suricata.rule;

import io.testudo.suricata.dataset.Lookup;
import io.testudo.suricata.payload.PayloadCheck;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.transform.Transform;
import java.util.List;

/** A look at one part of what was sent. */
public sealed interface Look {

  /**
   * What octets must satisfy.
   *
   * @param transforms what is made of them first
   * @param checks what must hold for what they became
   * @param lookups what data sets must say of it then
   */
  record Wanted(List<Transform> transforms, List<PayloadCheck> checks, List<Lookup> lookups) {
    /** Copies the lists. */
    public Wanted {
      transforms = List.copyOf(transforms);
      checks = List.copyOf(checks);
      lookups = List.copyOf(lookups);
    }
  }

  /** At a packet's payload or at the stream that it is part of. */
  record AtPayload(Wanted wanted) implements Look {}

  /** At a header of the packet, or at an address of it. */
  record AtHeader(String header, Wanted wanted) implements Look {}

  /** At a part of a message. */
  sealed interface AtMessage extends Look {
    /** The sides whose messages may have it. */
    Sides sides();

    /** The stage from which on it does not change. */
    int stage();
  }

  /**
   * At octets of a message.
   *
   * @param absent what it means if the message has no such octets
   */
  record AtBuffer(String buffer, Sides sides, int stage, Absent absent, Wanted wanted)
      implements AtMessage {}

  /** What it means that a part is not there. */
  enum Absent {
    /** The look fails. */
    FAILS,
    /** The look succeeds as well. */
    SUCCEEDS,
    /** The look succeeds only then. */
    REQUIRED
  }

  /** At numbers of a message. */
  record AtNumber(String field, Sides sides, int stage, Numbers wanted, Index index)
      implements AtMessage {}

  /** Which of several numbers is meant. */
  record Index(Kind kind, int place) {
    /** Any of them. */
    public static final Index ANY = new Index(Kind.ANY, 0);

    /** Which of several. */
    public enum Kind {
      ANY,
      ALL,
      AT
    }

    boolean holds(List<Long> numbers, Numbers wanted) {
      return switch (kind) {
        case ANY -> numbers.stream().anyMatch(wanted::test);
        case ALL -> !numbers.isEmpty() && numbers.stream().allMatch(wanted::test);
        case AT -> {
          int at = place < 0 ? numbers.size() + place : place;
          yield at >= 0 && at < numbers.size() && wanted.test(numbers.get(at));
        }
      };
    }

    /** Whether numbers satisfy a condition. */
    public static boolean holds(Index index, List<Long> numbers, Numbers wanted) {
      return index.holds(numbers, wanted);
    }
  }

  /** At what happened in a message. */
  record AtEvent(String event) implements AtMessage {
    @Override
    public Sides sides() {
      return Sides.BOTH;
    }

    @Override
    public int stage() {
      return 1;
    }
  }
}
