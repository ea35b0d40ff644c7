package io.testudo.suricata.payload;

import io.testudo.suricata.regex.BoundedRegex;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.transform.Base64Settings;
import java.util.List;

/** One condition on a run of octets, seen from where the condition before it ended. */
public sealed interface PayloadCheck {

  /** Whether where it looks follows from the conditions before it. */
  boolean isRelative();

  /**
   * Octets that must be there, or must not.
   *
   * @param pattern the octets, letters in lower case if {@code ignoreCase}
   * @param ignoreCase whether letters of either case are alike
   * @param negated whether the octets must not be there
   * @param place where they must be
   */
  record Content(byte[] pattern, boolean ignoreCase, boolean negated, Place place)
      implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return place.isRelative();
    }
  }

  /** An expression that must be found, or must not. */
  record Regex(BoundedRegex regex, boolean relative, boolean negated) implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return relative;
    }
  }

  /** Octets must be there at a distance, or must not. */
  record DataAt(Amount distance, boolean relative, boolean negated) implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return relative || distance.isRead();
    }
  }

  /** The run has a size. */
  record Size(Numbers size) implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return false;
    }
  }

  /** A number in the octets is compared. */
  record ByteTest(NumberField field, Comparison comparison, Amount value, boolean negated)
      implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return true;
    }
  }

  /** How a number is compared. */
  enum Comparison {
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    AND,
    OR;

    boolean holds(long left, long right) {
      return switch (this) {
        case LESS -> Long.compareUnsigned(left, right) < 0;
        case LESS_OR_EQUAL -> Long.compareUnsigned(left, right) <= 0;
        case EQUAL -> left == right;
        case GREATER -> Long.compareUnsigned(left, right) > 0;
        case GREATER_OR_EQUAL -> Long.compareUnsigned(left, right) >= 0;
        case AND -> (left & right) != 0;
        case OR -> (left ^ right) != 0;
      };
    }
  }

  /**
   * Goes on as many octets as a number says.
   *
   * @param field the number; of no octets if the jump is {@code post} alone
   * @param multiplier what the number is multiplied by
   * @param align whether it is rounded up to a multiple of four
   * @param origin where the jump begins
   * @param post octets added
   */
  record ByteJump(NumberField field, long multiplier, boolean align, Origin origin, Amount post)
      implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return true;
    }
  }

  /** Where a jump begins. */
  enum Origin {
    NUMBER,
    BEGINNING,
    END
  }

  /** Keeps a number of the octets for the conditions that follow. */
  record ByteExtract(NumberField field, long multiplier, int align, int slot)
      implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return true;
    }
  }

  /** Keeps what is reckoned from a number of the octets. */
  record ByteMath(NumberField field, Operation operation, Amount operand, int slot)
      implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return true;
    }
  }

  /** How a kept number is reckoned. */
  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    SHIFT_LEFT,
    SHIFT_RIGHT
  }

  /** Octets that are base64, and conditions on what they spell. */
  record Base64(Base64Settings settings, List<PayloadCheck> inner) implements PayloadCheck {
    @Override
    public boolean isRelative() {
      return settings.relative();
    }
  }
}
