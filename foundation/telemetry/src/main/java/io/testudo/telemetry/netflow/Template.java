package io.testudo.telemetry.netflow;

import java.util.Arrays;

/**
 * How the records of a set are laid out: the exporter's list of fields, compiled to what is done
 * with each.
 */
final class Template {

  /** Instead of a length: the value says its own. */
  static final int VARIABLE = 65_535;

  private static final int LONG_VALUE = 255;

  final int id;

  /** Whether its records tell of the exporter, not of flows. */
  final boolean tellsOptions;

  /** The fields as defined: enterprise, id and length in the upper 32 and twice 16 bits. */
  final long[] fields;

  /** How many of the first fields say what an options record is about. */
  final int scopeFields;

  private final byte[] uses;
  private final int[] lengths;

  /** The least bytes of a record; all its bytes unless {@link #isVariable}. */
  final int leastBytes;

  final boolean isVariable;

  /** When its records were decoded last, by the clock of arrival; the definition counts too. */
  long usedNanos;

  /** Whether any record was decoded by it. */
  boolean isUsed;

  /**
   * Compiles a definition.
   *
   * @param namesScope whether the scope fields are named as in version 9, by numbers of their own
   */
  Template(int id, boolean tellsOptions, long[] fields, int scopeFields, boolean namesScope) {
    this.id = id;
    this.tellsOptions = tellsOptions;
    this.fields = fields;
    this.scopeFields = scopeFields;
    byte[] steps = new byte[fields.length];
    int[] stepLengths = new int[fields.length];
    int count = 0;
    int bytes = 0;
    boolean variable = false;
    for (int i = 0; i < fields.length; i++) {
      int length = (int) fields[i] & 0xFFFF;
      int use =
          namesScope && i < scopeFields
              ? Element.SKIP
              : fit(Element.use((int) (fields[i] >>> 16) & 0xFFFF, fields[i] >>> 32), length);
      variable |= length == VARIABLE;
      bytes += length == VARIABLE ? 1 : length;
      boolean joins =
          use == Element.SKIP
              && length != VARIABLE
              && count > 0
              && steps[count - 1] == Element.SKIP
              && stepLengths[count - 1] != VARIABLE
              && stepLengths[count - 1] + length < VARIABLE;
      if (joins) {
        stepLengths[count - 1] += length;
      } else {
        steps[count] = (byte) use;
        stepLengths[count++] = length;
      }
    }
    this.uses = Arrays.copyOf(steps, count);
    this.lengths = Arrays.copyOf(stepLengths, count);
    this.leastBytes = bytes;
    this.isVariable = variable;
  }

  /** A field of a length that its element cannot have is passed over. */
  private static int fit(int use, int length) {
    return switch (use) {
      case Element.SOURCE4, Element.DESTINATION4 -> length == 4 ? use : Element.SKIP;
      case Element.SOURCE6, Element.DESTINATION6 -> length == 16 ? use : Element.SKIP;
      case Element.START_NTP, Element.END_NTP -> length == 8 ? use : Element.SKIP;
      default -> length >= 1 && length <= 8 ? use : Element.SKIP;
    };
  }

  /** Whether it says the same as another definition. */
  boolean isSameAs(Template other) {
    return tellsOptions == other.tellsOptions
        && scopeFields == other.scopeFields
        && Arrays.equals(fields, other.fields);
  }

  /**
   * Reads the record at {@code at} into {@code values}.
   *
   * @return where it ends, or −1 if it would not before {@code end}
   */
  int read(byte[] bytes, int at, int end, RecordValues values) {
    if (end - at < leastBytes) {
      return -1;
    }
    int from = at;
    for (int i = 0; i < uses.length; i++) {
      int length = lengths[i];
      if (length == VARIABLE) {
        if (from >= end) {
          return -1;
        }
        length = bytes[from++] & 0xFF;
        if (length == LONG_VALUE) {
          if (end - from < 2) {
            return -1;
          }
          length = Octets.u16(bytes, from);
          from += 2;
        }
      }
      if (isVariable && length > end - from) {
        return -1;
      }
      if (uses[i] != Element.SKIP) {
        values.take(uses[i], bytes, from, length);
      }
      from += length;
    }
    return from;
  }
}
