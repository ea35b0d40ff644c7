package io.testudo.ocsf.validation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definitions of a schema as JSON: includes put in, extensions laid over the core, inheritance
 * resolved. Attributes carry their profiles under {@link #PROFILES}, because an attribute may come
 * from several, where the files have at most one.
 */
final class Definitions {

  static final String PROFILES = "$profiles";

  private static final String ATTRIBUTES = "attributes";
  private static final String EXTENDS = "extends";
  private static final String INCLUDE = "$include";
  private static final String NAME = "name";
  private static final int DEEPEST_MERGE = 32;

  private final DefinitionFiles files;
  private final ObjectNode categories;
  private final ObjectNode dictionary;
  private final Map<String, ObjectNode> classes = new HashMap<>();
  private final Map<String, ObjectNode> objects = new HashMap<>();
  private final Map<String, ObjectNode> resolvedClasses = new HashMap<>();
  private final Map<String, ObjectNode> resolvedObjects = new HashMap<>();
  private final Set<String> profiles = new HashSet<>();

  /** Reads the core and then each extension. */
  Definitions(DefinitionFiles files) {
    this.files = files;
    this.categories = files.read(files.root().resolve("categories.json"));
    this.dictionary = files.read(files.root().resolve("dictionary.json"));
    readFolder(files.root(), 0);
    for (Path extension : files.foldersIn(files.root().resolve("extensions"))) {
      Path description = extension.resolve("extension.json");
      if (files.has(description)) {
        overlay(categories, extension.resolve("categories.json"));
        overlay(dictionary, extension.resolve("dictionary.json"));
        readFolder(extension, files.read(description).path("uid").asLong(0));
      }
    }
  }

  private void overlay(ObjectNode base, Path file) {
    if (files.has(file)) {
      ObjectNode merged = merge(base, files.read(file));
      base.removeAll();
      base.setAll(merged);
    }
  }

  private void readFolder(Path folder, long extensionUid) {
    for (Path file : files.below(folder.resolve("profiles"))) {
      profiles.add(textOf(files.read(file), NAME));
    }
    for (Path file : files.below(folder.resolve("objects"))) {
      register(objects, withIncludes(files.read(file), folder));
    }
    for (Path file : files.below(folder.resolve("events"))) {
      ObjectNode definition = withIncludes(files.read(file), folder);
      definition.put("$extension", extensionUid);
      register(classes, definition);
    }
  }

  /** Adds a definition; one that extends its own name, or has none, is laid over the other. */
  private static void register(Map<String, ObjectNode> known, ObjectNode definition) {
    String parent = unscoped(definition.path(EXTENDS).asString(""));
    String name = definition.path(NAME).asString(parent);
    ObjectNode before = known.get(name);
    if (name.equals(parent) && before != null) {
      ObjectNode patch = definition.deepCopy();
      patch.remove("$extension");
      patch.remove(EXTENDS);
      patch.remove("caption");
      known.put(name, merge(before, patch));
    } else if (known.put(name, definition) != null) {
      throw new MalformedSchemaException("The name (" + name + ") must not be defined twice.");
    }
  }

  private ObjectNode withIncludes(ObjectNode definition, Path folder) {
    ObjectNode own = attributesOf(definition).deepCopy();
    JsonNode includes = own.path(INCLUDE);
    own.remove(INCLUDE);
    own.values().forEach(Definitions::normalizeProfile);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    if (includes instanceof ArrayNode names) {
      for (JsonNode name : names) {
        all = merge(all, included(name.asString(""), folder));
      }
    }
    ObjectNode result = definition.deepCopy();
    result.set(ATTRIBUTES, merge(all, own));
    return result;
  }

  private ObjectNode included(String name, Path folder) {
    Path file = files.inside(folder, name);
    ObjectNode included = files.read(files.has(file) ? file : files.inside(files.root(), name));
    if (included.has(EXTENDS) || attributesOf(included).has(INCLUDE)) {
      throw new MalformedSchemaException(
          "The file " + name + " must not itself extend or include, since it is included.");
    }
    boolean isProfile = included.path("meta").asString("").equals("profile");
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    attributesOf(included)
        .forEachEntry(
            (attribute, value) -> {
              ObjectNode annotated = merge(objectOr(included.get("annotations")), objectOr(value));
              if (isProfile) {
                annotated.putArray(PROFILES).add(textOf(included, NAME));
              } else {
                normalizeProfile(annotated);
              }
              result.set(attribute, annotated);
            });
    return result;
  }

  /** Turns a profile's name into an array of one, and null, which takes profiles away, of none. */
  private static void normalizeProfile(JsonNode attribute) {
    if (attribute instanceof ObjectNode object && object.has("profile")) {
      ArrayNode names = object.putArray(PROFILES);
      if (object.get("profile").isString()) {
        names.add(unscoped(object.get("profile").stringValue()));
      }
      object.remove("profile");
    }
  }

  Set<String> classNames() {
    return classes.keySet();
  }

  Set<String> objectNames() {
    return objects.keySet();
  }

  /** The names of all profiles, without their extensions'. */
  Set<String> profiles() {
    return profiles;
  }

  JsonNode category(String name) {
    return categories.path(ATTRIBUTES).path(name);
  }

  ObjectNode types() {
    return objectOr(dictionary.path("types").get(ATTRIBUTES));
  }

  /** The dictionary's entry for an attribute under what its class or object says of it. */
  ObjectNode inDictionary(String attribute, JsonNode own) {
    return merge(objectOr(dictionary.path(ATTRIBUTES).get(attribute)), objectOr(own));
  }

  ObjectNode dictionaryAttributes() {
    return attributesOf(dictionary);
  }

  /** A class with all that it inherits. */
  ObjectNode eventClass(String name) {
    return resolve(name, classes, resolvedClasses, new LinkedHashSet<>());
  }

  /** An object with all that it inherits. */
  ObjectNode object(String name) {
    return resolve(name, objects, resolvedObjects, new LinkedHashSet<>());
  }

  private static ObjectNode resolve(
      String scopedName,
      Map<String, ObjectNode> raw,
      Map<String, ObjectNode> resolved,
      Set<String> descendants) {
    String name = unscoped(scopedName);
    ObjectNode done = resolved.get(name);
    if (done != null) {
      return done;
    }
    ObjectNode definition = raw.get(name);
    if (definition == null) {
      throw new MalformedSchemaException("The definition (" + name + ") must exist.");
    }
    if (!descendants.add(name)) {
      throw new MalformedSchemaException("The definitions " + descendants + " extend each other.");
    }
    ObjectNode result = definition;
    if (definition.path(EXTENDS).isString()) {
      ObjectNode parent =
          resolve(definition.get(EXTENDS).stringValue(), raw, resolved, descendants);
      ObjectNode inherited = parent.deepCopy();
      inherited.remove("uid");
      inherited.remove("observable");
      result = merge(inherited, definition);
    }
    resolved.put(name, result);
    return result;
  }

  static ObjectNode attributesOf(ObjectNode definition) {
    return objectOr(definition.get(ATTRIBUTES));
  }

  static String unscoped(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  static ObjectNode objectOr(@Nullable JsonNode value) {
    return value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  private static String textOf(ObjectNode definition, String key) {
    if (definition.path(key).isString()) {
      return definition.get(key).stringValue();
    }
    throw new MalformedSchemaException("A definition must have the text " + key + ".");
  }

  /** Objects are merged member by member; all else of the second replaces what the first has. */
  static ObjectNode merge(ObjectNode base, ObjectNode over) {
    return merge(base, over, DEEPEST_MERGE);
  }

  private static ObjectNode merge(ObjectNode base, ObjectNode over, int depthLeft) {
    if (depthLeft == 0) {
      throw new MalformedSchemaException("The definitions must not be nested so deeply.");
    }
    ObjectNode result = base.deepCopy();
    over.forEachEntry(
        (key, value) -> {
          JsonNode before = result.get(key);
          if (before instanceof ObjectNode first && value instanceof ObjectNode second) {
            result.set(key, merge(first, second, depthLeft - 1));
          } else if (key.equals(PROFILES) && before instanceof ArrayNode first) {
            result.set(key, union(first, value));
          } else {
            result.set(key, value.deepCopy());
          }
        });
    return result;
  }

  /** No names take all away; others come to those that are there, unless none were left. */
  private static ArrayNode union(ArrayNode before, JsonNode names) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    if (!names.isEmpty() && !before.isEmpty()) {
      Set<String> all = new LinkedHashSet<>();
      before.forEach(name -> all.add(name.asString()));
      names.forEach(name -> all.add(name.asString()));
      all.forEach(result::add);
    }
    return result;
  }
}
