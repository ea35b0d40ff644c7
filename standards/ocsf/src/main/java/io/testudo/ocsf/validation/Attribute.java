package io.testudo.ocsf.validation;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a class or object, with all it inherits.
 *
 * @param scalar its type where it is not an object
 * @param objectName its type where it is an object
 * @param isArray whether its value is an array of that type
 * @param isRequired whether it must be there
 * @param profiles of which one must be named for it to be there; none if it may always be
 * @param captions its enumeration: captions by value; empty where there is none
 * @param sibling the attribute that holds the caption
 */
record Attribute(
    @Nullable ScalarType scalar,
    @Nullable String objectName,
    boolean isArray,
    boolean isRequired,
    Set<String> profiles,
    Map<String, String> captions,
    @Nullable String sibling) {

  Attribute {
    profiles = Set.copyOf(profiles);
    captions = Map.copyOf(captions);
  }

  boolean isAllowedBy(Set<String> activeProfiles) {
    return profiles.isEmpty() || profiles.stream().anyMatch(activeProfiles::contains);
  }
}
