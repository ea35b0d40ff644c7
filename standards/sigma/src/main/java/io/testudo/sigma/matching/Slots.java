package io.testudo.sigma.matching;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields that rules name, numbered. */
final class Slots {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private BitSet asked = new BitSet();

  /** The number of a field. */
  int of(String field) {
    int number =
        numbers.computeIfAbsent(
            field,
            name -> {
              names.add(name);
              return names.size() - 1;
            });
    asked.set(number);
    return number;
  }

  /** The numbers asked for since this was called last. */
  BitSet takeAsked() {
    BitSet taken = asked;
    asked = new BitSet();
    return taken;
  }

  List<String> names() {
    return names;
  }

  int size() {
    return names.size();
  }
}
