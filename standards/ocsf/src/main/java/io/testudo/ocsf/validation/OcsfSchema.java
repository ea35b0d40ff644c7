package io.testudo.ocsf.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A version of the OCSF schema, resolved from its definition files: the classes and objects with
 * all that they inherit, include and are given by extensions. Immutable.
 */
public final class OcsfSchema {

  private static final String DATETIME = "datetime_t";
  private static final String OBSERVABLE = "observable";
  private static final String CAPTION = "caption";

  private final String version;
  private final Map<Long, EventClass> classes;
  private final Map<String, Structure> objects;
  private final Set<String> profiles;

  private OcsfSchema(
      String version,
      Map<Long, EventClass> classes,
      Map<String, Structure> objects,
      Set<String> profiles) {
    this.version = version;
    this.classes = Map.copyOf(classes);
    this.objects = Map.copyOf(objects);
    this.profiles = Set.copyOf(profiles);
  }

  /**
   * The schema whose {@code version.json}, {@code categories.json}, {@code dictionary.json} and
   * folders {@code events}, {@code objects}, {@code profiles} and {@code extensions} lie in this
   * folder, which may be the root of a zip file system. Throws {@link MalformedSchemaException}.
   */
  public static OcsfSchema load(Path folder) {
    DefinitionFiles files = new DefinitionFiles(folder);
    String version =
        files.read(files.root().resolve("version.json")).path("version").asString("unknown");
    return new Compilation(new Definitions(files)).compile(version);
  }

  /** The version of the schema. */
  public String version() {
    return version;
  }

  /** The {@code class_uid} of every class. */
  public Set<Long> classUids() {
    return classes.keySet();
  }

  @Nullable EventClass eventClass(long uid) {
    return classes.get(uid);
  }

  Structure object(String name) {
    Structure object = objects.get(name);
    if (object == null) {
      throw new IllegalStateException("The object (" + name + ") must have been resolved.");
    }
    return object;
  }

  boolean hasProfile(String name) {
    return profiles.contains(name);
  }

  /** One run of turning definitions into structures. */
  private static final class Compilation {

    private final Definitions definitions;
    private final Map<String, ScalarType> types = new HashMap<>();

    Compilation(Definitions definitions) {
      this.definitions = definitions;
    }

    OcsfSchema compile(String version) {
      definitions.types().propertyNames().forEach(name -> scalar(name, new LinkedHashSet<>()));
      Map<String, Structure> objects = new HashMap<>();
      for (String name : definitions.objectNames()) {
        ObjectNode definition = definitions.object(name);
        Map<String, String> observables = name.equals(OBSERVABLE) ? observableTypes() : Map.of();
        objects.put(name, structure(name, definition, observables));
      }
      Map<Long, EventClass> classes = new HashMap<>();
      for (String name : definitions.classNames()) {
        ObjectNode definition = definitions.eventClass(name);
        // A class without a number only lends its attributes to others; the base is number 0.
        if (definition.has("uid") || name.equals("base_event")) {
          EventClass eventClass = eventClass(name, definition);
          if (classes.put(eventClass.uid(), eventClass) != null) {
            throw new MalformedSchemaException(
                "The number (" + eventClass.uid() + ") of class " + name + " must be its alone.");
          }
        }
      }
      return new OcsfSchema(version, classes, objects, definitions.profiles());
    }

    private EventClass eventClass(String name, ObjectNode definition) {
      JsonNode category = definitions.category(definition.path("category").asString(""));
      long categoryUid = category.path("uid").asLong(0);
      long uid =
          definition.path("$extension").asLong(0) * 100_000
              + categoryUid * 1_000
              + definition.path("uid").asLong(0);
      return new EventClass(
          uid,
          categoryUid,
          category.path(CAPTION).asString("Uncategorized"),
          structure(name, definition, Map.of()));
    }

    private Structure structure(
        String name, ObjectNode definition, Map<String, String> observables) {
      SortedMap<String, Attribute> attributes = new TreeMap<>();
      Definitions.attributesOf(definition)
          .forEachEntry(
              (attribute, own) ->
                  attributes.put(attribute, attribute(name, attribute, own, observables)));
      // The profile datetime gives each timestamp a companion in words.
      for (Map.Entry<String, Attribute> entry : List.copyOf(attributes.entrySet())) {
        ScalarType scalar = entry.getValue().scalar();
        ScalarType datetime = types.get(DATETIME);
        if (scalar != null && datetime != null && scalar.name().equals("timestamp_t")) {
          attributes.putIfAbsent(entry.getKey() + "_dt", datetimeAttribute(entry, datetime));
        }
      }
      JsonNode constraints = definition.path("constraints");
      return new Structure(
          definition.path(CAPTION).asString(name),
          attributes,
          texts(constraints.path("at_least_one")),
          texts(constraints.path("just_one")));
    }

