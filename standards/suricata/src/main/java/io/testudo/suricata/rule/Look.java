package io.testudo.suricata.rule;

import io.testudo.suricata.payload.PayloadCheck;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.transform.Transform;
import java.util.List;

/** A look at one part of what was sent. */
public sealed interface Look {

  /** At a packet's payload or at the stream that it is part of. */
  record AtPayload(List<PayloadCheck> checks, List<Transform> transforms) implements Look {
    /** Copies the lists. */
    public AtPayload {
      checks = List.copyOf(checks);
      transforms = List.copyOf(transforms);
    }
  }

  /** At a header of the packet. */
  record AtHeader(String header, List<PayloadCheck> checks, List<Transform> transforms)
      implements Look {
    /** Copies the lists. */
    public AtHeader {
      checks = List.copyOf(checks);
      transforms = List.copyOf(transforms);
    }
  }

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
  record AtBuffer(
      String buffer,
      Sides sides,
      int stage,
      Absent absent,
      List<PayloadCheck> checks,
      List<Transform> transforms)
      implements AtMessage {
    /** Copies the lists. */
    public AtBuffer {
      checks = List.copyOf(checks);
      transforms = List.copyOf(transforms);
    }
  }

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
