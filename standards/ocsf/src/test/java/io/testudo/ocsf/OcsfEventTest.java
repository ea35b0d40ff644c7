package io.testudo.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OcsfEventTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.25Z");
  private static final OcsfProduct PRODUCT = new OcsfProduct("Probe", "Example", "1.2.3");

  @Test
  void writesTheClassificationOfItsActivity() {
    assertJson(
        event(OcsfActivity.NETWORK_CLOSE),
        """
        {"category_uid": 4, "category_name": "Network Activity",
         "class_uid": 4001, "class_name": "Network Activity",
         "activity_id": 2, "activity_name": "Close",
         "type_uid": 400102, "type_name": "Network Activity: Close",
         "severity_id": 1, "severity": "Informational",
         "time": 1769860800250,
         "metadata": {"version": "1.9.0-dev",
           "product": {"name": "Probe", "vendor_name": "Example", "version": "1.2.3"}}}
        """);
  }

  @ParameterizedTest
  @EnumSource(OcsfActivity.class)
  void typeIsClassTimesAHundredPlusActivity(OcsfActivity activity) {
    JsonNode json = event(activity).toJson();

    assertThat(json.get("type_uid").longValue())
        .isEqualTo(json.get("class_uid").longValue() * 100 + json.get("activity_id").longValue())
        .isEqualTo(activity.typeUid());
    assertThat(json.get("class_uid").longValue() / 1000 % 10)
        .isEqualTo(json.get("category_uid").longValue());
  }

  @Test
  void anotherActivityKeepsTheSourcesWord() {
    JsonNode json = event(OcsfActivity.NETWORK_UNKNOWN).otherActivity("Hole punching").toJson();

    assertThat(json.get("activity_id").intValue()).isEqualTo(99);
    assertThat(json.get("activity_name").stringValue()).isEqualTo("Hole punching");
    assertThat(json.get("type_uid").intValue()).isEqualTo(400199);
    assertThat(json.get("type_name").stringValue()).isEqualTo("Network Activity: Other");
  }

  @Test
  void aStatusMustBeOneOfTheClass() {
    assertThat(event(OcsfActivity.DETECTION_FINDING_CREATE).status(OcsfStatus.FINDING_NEW).toJson())
        .isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> event(OcsfActivity.DETECTION_FINDING_CREATE).status(OcsfStatus.ACTIVITY_SUCCESS))
        .withMessageContaining("ACTIVITY_SUCCESS")
        .withMessageContaining("Detection Finding");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> event(OcsfActivity.INCIDENT_FINDING_CREATE).status(OcsfStatus.FINDING_ARCHIVED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> event(OcsfActivity.SSH_OPEN).status(OcsfStatus.INCIDENT_NEW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"class_uid", "type_uid", "activity_name", "metadata", "time", "status"})
  void whatClassifiesCannotBeSetByName(String attribute) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> event(OcsfActivity.SSH_OPEN).set(attribute, "x"))
        .withMessageContaining(attribute);
  }

  @Test
  void classificationCannotBeReachedThroughSiblingsOrMetadata() {
    OcsfEvent event = event(OcsfActivity.SSH_OPEN);

    assertThatIllegalArgumentException().isThrownBy(() -> event.code("severity_id", 1, "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> event.add("observables", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> event.metadata(OcsfObject.empty().set("version", "0")));
    assertThatIllegalArgumentException().isThrownBy(() -> event.code("severity", 1, "x"));
    assertThat(event.toJson()).isEqualTo(event(OcsfActivity.SSH_OPEN).toJson());
  }

  @Test
  void collectsScalarsObjectsArraysAndEnumerations() {
    OcsfObject built =
        OcsfObject.empty()
            .set("text", "a")
            .set("whole", 7)
            .set("real", 0.5)
            .set("time", NOON)
            .setTrue("yes")
            .setFalse("no")
            .set("object", OcsfObject.empty().set("ip", "192.0.2.1"))
            .set("nothing", OcsfObject.empty())
            .add("many", "a")
            .add("many", "b")
            .addAll("none", List.of())
            .add("numbers", 1)
            .add("objects", OcsfObject.empty().set("a", 1))
            .add("objects", OcsfObject.empty())
            .code("direction_id", 1, "Inbound")
            .other("type_id", "Toaster");

    assertJson(
        built,
        """
        {"text": "a", "whole": 7, "real": 0.5, "time": 1769860800250, "yes": true, "no": false,
         "object": {"ip": "192.0.2.1"}, "many": ["a", "b"], "numbers": [1], "objects": [{"a": 1}],
         "direction_id": 1, "direction": "Inbound", "type_id": 99, "type": "Toaster"}
        """);
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    @Nullable String noText = null;
    @Nullable Long noNumber = null;
    @Nullable Instant noTime = null;

    OcsfObject built =
        OcsfObject.empty()
            .setIfKnown("a", noText)
            .setIfKnown("b", noNumber)
            .setIfKnown("c", noTime);

    assertThat(built.isEmpty()).isTrue();
    assertThat(
            built
                .setIfKnown("a", "x")
                .setIfKnown("b", 7)
                .setIfKnown("c", NOON)
                .setIfKnown("d", 0.5f)
                .setIfKnown("e", new BigDecimal("0.25")))
        .hasToString("{\"a\":\"x\",\"b\":7,\"c\":1769860800250,\"d\":0.5,\"e\":0.25}");
  }

  @Test
  void copiesWhatItIsGiven() {
    OcsfObject endpoint = OcsfObject.empty().set("port", 1);
    OcsfEvent event = event(OcsfActivity.SSH_OPEN).set("src_endpoint", endpoint);
    JsonNode before = event.toJson();

    endpoint.set("port", 2);
    event.toJson().put("class_uid", 0);

    assertThat(event.toJson()).isEqualTo(before);
  }

  @Test
  void gathersProfilesMetadataObservablesAndUnmappedFields() {
    JsonNode json =
        event(OcsfActivity.SSH_OPEN)
            .profile(OcsfProfile.HOST)
            .profile(OcsfProfile.LINUX_USERS)
            .profile(OcsfProfile.HOST)
            .metadata(OcsfObject.empty().set("uid", "u1").set("log_name", "ssh"))
            .observable(OcsfObservable.IP_ADDRESS, "src_endpoint.ip", "192.0.2.1")
            .observableObject(OcsfObservable.ENDPOINT, "src_endpoint")
            .unmapped("vlan", "12")
            .unmapped("raw", JsonMapper.shared().readTree("[1]"))
            .toJson();

    assertThat(json.get("metadata").get("profiles"))
        .hasToString("[\"host\",\"linux/linux_users\"]");
    assertThat(json.get("metadata").get("log_name").stringValue()).isEqualTo("ssh");
    assertThat(json.get("observables"))
        .hasToString(
            "[{\"name\":\"src_endpoint.ip\",\"type_id\":2,\"type\":\"IP Address\","
                + "\"value\":\"192.0.2.1\"},"
                + "{\"name\":\"src_endpoint\",\"type_id\":20,\"type\":\"Endpoint\"}]");
    assertThat(json.get("unmapped")).hasToString("{\"vlan\":\"12\",\"raw\":[1]}");
  }

  @Test
  void refusesWhatJsonCannotSay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OcsfObject.empty().set("score", Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new OcsfProduct(" ", "Example", "1"));
  }

  private static OcsfEvent event(OcsfActivity activity) {
    return OcsfEvent.of(activity, OcsfSeverity.INFORMATIONAL, NOON, PRODUCT);
  }

  private static void assertJson(OcsfAttributes<?> built, String json) {
    assertThat(JsonMapper.shared().readTree(built.toString()))
        .isEqualTo(JsonMapper.shared().readTree(json));
  }
}