    private static Attribute datetimeAttribute(
        Map.Entry<String, Attribute> timestamp, ScalarType datetime) {
      return new Attribute(
          datetime,
          null,
          timestamp.getValue().isArray(),
          false,
          Set.of("datetime"),
          Map.of(),
          null);
    }

    private Attribute attribute(
        String owner, String name, JsonNode own, Map<String, String> observables) {
      ObjectNode full = definitions.inDictionary(name, own);
      String type = Definitions.unscoped(full.path("type").asString(""));
      ScalarType scalar = types.get(type);
      if (scalar == null && !definitions.objectNames().contains(type)) {
        throw new MalformedSchemaException(
            "The type (" + type + ") of " + owner + "." + name + " must be defined.");
      }
      Map<String, String> captions = new LinkedHashMap<>();
      full.path("enum")
          .forEachEntry((value, entry) -> captions.put(value, entry.path(CAPTION).asString("")));
      if (name.equals("type_id")) {
        observables.forEach(captions::putIfAbsent);
      }
      return new Attribute(
          scalar,
          scalar == null ? type : null,
          full.path("is_array").asBoolean(false),
          full.path("requirement").asString("").equals("required"),
          new HashSet<>(texts(full.path(Definitions.PROFILES))),
          captions,
          full.path("sibling").isString() ? full.get("sibling").stringValue() : null);
    }

    /**
     * The numbers that definitions all over the schema give to observables. Those of an attribute
     * within one object or class have no caption of their own: their text is not checked.
     */
    private Map<String, String> observableTypes() {
      Map<String, String> captions = new HashMap<>();
      definitions.types().values().forEach(type -> addObservable(type, captions));
      definitions.dictionaryAttributes().values().forEach(a -> addObservable(a, captions));
      for (String name : definitions.objectNames()) {
        ObjectNode object = definitions.object(name);
        addObservable(object, captions);
        addAttributeObservables(object, captions);
      }
      for (String name : definitions.classNames()) {
        ObjectNode eventClass = definitions.eventClass(name);
        addAttributeObservables(eventClass, captions);
        eventClass.path("observables").values().forEach(n -> captions.putIfAbsent(text(n), ""));
      }
      return captions;
    }

    private static void addObservable(JsonNode definition, Map<String, String> captions) {
      if (definition.has(OBSERVABLE)) {
        captions.putIfAbsent(
            text(definition.get(OBSERVABLE)), definition.path(CAPTION).asString(""));
      }
    }

    private static void addAttributeObservables(
        ObjectNode definition, Map<String, String> captions) {
      for (JsonNode attribute : Definitions.attributesOf(definition).values()) {
        if (attribute.has(OBSERVABLE)) {
          captions.putIfAbsent(text(attribute.get(OBSERVABLE)), "");
        }
      }
    }

    private static String text(JsonNode number) {
      return number.asString("");
    }

    private ScalarType scalar(String name, Set<String> descendants) {
      ScalarType done = types.get(name);
      if (done != null) {
        return done;
      }
      if (!definitions.types().has(name) || !descendants.add(name)) {
        throw new MalformedSchemaException(
            "The type (" + name + ") must be defined, and not by way of itself.");
      }
      JsonNode definition = definitions.types().path(name);
      ScalarType base =
          definition.has("type")
              ? scalar(definition.path("type").asString(""), descendants)
              : new ScalarType(
                  name,
                  kind(name),
                  Long.MIN_VALUE,
                  Long.MAX_VALUE,
                  Integer.MAX_VALUE,
                  null,
                  Set.of());
      JsonNode range = definition.path("range");
      Set<String> values = new HashSet<>(base.values());
      definition.path("values").forEach(value -> values.add(value.toString()));
      ScalarType result =
          new ScalarType(
              name,
              base.kind(),
              range.path(0).asLong(base.minimum()),
              range.path(1).asLong(base.maximum()),
              definition.path("max_len").asInt(base.maxLength()),
              definition.has("regex") ? pattern(name, definition) : base.pattern(),
              values);
      types.put(name, result);
      return result;
    }

    private static Pattern pattern(String name, JsonNode definition) {
      try {
        return Pattern.compile(definition.path("regex").asString(""));
      } catch (PatternSyntaxException e) {
        throw new MalformedSchemaException("The pattern of type " + name + " is not one.", e);
      }
    }

    private static ScalarType.Kind kind(String name) {
      return switch (name) {
        case "string_t" -> ScalarType.Kind.TEXT;
        case "integer_t", "long_t" -> ScalarType.Kind.WHOLE_NUMBER;
        case "float_t" -> ScalarType.Kind.NUMBER;
        case "boolean_t" -> ScalarType.Kind.FLAG;
        case "json_t" -> ScalarType.Kind.ANY;
        default ->
            throw new MalformedSchemaException(
                "The type (" + name + ") must be one of the known ones or derive from one.");
      };
    }

    private static List<String> texts(JsonNode array) {
      List<String> texts = new ArrayList<>();
      array.forEach(text -> texts.add(text.asString("")));
      return texts;
    }
  }
}
