package io.testudo.ports.json;

import io.testudo.transparency.CanonicalJson;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Technique;
import io.testudo.vocabulary.incident.Incident;
import java.nio.charset.StandardCharsets;
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
 * <p>A fact is an object with {@code v} (the version of this form that its kind is written in),
 * {@code kind} and the components of its record. Instants are ISO 8601 in UTC, enumerations their
 * names, techniques their identifiers; integers beyond ±2<sup>53</sup> are strings of digits, and
 * half a surrogate pair, which UTF-8 has no bytes for, is U+FFFD. Reading accepts unknown
 * properties, so that an older program reads what a newer one added; a missing or null component is
 * refused.
 */
public final class FactJson {

  /** The latest version of the form: the first that has every kind. */
  public static final int VERSION = 2;

  private static final int FIRST_VERSION = 1;

  private static final int MOST_SHOWN = 300;

  private static final Map<String, Class<? extends Fact>> KINDS =
      Stream.<Class<? extends Fact>>of(
              Fact.FindingRaised.class,
              Fact.FindingRepeated.class,
              Fact.IncidentChanged.class,
              Fact.IncidentAcknowledged.class,
              Fact.VerdictGiven.class,
              Fact.IdentityLearned.class,
              Fact.RuleMatched.class,
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
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(String.class, new TextWriter())
                  .addSerializer(Long.class, new LongWriter())
                  .addSerializer(Long.TYPE, new LongWriter())
                  .addSerializer(Technique.class, new TechniqueWriter())
                  .addDeserializer(Technique.class, new TechniqueReader()))
          .build();

  private FactJson() {}

  /** The word for this sort of fact, for instance {@code finding-raised}. */
  public static String kind(Class<? extends Fact> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The version in which a kind got the form that it has; an older program refuses a later one. */
  private static int version(Class<? extends Fact> type) {
    return type == Fact.RuleMatched.class ? VERSION : FIRST_VERSION;
  }

  /** The fact as a JSON object in its canonical spelling (RFC 8785). */
  public static String write(Fact fact) {
    return new String(canonical(fact), StandardCharsets.UTF_8);
  }

  /** The UTF-8 bytes of {@link #write(Fact)}: what a log's seal is over. */
  public static byte[] canonical(Fact fact) {
    ObjectNode node = MAPPER.valueToTree(fact);
    node.put("v", version(fact.getClass()));
    node.put("kind", kind(fact.getClass()));
    return CanonicalJson.of(node);
  }

  /**
   * The fact that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is not such a fact
   */
  public static Fact readFact(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      String kind = node.path("kind").asString("");
      Class<? extends Fact> type = KINDS.get(kind);
      if (type == null) {
        throw new IllegalArgumentException(
            "kind (" + oneLine(kind) + ") of fact must be a known one");
      }
      JsonNode version = node.path("v");
      if (!version.isInt() || version.intValue() != version(type)) {
        throw new IllegalArgumentException(
            "version ("
                + oneLine(version.toString())
                + ") of fact "
                + kind
                + " must be "
                + version(type));
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
    return oneLine(e.getOriginalMessage());
  }

  /** What came from outside as part of a message: short and without control characters. */
  private static String oneLine(String text) {
    String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    return shown.replaceAll("\\p{Cntrl}+", " ");
  }

  /** Text that UTF-8 can hold: telemetry may bring halves of surrogate pairs. */
  private static String whole(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceHalves(text);
      }
    }
    return text;
  }

  private static String replaceHalves(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(
            point ->
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? 0xFFFD
                    : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private static final class TextWriter extends ValueSerializer<String> {
    @Override
    public void serialize(String text, JsonGenerator out, SerializationContext context) {
      out.writeString(whole(text));
    }
  }

  private static final class LongWriter extends ValueSerializer<Long> {
    @Override
    public void serialize(Long number, JsonGenerator out, SerializationContext context) {
      out.writeTree(CanonicalJson.exactInteger(number));
    }
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
