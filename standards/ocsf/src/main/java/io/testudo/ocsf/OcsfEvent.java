package io.testudo.ocsf;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of one class being built. What classifies it, its time and its metadata are set by
 * methods of their own, which keep numbers, names and their arithmetic together; everything else is
 * set by the name of its attribute.
 *
 * <pre>{@code
 * OcsfEvent.of(OcsfActivity.NETWORK_CLOSE, OcsfSeverity.INFORMATIONAL, end, product)
 *     .set("src_endpoint", OcsfObject.empty().set("ip", "192.0.2.1").set("port", 49152))
 *     .observable(OcsfObservable.IP_ADDRESS, "src_endpoint.ip", "192.0.2.1")
 *     .toJson();
 * }</pre>
 */
public final class OcsfEvent extends OcsfAttributes<OcsfEvent> {

  /** The version of the schema whose identifiers these are: {@code metadata.version}. */
  public static final String SCHEMA_VERSION = "1.9.0-dev";

  private static final int OTHER = 99;

  private static final Set<String> OWN =
      Set.of(
          "activity_id",
          "activity_name",
          "category_name",
          "category_uid",
          "class_name",
          "class_uid",
          "metadata",
          "observables",
          "severity",
          "severity_id",
          "status",
          "status_id",
          "time",
          "type_name",
          "type_uid",
          "unmapped");

  private static final Set<String> OWN_METADATA = Set.of("product", "profiles", "version");

  private final OcsfClass eventClass;

  private OcsfEvent(OcsfClass eventClass) {
    this.eventClass = eventClass;
  }

  /** An event that reports this activity, seen by this product. */
  public static OcsfEvent of(
      OcsfActivity activity, OcsfSeverity severity, Instant time, OcsfProduct product) {
    OcsfClass eventClass = activity.eventClass();
    OcsfEvent event = new OcsfEvent(eventClass);
    event
        .json
        .put("category_uid", eventClass.category().uid())
        .put("category_name", eventClass.category().caption())
        .put("class_uid", eventClass.uid())
        .put("class_name", eventClass.caption());
    event.activity(activity.id(), activity.caption(), activity.caption());
    event
        .json
        .put("severity_id", severity.id())
        .put("severity", severity.caption())
        .put("time", time.toEpochMilli());
    event
        .json
        .putObject("metadata")
        .put("version", SCHEMA_VERSION)
        .set("product", product.toObject().toJson());
    return event;
  }

  /** The class of this event. */
  public OcsfClass eventClass() {
    return eventClass;
  }

  /** Reports an activity that its class has no number for, by the source's own word. */
  public OcsfEvent otherActivity(String label) {
    activity(OTHER, label, "Other");
    return this;
  }

  private void activity(int id, String name, String typeName) {
    json.put("activity_id", id)
        .put("activity_name", name)
        .put("type_uid", eventClass.uid() * 100L + id)
        .put("type_name", eventClass.caption() + ": " + typeName);
  }

  /** Sets the status, which must be one of this event's class. */
  public OcsfEvent status(OcsfStatus status) {
    if (!status.fits(eventClass)) {
      throw new IllegalArgumentException(
          "The status ("
              + status
              + ") of an event of class "
              + eventClass.caption()
              + " must be one of that class.");
    }
    json.put("status_id", status.id()).put("status", status.caption());
    return this;
  }

  /** Names a profile, so that its attributes may be set. */
  public OcsfEvent profile(OcsfProfile profile) {
    ObjectNode metadata = metadata();
    ArrayNode names =
        metadata.get("profiles") instanceof ArrayNode before
            ? before
            : metadata.putArray("profiles");
    if (names.valueStream().noneMatch(name -> name.asString().equals(profile.profileName()))) {
      names.add(profile.profileName());
    }
    return this;
  }

  /** Adds further metadata, such as {@code uid} or {@code log_name}. */
  public OcsfEvent metadata(OcsfObject further) {
    for (String own : OWN_METADATA) {
      if (further.json.has(own)) {
        throw refused("metadata." + own);
      }
    }
    metadata().setAll(further.toJson());
    return this;
  }

  /** Points at a value of this event by which others may be found. */
  public OcsfEvent observable(OcsfObservable type, String path, String value) {
    observable(type, path).put("value", value);
    return this;
  }

  /** Points at an object of this event by which others may be found. */
  public OcsfEvent observableObject(OcsfObservable type, String path) {
    observable(type, path);
    return this;
  }

  private ObjectNode observable(OcsfObservable type, String path) {
    ArrayNode all =
        json.get("observables") instanceof ArrayNode before ? before : json.putArray("observables");
    return all.addObject().put("name", path).put("type_id", type.id()).put("type", type.caption());
  }

  /** Keeps a field of the source that has no attribute. */
  public OcsfEvent unmapped(String field, JsonNode value) {
    unmapped().set(field, value.deepCopy());
    return this;
  }

  /** Keeps a text of the source that has no attribute. */
  public OcsfEvent unmapped(String field, String value) {
    unmapped().put(field, value);
    return this;
  }

  private ObjectNode metadata() {
    return nested("metadata");
  }

  private ObjectNode unmapped() {
    return nested("unmapped");
  }

  private ObjectNode nested(String attribute) {
    @Nullable JsonNode before = json.get(attribute);
    return before instanceof ObjectNode object ? object : json.putObject(attribute);
  }

  @Override
  OcsfEvent self() {
    return this;
  }

  @Override
  void requireFree(String attribute) {
    if (OWN.contains(attribute)) {
      throw refused(attribute);
    }
  }

  private static IllegalArgumentException refused(String attribute) {
    return new IllegalArgumentException(
        "The attribute ("
            + attribute
            + ") of an event must be set by its own method.\n"
            + "Maybe it belongs to an object within the event.");
  }
}
