package io.testudo.sigma.detection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value modifiers of Sigma 2.1, by the names of its appendix. */
enum Modifier {
  ALL,
  STARTSWITH,
  ENDSWITH,
  CONTAINS,
  EXISTS,
  CASED,
  NEQ,
  WINDASH,
  RE,
  I,
  M,
  S,
  BASE64,
  BASE64OFFSET,
  UTF16LE,
  UTF16BE,
  UTF16,
  WIDE,
  LT,
  LTE,
  GT,
  GTE,
  MINUTE,
  HOUR,
  DAY,
  WEEK,
  MONTH,
  YEAR,
  CIDR,
  EXPAND,
  FIELDREF;

  /** The modifier of this name; null where Sigma has none. */
  static @Nullable Modifier named(String name) {
    for (Modifier modifier : values()) {
      if (modifier.written().equals(name)) {
        return modifier;
      }
    }
    return null;
  }

  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
