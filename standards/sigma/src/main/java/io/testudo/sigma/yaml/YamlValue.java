package io.testudo.sigma.yaml;

import java.util.List;
import java.util.Map;

/** A value of a YAML document, resolved by the core schema of YAML 1.2, with the line it is on. */
public sealed interface YamlValue {

  /** The line of the file, counted from 1. */
  int line();

  /** A value that is neither a list nor a map. */
  sealed interface Scalar extends YamlValue {
    /** The value as it was written, without quotes. */
    String source();
  }

  /** A string. */
  record Text(String source, int line) implements Scalar {}

  /** A number, still as it was written. */
  record Numeral(String source, int line) implements Scalar {}

  /** {@code true} or {@code false}. */
  record Flag(String source, int line) implements Scalar {
    public boolean isTrue() {
      return source.equalsIgnoreCase("true");
    }
  }

  /** {@code null}, {@code ~} or nothing at all. */
  record Nothing(int line) implements Scalar {
    @Override
    public String source() {
      return "";
    }
  }

  /** A list. */
  record Items(List<YamlValue> values, int line) implements YamlValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A map, in the order of the file. */
  record Fields(Map<String, YamlValue> entries, int line) implements YamlValue {}

  /** What kind of value this is, for messages. */
  default String kind() {
    return switch (this) {
      case Text text -> "text";
      case Numeral numeral -> "a number";
      case Flag flag -> "a truth value";
      case Nothing nothing -> "nothing";
      case Items items -> "a list";
      case Fields fields -> "a map";
    };
  }
}
