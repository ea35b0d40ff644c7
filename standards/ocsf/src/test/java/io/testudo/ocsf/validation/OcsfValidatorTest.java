package io.testudo.ocsf.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.testudo.ocsf.OcsfActivity;
import io.testudo.ocsf.OcsfClass;
import io.testudo.ocsf.OcsfEvent;
import io.testudo.ocsf.OcsfObject;
import io.testudo.ocsf.OcsfObservable;
import io.testudo.ocsf.OcsfProduct;
import io.testudo.ocsf.OcsfProfile;
import io.testudo.ocsf.OcsfSeverity;
import io.testudo.ocsf.OcsfStatus;
import io.testudo.ocsf.validation.Violation.Rule;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The validator over the schema's published definitions. */
class OcsfValidatorTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Read once for all tests. */
  private static @Nullable OcsfSchema published;

  private OcsfSchema schema;
  private OcsfValidator validator;

  @BeforeEach
  void readTheDefinitions() throws IOException {
    OcsfSchema known = published;
    if (known == null) {
      try (FileSystem archive = SharedData.archive("schema-ocsf.zip")) {
        known = OcsfSchema.load(archive.getPath("/"));
        published = known;
      }
    }
    schema = known;
    validator = new OcsfValidator(known);
  }

  @Test
  void hasEveryClassOfTheVersionOurIdentifiersAreFrom() {
    assertThat(schema.version()).isEqualTo(OcsfEvent.SCHEMA_VERSION);
    assertThat(schema.classUids()).hasSize(87).contains(0L, 1007L, 4001L, 201001L);
  }

  @Test
  void ourIdentifiersAreTheSchemas() {
    for (OcsfClass ours : OcsfClass.values()) {
      EventClass theirs = Objects.requireNonNull(schema.eventClass(ours.uid()), ours.caption());
      assertThat(theirs.structure().caption()).isEqualTo(ours.caption());
      assertThat(theirs.categoryUid()).isEqualTo(ours.category().uid());
      assertThat(theirs.categoryCaption()).isEqualTo(ours.category().caption());
    }
    for (OcsfActivity ours : OcsfActivity.values()) {
      assertThat(captions(ours.eventClass(), "activity_id"))
          .containsEntry(Integer.toString(ours.id()), ours.caption());
    }
    for (OcsfSeverity ours : OcsfSeverity.values()) {
      assertThat(captions(OcsfClass.BASE_EVENT, "severity_id"))
          .containsEntry(Integer.toString(ours.id()), ours.caption());
    }
    for (OcsfStatus ours : OcsfStatus.values()) {
      for (OcsfClass eventClass : OcsfClass.values()) {
        boolean isTheirs =
            ours.caption()
                .equals(captions(eventClass, "status_id").get(Integer.toString(ours.id())));
        assertThat(!ours.fits(eventClass) || isTheirs)
            .describedAs("%s in %s", ours, eventClass)
            .isTrue();
      }
    }
    for (OcsfObservable ours : OcsfObservable.values()) {
      Attribute type =
          Objects.requireNonNull(schema.object("observable").attributes().get("type_id"));
      assertThat(type.captions()).containsEntry(Integer.toString(ours.id()), ours.caption());
    }
    for (OcsfProfile ours : OcsfProfile.values()) {
      assertThat(schema.hasProfile(Definitions.unscoped(ours.profileName()))).isTrue();
    }
  }

  @Test
  void acceptsEventsOfEveryKindThatAreBuiltInFull() {
    assertThat(validator.validate(connection())).isEmpty();
    assertThat(validator.validate(registryChange())).isEmpty();
    assertThat(validator.validate(finding())).isEmpty();
    assertThat(validator.validate(incident())).isEmpty();
  }

  @Test
  void acceptsThePublishedSamplesThatKeepToTheirSchemaAndReadsThemAll() throws IOException {
    List<String> clean = new ArrayList<>();
    TreeMap<String, List<Violation>> all = new TreeMap<>();
    try (FileSystem archive = SharedData.archive("sharing-ocsf.zip");
        Stream<Path> files = Files.walk(archive.getPath("/"))) {
      for (Path file : files.filter(OcsfValidatorTest::isSample).sorted().toList()) {
        JsonNode sample = read(file);
        List<Violation> violations = validator.validate(sample);
        all.put(file.toString(), violations);
        if (violations.isEmpty()) {
          clean.add(file.toString());
        }
      }
    }

    assertThat(all).hasSizeGreaterThan(50);
    assertThat(clean)
        .hasSizeGreaterThanOrEqualTo(20)
        .anyMatch(
            name -> name.endsWith("v1.1.0/CloudTrail/Authentication/samples/authentication.ocsf"))
        .anyMatch(
            name ->
                name.endsWith("v1.1.0/Security Hub/Vulnerability Finding/samples/inspector.ocsf"))
        .anyMatch(name -> name.endsWith("v1.5.0/Route53/samples/route53.ocsf"))
        .anyMatch(name -> name.endsWith("ssh_log.ocsf"))
        .anyMatch(name -> name.endsWith("ssl_log.ocsf"))
        .anyMatch(name -> name.endsWith("ftp_log.ocsf"))
        .anyMatch(name -> name.endsWith("cisco_asa_302013.ocsf"))
        .anyMatch(
            name -> name.endsWith("v1.3.0/System Logs/Authentication/samples/authentication.ocsf"));
    // Written for 1.4, where the attribute still had the name that 1.9 does not know.
    assertThat(all.get("/mappings/markdown/Zeek/v1.4.0/conn_log/samples/conn_log.ocsf"))
        .extracting(Violation::path, Violation::rule)
        .containsExactly(tuple("connection_info.community_id", Rule.UNKNOWN_ATTRIBUTE));
  }

  @Test
  void namesAnUnknownOrMissingClass() {
    assertOnly(connection(), e -> e.put("class_uid", 4999), "class_uid", Rule.CLASS);
    assertOnly(connection(), e -> e.remove("class_uid"), "class_uid", Rule.CLASS);
    assertOnly(connection(), e -> e.put("class_uid", "4001"), "class_uid", Rule.CLASS);
    assertThat(validator.validate(NODES.arrayNode()))
        .extracting(Violation::rule)
        .containsExactly(Rule.CLASS);
  }

  @Test
  void classificationMustAgree() {
    assertOnly(connection(), e -> e.put("type_uid", 400101), "type_uid", Rule.CLASSIFICATION);
    assertOnly(connection(), e -> e.put("category_uid", 3), "category_uid", Rule.CLASSIFICATION);
    assertOnly(connection(), e -> e.put("class_name", "Net"), "class_name", Rule.CLASSIFICATION);
    assertOnly(connection(), e -> e.put("type_name", "Net"), "type_name", Rule.CLASSIFICATION);
    assertOnly(
        connection(), e -> e.put("category_name", "Net"), "category_name", Rule.CLASSIFICATION);
  }

  @Test
  void requiredAttributesMustBeThere() {
    assertOnly(connection(), e -> e.remove("time"), "time", Rule.REQUIRED);
    assertOnly(connection(), e -> e.remove("type_uid"), "type_uid", Rule.REQUIRED);
    assertOnly(
        connection(),
        e -> object(e, "metadata").remove("product"),
        "metadata.product",
        Rule.REQUIRED);
    assertOnly(
        registryChange(), e -> object(e, "reg_key").remove("path"), "reg_key.path", Rule.REQUIRED);
  }

  @Test
  void constraintsMustHold() {
    assertOnly(
        connection(), e -> e.remove(List.of("src_endpoint", "dst_endpoint")), "", Rule.CONSTRAINT);
    assertOnly(
        registryChange(),
        e -> object(object(e, "actor"), "process").remove("pid"),
        "actor.process",
        Rule.CONSTRAINT);
    assertOnly(
        finding(),
        e -> e.putArray("evidences").addObject().put("name", "empty"),
        "evidences[0]",
        Rule.CONSTRAINT);
  }

  @Test
  void unknownAttributesAreNamed() {
    assertOnly(connection(), e -> e.put("srcip", "x"), "srcip", Rule.UNKNOWN_ATTRIBUTE);
    assertOnly(
        connection(),
        e -> object(e, "src_endpoint").put("addr", "x"),
        "src_endpoint.addr",
        Rule.UNKNOWN_ATTRIBUTE);
    assertThat(violations(connection(), e -> object(e, "unmapped").put("anything", 1))).isEmpty();
  }

  @Test
  void attributesOfAProfileNeedItsName() {
    assertThat(violations(connection(), e -> {})).isEmpty();
    assertOnly(
        connection(),
        e -> object(e, "metadata").putArray("profiles").add("container"),
        "device",
        Rule.PROFILE);
    assertOnly(
        connection(),
        e -> ((ArrayNode) object(e, "metadata").get("profiles")).add("hsot"),
        "metadata.profiles[1]",
        Rule.PROFILE);
    assertOnly(
        connection(), e -> e.put("time_dt", "2026-01-31T12:00:00Z"), "time_dt", Rule.PROFILE);
  }

  @Test
  void valuesMustHaveTheirType() {
    assertOnly(connection(), e -> e.put("time", "now"), "time", Rule.TYPE);
    assertOnly(connection(), e -> e.put("message", 1), "message", Rule.TYPE);
    assertOnly(connection(), e -> e.putNull("message"), "message", Rule.TYPE);
    assertOnly(connection(), e -> e.put("start_time", 1.5), "start_time", Rule.TYPE);
    assertOnly(
        connection(),
        e -> e.put("start_time", new BigInteger("9223372036854775808")),
        "start_time",
        Rule.TYPE);
    assertOnly(connection(), e -> e.put("src_endpoint", "x"), "src_endpoint", Rule.TYPE);
    assertOnly(connection(), e -> e.putObject("observables"), "observables", Rule.TYPE);
    assertOnly(
        connection(), e -> ((ArrayNode) e.get("observables")).add(1), "observables[1]", Rule.TYPE);
    assertOnly(
        connection(),
        e -> object(e, "device").put("is_managed", "yes"),
        "device.is_managed",
        Rule.TYPE);
  }

  @Test
  void valuesMustKeepToTheRulesOfTheirType() {
    assertValue("port", NODES.numberNode(65_536));
    assertValue("port", NODES.numberNode(-1));
    assertValue("ip", NODES.stringNode("192.0.2.256"));
    assertValue("ip", NODES.stringNode("1".repeat(41)));
    assertValue("mac", NODES.stringNode("00:11:22:33:44"));
    assertOnly(
        connection(),
        e -> {
          object(e, "metadata").putArray("profiles").add("host").add("datetime");
          e.put("time_dt", "yesterday");
        },
        "time_dt",
        Rule.VALUE);
    assertThat(violations(connection(), e -> object(e, "src_endpoint").put("ip", "2001:db8::1")))
        .isEmpty();
  }

  private void assertValue(String attribute, JsonNode value) {
    assertOnly(
        connection(),
        e -> object(e, "src_endpoint").set(attribute, value),
        "src_endpoint." + attribute,
        Rule.VALUE);
  }

  @Test
  void numbersMustBeOfTheirEnumeration() {
    assertOnly(connection(), e -> e.put("severity_id", 7), "severity_id", Rule.ENUM);
    assertOnly(
        connection(),
        e -> object(e, "connection_info").put("direction_id", 42),
        "connection_info.direction_id",
        Rule.ENUM);
    assertOnly(
        connection(),
        e -> ((ObjectNode) e.get("observables").get(0)).put("type_id", 77_777),
        "observables[0].type_id",
        Rule.ENUM);
  }

  @Test
  void theTextBesideANumberMustBeItsOwn() {
    assertOnly(connection(), e -> e.put("severity", "Bad"), "severity", Rule.SIBLING);
    assertOnly(connection(), e -> e.put("activity_name", "Shut"), "activity_name", Rule.SIBLING);
    assertOnly(
        connection(),
        e -> ((ObjectNode) e.get("observables").get(0)).put("type", "Address"),
        "observables[0].type",
        Rule.SIBLING);
    assertOnly(
        connection(), e -> e.put("severity_id", 99).remove("severity"), "severity", Rule.SIBLING);
    assertThat(violations(connection(), e -> e.put("severity_id", 99).put("severity", "Odd")))
        .isEmpty();
  }

  @Test
  void countsViolationsAndDepthToALimit() {
    ObjectNode event = connection();
    for (int i = 0; i < 100_000; i++) {
      event.put("x" + i, i);
    }
    ObjectNode deepest = NODES.objectNode().put("pid", 1);
    for (int i = 0; i < 100_000; i++) {
      deepest = NODES.objectNode().put("pid", 1).set("parent_process", deepest);
    }
    ObjectNode deep = registryChange();
    object(deep, "actor").set("process", deepest);

    assertThat(validator.validate(event))
        .hasSize(OcsfValidator.MAX_VIOLATIONS + 1)
        .last()
        .extracting(Violation::rule)
        .isEqualTo(Rule.LIMIT);
    assertThat(validator.validate(deep)).extracting(Violation::rule).containsExactly(Rule.LIMIT);
  }

  @Test
  void patternsTakeBoundedTimeOverHostileText() {
    String colons = ":".repeat(40);
    String long64 = "A".repeat(4 << 20);

    assertThat(violations(connection(), e -> object(e, "src_endpoint").put("ip", colons)))
        .hasSize(1);
    assertThat(ScalarType.isBase64(long64)).isTrue();
    assertThat(ScalarType.isBase64("QUJD")).isTrue();
    assertThat(ScalarType.isBase64("QQ==")).isTrue();
    assertThat(ScalarType.isBase64("a-_b")).isTrue();
    assertThat(ScalarType.isBase64("")).isTrue();
    assertThat(ScalarType.isBase64("a-_=")).isFalse();
    assertThat(ScalarType.isBase64("a===")).isFalse();
    assertThat(ScalarType.isBase64("a+_b")).isFalse();
    assertThat(ScalarType.isBase64("QQ=")).isFalse();
  }

  @Test
  void reportsTheSameInTheSameOrderEachTime() {
    ObjectNode bare = NODES.objectNode().put("class_uid", 3002);

    List<Violation> first = validator.validate(bare);

    assertThat(first).hasSizeGreaterThan(5).isEqualTo(new OcsfValidator(schema).validate(bare));
    assertThat(first.subList(0, first.size() - 1)).extracting(Violation::path).isSorted();
  }

  @Test
  void survivesAnyEvent() {
    long seed = Long.getLong("seed", 20260131L);
    System.out.println("OcsfValidatorTest seed=" + seed);
    Random random = new Random(seed);
    List<ObjectNode> seeds = List.of(connection(), registryChange(), finding(), incident());
    int faulty = 0;
    for (int i = 0; i < 20_000; i++) {
      ObjectNode event = seeds.get(random.nextInt(seeds.size())).deepCopy();
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        mutate(event, random, seeds);
      }
      List<Violation> violations = validator.validate(event);
      faulty += violations.isEmpty() ? 0 : 1;
      assertThat(violations).hasSizeLessThanOrEqualTo(OcsfValidator.MAX_VIOLATIONS + 1);
    }
    assertThat(faulty).isGreaterThan(10_000);
  }

  private static void mutate(ObjectNode event, Random random, List<ObjectNode> seeds) {
    JsonNode at = event;
    String name = "";
    ObjectNode owner = event;
    while (at.isContainer() && !at.isEmpty() && (name.isEmpty() || random.nextInt(3) > 0)) {
      if (at instanceof ObjectNode object) {
        List<String> names = List.copyOf(object.propertyNames());
        name = names.get(random.nextInt(names.size()));
        owner = object;
        at = object.get(name);
      } else {
        at = at.get(random.nextInt(at.size()));
      }
    }
    switch (random.nextInt(5)) {
      case 0 -> owner.remove(name);
      case 1 -> owner.set(name, seeds.get(random.nextInt(seeds.size())).deepCopy());
      case 2 -> owner.set(name, NODES.arrayNode().add(at.deepCopy()).addNull());
      case 3 -> owner.set(name + (char) random.nextInt(0x10000), at.deepCopy());
      default -> owner.set(name, scalar(random));
    }
  }

  private static JsonNode scalar(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(random.nextGaussian());
      case 4 -> NODES.numberNode(new BigInteger(200, random));
      default -> {
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        yield NODES.stringNode(new String(bytes, StandardCharsets.ISO_8859_1));
      }
    };
  }

  private static ObjectNode connection() {
    return event(OcsfActivity.NETWORK_CLOSE)
        .profile(OcsfProfile.HOST)
        .status(OcsfStatus.ACTIVITY_SUCCESS)
        .set("message", "a connection")
        .set("start_time", Instant.EPOCH)
        .set("src_endpoint", OcsfObject.empty().set("ip", "192.0.2.1").set("port", 49_152))
        .set("dst_endpoint", OcsfObject.empty().set("ip", "198.51.100.7").set("port", 443))
        .set(
            "connection_info",
            OcsfObject.empty()
                .code("direction_id", 2, "Outbound")
                .set("protocol_num", 6)
                .set("community_uid", "1:abc="))
        .set("traffic", OcsfObject.empty().set("bytes", 10).set("packets", 2))
        .set(
            "device",
            OcsfObject.empty()
                .set("hostname", "pc")
                .other("type_id", "Toaster")
                .setTrue("is_managed"))
        .observable(OcsfObservable.IP_ADDRESS, "src_endpoint.ip", "192.0.2.1")
        .unmapped("vlan", "12")
        .toJson();
  }

  private static ObjectNode registryChange() {
    return event(OcsfActivity.REGISTRY_KEY_MODIFY)
        .set("actor", OcsfObject.empty().set("process", OcsfObject.empty().set("pid", 4)))
        .set("device", OcsfObject.empty().set("hostname", "pc").code("type_id", 0, "Unknown"))
        .set("reg_key", OcsfObject.empty().set("path", "HKLM\\Software"))
        .toJson();
  }

  private static ObjectNode finding() {
    return event(OcsfActivity.DETECTION_FINDING_CREATE)
        .status(OcsfStatus.FINDING_NEW)
        .profile(OcsfProfile.SECURITY_CONTROL)
        .set(
            "finding_info",
            OcsfObject.empty()
                .set("uid", "f1")
                .set("title", "Scan")
                .add(
                    "attacks",
                    OcsfObject.empty()
                        .set(
                            "technique",
                            OcsfObject.empty().set("uid", "T1046").set("name", "Discovery"))))
        .add(
            "evidences",
            OcsfObject.empty().set("src_endpoint", OcsfObject.empty().set("ip", "192.0.2.1")))
        .code("confidence_id", 2, "Medium")
        .set("confidence_score", 60)
        .code("disposition_id", 15, "Detected")
        .setTrue("is_alert")
        .toJson();
  }

  private static ObjectNode incident() {
    return event(OcsfActivity.INCIDENT_FINDING_CREATE)
        .status(OcsfStatus.INCIDENT_NEW)
        .profile(OcsfProfile.INCIDENT)
        .add("finding_info_list", OcsfObject.empty().set("uid", "f1").set("title", "Scan"))
        .set("assignee_group", OcsfObject.empty().set("name", "analysts"))
        .toJson();
  }

  private static OcsfEvent event(OcsfActivity activity) {
    return OcsfEvent.of(
        activity,
        OcsfSeverity.LOW,
        Instant.parse("2026-01-31T12:00:00Z"),
        new OcsfProduct("Probe", "Example", "1"));
  }

  private void assertOnly(ObjectNode event, Consumer<ObjectNode> change, String path, Rule rule) {
    assertThat(violations(event, change))
        .extracting(Violation::path, Violation::rule)
        .containsExactly(tuple(path, rule));
  }

  private List<Violation> violations(ObjectNode event, Consumer<ObjectNode> change) {
    change.accept(event);
    return validator.validate(event);
  }

  private static ObjectNode object(ObjectNode event, String attribute) {
    return (ObjectNode) event.get(attribute);
  }

  private Map<String, String> captions(OcsfClass eventClass, String attribute) {
    EventClass theirs = Objects.requireNonNull(schema.eventClass(eventClass.uid()));
    return Objects.requireNonNull(theirs.structure().attributes().get(attribute)).captions();
  }

  private static boolean isSample(Path file) {
    String name = file.toString();
    return name.endsWith(".ocsf") || name.endsWith(".json");
  }

  /** A few samples are not quite JSON, having a comma or a bracket too many. */
  private static JsonNode read(Path file) throws IOException {
    try {
      return JsonMapper.shared().readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      return NODES.missingNode();
    }
  }
}
