package io.testudo.sigma.matching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields that rules name, numbered. */
final class Slots {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** The number of a field. */
  int of(String field) {
    return numbers.computeIfAbsent(
        field,
        name -> {
          names.add(name);
          return names.size() - 1;
        });
  }

  List<String> names() {
    return names;
  }

  int size() {
    return names.size();
  }
}
