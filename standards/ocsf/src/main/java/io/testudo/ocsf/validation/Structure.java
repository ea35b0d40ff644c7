package io.testudo.ocsf.validation;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes of a class or object and the constraints among them.
 *
 * @param caption its name for people
 * @param attributes by name, in its order, so that reports have one; an object without any may hold
 *     anything
 * @param atLeastOne paths of which one or more must be there; empty for no constraint
 * @param justOne paths of which exactly one must be there; empty for no constraint
 */
record Structure(
    String caption,
    SortedMap<String, Attribute> attributes,
    List<String> atLeastOne,
    List<String> justOne) {

  Structure {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    atLeastOne = List.copyOf(atLeastOne);
    justOne = List.copyOf(justOne);
  }

  boolean isFreeForm() {
    return attributes.isEmpty();
  }
}
