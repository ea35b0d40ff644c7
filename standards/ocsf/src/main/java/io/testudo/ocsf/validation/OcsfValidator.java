package io.testudo.ocsf.validation;

import io.testudo.ocsf.validation.Violation.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells how an event differs from what a schema asks for.
 *
 * <p>Numbers follow the dictionary: {@code integer_t} and {@code long_t} are whole numbers of at
 * most 64 bits, since OCSF gives the former no size. Null is not a value of any type but JSON. An
 * object that the schema leaves without attributes, as {@code unmapped}, may hold anything. Where
 * an enumeration is Other (99), the text beside it must be there and may be any.
 *
 * <p>Time is linear in the size of the event. At most {@value #MAX_VIOLATIONS} violations are
 * reported, and what is nested deeper than {@value #MAX_DEPTH} objects is not looked at; either
 * adds a violation of {@link Rule#LIMIT}. Safe for use by several threads.
 */
public final class OcsfValidator {

  /** How many violations are reported, before the one that says that there are more. */
  public static final int MAX_VIOLATIONS = 200;

  /** How many objects may be nested. */
  public static final int MAX_DEPTH = 64;

  private static final String OTHER = "99";

  /** Attributes of an event whose values the class determines, not their enumeration. */
  private static final Set<String> CLASSIFYING = Set.of("category_uid", "class_uid", "type_uid");

  private final OcsfSchema schema;

  /** A validator of events of this version. */
  public OcsfValidator(OcsfSchema schema) {
    this.schema = schema;
  }

  /** How the event differs from the schema, in the order of its attributes; empty if nowhere. */
  public List<Violation> validate(JsonNode event) {
    Run run = new Run();
    try {
      run.event(event);
    } catch (FullException e) {
      run.found.add(new Violation("", Rule.LIMIT, "has more violations than are reported"));
    }
    return List.copyOf(run.found);
  }

  /** The validation of one event. */
  private final class Run {

    private final List<Violation> found = new ArrayList<>();
    private Set<String> activeProfiles = Set.of();

    void event(JsonNode event) {
      if (!event.isObject()) {
        report("", Rule.CLASS, "must be a JSON object");
        return;
      }
      JsonNode uid = event.path("class_uid");
      EventClass eventClass =
          uid.isIntegralNumber() && uid.canConvertToLong()
              ? schema.eventClass(uid.longValue())
              : null;
      if (eventClass == null) {
        report("class_uid", Rule.CLASS, "must be the number of a class of " + schema.version());
        return;
      }
      activeProfiles = activeProfiles(event.path("metadata").path("profiles"));
      classification(event, eventClass);
      members(event, eventClass.structure(), "", MAX_DEPTH);
    }

    private Set<String> activeProfiles(JsonNode names) {
      Set<String> active = new HashSet<>();
      for (int i = 0; names.isArray() && i < names.size(); i++) {
        String name = Definitions.unscoped(names.get(i).asString(""));
        if (schema.hasProfile(name)) {
          active.add(name);
        } else {
          report("metadata.profiles[" + i + "]", Rule.PROFILE, "must be the name of a profile");
        }
      }
      return active;
    }

    private void classification(JsonNode event, EventClass eventClass) {
      number(event, "category_uid", eventClass.categoryUid());
      name(event, "category_name", eventClass.categoryCaption());
      name(event, "class_name", eventClass.structure().caption());
      JsonNode activity = event.path("activity_id");
      if (activity.isIntegralNumber() && activity.canConvertToInt()) {
        number(event, "type_uid", eventClass.uid() * 100 + activity.longValue());
        Attribute attribute = eventClass.structure().attributes().get("activity_id");
        String caption = attribute == null ? null : attribute.captions().get(activity.asString());
        if (caption != null) {
          name(event, "type_name", eventClass.structure().caption() + ": " + caption);
        }
      }
    }

    /** Whether it is there at all is the business of the attribute's requirement. */
    private void number(JsonNode event, String attribute, long expected) {
      JsonNode value = event.path(attribute);
      if (value.isIntegralNumber()
          && !(value.canConvertToLong() && value.longValue() == expected)) {
        report(attribute, Rule.CLASSIFICATION, "must be " + expected);
      }
    }

    private void name(JsonNode event, String attribute, String expected) {
      JsonNode value = event.path(attribute);
      if (value.isString() && !value.stringValue().equals(expected)) {
        report(attribute, Rule.CLASSIFICATION, "must be \"" + expected + "\"");
      }
    }

    private void members(JsonNode object, Structure structure, String path, int depthLeft) {
      if (structure.isFreeForm()) {
        return;
      }
      if (depthLeft == 0) {
        report(path, Rule.LIMIT, "is nested too deeply to be checked");
        return;
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        Attribute attribute = structure.attributes().get(member.getKey());
        if (attribute == null) {
          report(
              child(path, member.getKey()),
              Rule.UNKNOWN_ATTRIBUTE,
              "is not an attribute of " + structure.caption());
        } else {
          present(object, member, attribute, child(path, member.getKey()), depthLeft);
        }
      }
      structure.attributes().forEach((name, attribute) -> absent(object, name, attribute, path));
      constraints(object, structure, path);
    }

    private void present(
        JsonNode object,
        Map.Entry<String, JsonNode> member,
        Attribute attribute,
        String path,
        int depthLeft) {
      if (!attribute.isAllowedBy(activeProfiles)) {
        report(
            path,
            Rule.PROFILE,
            "needs metadata.profiles to name one of "
                + attribute.profiles().stream().sorted().toList());
      }
      JsonNode value = member.getValue();
      if (attribute.isArray()) {
        if (!value.isArray()) {
          report(path, Rule.TYPE, "must be an array");
          return;
        }
        for (int i = 0; i < value.size(); i++) {
          value(value.get(i), attribute, path + "[" + i + "]", depthLeft);
        }
      } else {
        value(value, attribute, path, depthLeft);
      }
      boolean isClassifying = path.equals(member.getKey()) && CLASSIFYING.contains(path);
      if (!attribute.captions().isEmpty() && !isClassifying) {
        enumeration(object, value, attribute, path);
      }
    }

    private void absent(JsonNode object, String name, Attribute attribute, String path) {
      if (attribute.isRequired() && attribute.isAllowedBy(activeProfiles) && !object.has(name)) {
        report(child(path, name), Rule.REQUIRED, "must be there");
      }
    }

    private void value(JsonNode value, Attribute attribute, String path, int depthLeft) {
      ScalarType scalar = attribute.scalar();
      if (scalar == null) {
        if (value.isObject()) {
          Structure structure = schema.object(String.valueOf(attribute.objectName()));
          members(value, structure, path, depthLeft - 1);
        } else {
          report(path, Rule.TYPE, "must be an object");
        }
        return;
      }
      String wrongType = scalar.wrongType(value);
      if (wrongType != null) {
        report(path, Rule.TYPE, "must be " + wrongType);
        return;
      }
      String wrongValue = scalar.wrongValue(value);
      if (wrongValue != null) {
        report(path, Rule.VALUE, "must be " + wrongValue);
      }
    }

    private void enumeration(JsonNode object, JsonNode value, Attribute attribute, String path) {
      JsonNode sibling =
          attribute.sibling() == null
              ? object.path("")
              : object.path(String.valueOf(attribute.sibling()));
      String siblingPath = sibling(path, attribute.sibling());
      if (!attribute.isArray()) {
        enumerated(value, attribute, path);
        caption(value, attribute, sibling, siblingPath);
        return;
      }
      for (int i = 0; i < value.size(); i++) {
        enumerated(value.get(i), attribute, path + "[" + i + "]");
        if (sibling.size() == value.size()) {
          caption(value.get(i), attribute, sibling.path(i), siblingPath + "[" + i + "]");
        }
      }
    }

    private void enumerated(JsonNode value, Attribute attribute, String path) {
      if (value.isValueNode() && !attribute.captions().containsKey(value.asString())) {
        report(path, Rule.ENUM, "must be one of its enumeration's values");
      }
    }

    private void caption(JsonNode value, Attribute attribute, JsonNode sibling, String path) {
      String key = value.asString("");
      String expected = attribute.captions().getOrDefault(key, "");
      if (attribute.sibling() == null || expected.isEmpty()) {
        return;
      }
      if (key.equals(OTHER)) {
        if (sibling.isMissingNode()) {
          report(path, Rule.SIBLING, "must say what is meant by Other");
        }
      } else if (sibling.isString() && !sibling.stringValue().equals(expected)) {
        report(path, Rule.SIBLING, "must be \"" + expected + "\"");
      }
    }

    private void constraints(JsonNode object, Structure structure, String path) {
      if (!structure.atLeastOne().isEmpty()
          && structure.atLeastOne().stream().noneMatch(name -> has(object, name))) {
        report(path, Rule.CONSTRAINT, "must have at least one of " + structure.atLeastOne());
      }
      if (!structure.justOne().isEmpty()
          && structure.justOne().stream().filter(name -> has(object, name)).count() != 1) {
        report(path, Rule.CONSTRAINT, "must have just one of " + structure.justOne());
      }
    }

    private static boolean has(JsonNode object, String dottedPath) {
      JsonNode value = object;
      for (String name : dottedPath.split("\\.", -1)) {
        value = value.path(name);
      }
      return !value.isMissingNode();
    }

    private void report(String path, Rule rule, String message) {
      if (found.size() == MAX_VIOLATIONS) {
        throw new FullException();
      }
      found.add(new Violation(path, rule, message));
    }
  }

  private static String child(String path, String name) {
    String shown = name.length() <= 64 ? name : name.substring(0, 64) + "…";
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private static String sibling(String path, @Nullable String name) {
    int dot = path.lastIndexOf('.');
    return path.substring(0, dot + 1) + name;
  }

  private static final class FullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FullException() {
      super("full", null, false, false);
    }
  }
}
