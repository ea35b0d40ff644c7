package io.testudo.ports.json;

import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * Facts, findings and incidents as JSON and back.
 *
 * <p>A fact is an object with {@code v} (the version of this form, {@value #VERSION}), {@code kind}
 * and the components of its record. Instants are ISO 8601 in UTC, enumerations their names,
 * techniques their identifiers. Reading accepts unknown properties, so that an older program reads
 * what a newer one added.
 */
public final class FactJson {

  /** The version of the form that is written. */
  public static final int VERSION = 1;

  private static final Map<String, Class<? extends Fact>> KINDS =
      Stream.<Class<? extends Fact>>of(
              Fact.FindingRaised.class,
              Fact.FindingRepeated.class,
              Fact.IncidentChanged.class,
              Fact.IncidentAcknowledged.class,
              Fact.VerdictGiven.class,
              Fact.ItemRead.class,
              Fact.ActionTaken.class)
          .collect(Collectors.toUnmodifiableMap(FactJson::kind, Function.identity()));

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxStringLength(4_000_000)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Technique.class, new TechniqueWriter())
                  .addDeserializer(Technique.class, new TechniqueReader()))
          .build();

  private FactJson() {}

  /** The word for this sort of fact, for instance {@code finding-raised}. */
  public static String kind(Class<? extends Fact> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The fact as a JSON object. */
  public static String write(Fact fact) {
    ObjectNode node = MAPPER.valueToTree(fact);
    node.put("v", VERSION);
    node.put("kind", kind(fact.getClass()));
    return node.toString();
  }

  /**
   * The fact that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is not such a fact
   */
  public static Fact readFact(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      int version = node.path("v").asInt(0);
      if (version != VERSION) {
        throw new IllegalArgumentException("version (" + version + ") of fact must be " + VERSION);
      }
      String kind = node.path("kind").asString("");
      Class<? extends Fact> type = KINDS.get(kind);
      if (type == null) {
        throw new IllegalArgumentException("kind (" + kind + ") of fact must be a known one");
      }
      return MAPPER.treeToValue(node, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("fact must be a JSON object of its kind: " + line(e), e);
    }
  }

  /** The incident as a JSON object. */
  public static String write(Incident incident) {
    return MAPPER.writeValueAsString(incident);
  }

  /**
   * The incident that {@link #write(Incident)} wrote.
   *
   * @throws IllegalArgumentException if the text is not an incident
   */
  public static Incident readIncident(String json) {
    try {
      return MAPPER.readValue(json, Incident.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("incident must be a JSON object: " + line(e), e);
    }
  }

  /** The finding as a JSON object. */
  public static String write(Finding finding) {
    return MAPPER.writeValueAsString(finding);
  }

  /**
   * The finding that {@link #write(Finding)} wrote.
   *
   * @throws IllegalArgumentException if the text is not a finding
   */
  public static Finding readFinding(String json) {
    try {
      return MAPPER.readValue(json, Finding.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("finding must be a JSON object: " + line(e), e);
    }
  }

  private static String line(JacksonException e) {
    return e.getOriginalMessage();
  }

  private static final class TechniqueWriter extends ValueSerializer<Technique> {
    @Override
    public void serialize(Technique technique, JsonGenerator out, SerializationContext context) {
      out.writeString(technique.id());
    }
  }

  private static final class TechniqueReader extends ValueDeserializer<Technique> {
    @Override
    public Technique deserialize(JsonParser in, DeserializationContext context) {
      return new Technique(in.getString());
    }
  }
}
