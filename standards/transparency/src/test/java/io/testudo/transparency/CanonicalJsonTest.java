package io.testudo.transparency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CanonicalJsonTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** RFC 8785, appendix B, and neighbours of the smallest doubles. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "0000000000000002, 1e-323",
    "0000000000000003, 1.5e-323",
    "0000000000000004, 2e-323",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void printsNumbersAsTheRfcLists(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(canonical(NODES.numberNode(value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesNumbersThatJsonDoesNotHave(double value) {
    assertRefused(NODES.numberNode(value));
  }

  @Test
  void everyPrintedDoubleReadsBackAsItselfAndIsNoLongerThanJavas() {
    Random random = Chance.of(this);
    for (int i = 0; i < 30_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = EcmaScriptNumber.format(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value + 0.0);
        assertThat(new BigDecimal(text).precision() - new BigDecimal(text).scale())
            .describedAs("magnitude of %s", text)
            .isEqualTo(
                new BigDecimal(Double.toString(value)).precision()
                    - new BigDecimal(Double.toString(value)).scale());
      }
    }
  }

  @Test
  void writesNumbersOfEveryNodeTypeAsTheDoubleThatTheirJsonTextMeans() {
    assertThat(canonical(NODES.numberNode(0.1f))).isEqualTo("0.1");
    assertThat(canonical(NODES.numberNode((short) -7))).isEqualTo("-7");
    assertThat(canonical(NODES.numberNode(new BigDecimal("1.10E+2")))).isEqualTo("110");
    assertThat(canonical(NODES.numberNode(BigInteger.TEN.pow(30)))).isEqualTo("1e+30");
    assertThat(canonical(NODES.numberNode(9007199254740993L))).isEqualTo("9007199254740992");
  }

  @Test
  void keepsIntegersThatADoubleCannotHoldAsStrings() {
    assertThat(canonical(CanonicalJson.exactInteger(9007199254740991L)))
        .isEqualTo("9007199254740991");
    assertThat(canonical(CanonicalJson.exactInteger(-9007199254740992L)))
        .isEqualTo("\"-9007199254740992\"");
    assertThat(canonical(CanonicalJson.exactInteger(Long.MIN_VALUE)))
        .isEqualTo("\"-9223372036854775808\"");
  }

  /** The example of RFC 8785, section 3.2.2. */
  @Test
  void writesTheExampleOfTheRfc() {
    String json =
        """
        { "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false] }
        """;

    assertThat(canonical(json))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /** The example of RFC 8785, section 3.2.3: code units, so that the emoji precedes U+FB33. */
  @Test
  void sortsMembersByUtf16CodeUnits() {
    String json =
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
            + "\"\\u00f6\":7}";

    assertThat(canonical(json))
        .isEqualTo(
            "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
  }

  @Test
  void escapesOnlyWhatMustBeEscaped() {
    assertThat(canonical(NODES.stringNode("\u0000\u0007\b\t\n\u000b\f\r\u001f\u007f\u2028/")))
        .isEqualTo("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f\u007f\u2028/\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}",
        "[1] 2",
        "[1,]",
        "{a:1}",
        "'a'",
        "01",
        "+1",
        ".5",
        "NaN",
        "[Infinity]",
        "1e999",
        "-1e999",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\ude00\\ud83d\"",
        "{\"\\ud800\":1}",
        "\"a\nb\"",
        "// c\n1",
        "\ufeff1"
      })
  void refusesTextThatIsNotIJson(String json) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> CanonicalJson.of(json));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.of(json.getBytes(UTF_8)));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] overlong = {'"', (byte) 0xC0, (byte) 0x80, '"'};
    byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.of(overlong));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.of(surrogate));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(
            () -> CanonicalJson.of("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16)));
  }

  @Test
  void boundsTheDepth() {
    int depth = CanonicalJson.MAX_DEPTH;
    String deepest = "[".repeat(depth) + "]".repeat(depth);
    JsonNode tooDeep = NODES.objectNode();
    for (int i = 0; i < depth; i++) {
      tooDeep = NODES.objectNode().set("a", tooDeep);
    }

    assertThat(canonical(deepest)).isEqualTo(deepest);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.of("[" + deepest + "]"));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.of("[".repeat(1_000_000)));
    assertRefused(tooDeep);
  }

  @Test
  void refusesNodesThatHoldJavaObjectsOrNothing() {
    assertRefused(NODES.pojoNode(new StringBuilder("x")));
    assertRefused(NODES.missingNode());
  }

  @Test
  void theSpellingDoesNotDependOnTheOrderOfMembersAndIsItsOwnCanonicalForm() {
    Random random = Chance.of(this);
    for (int i = 0; i < 2_000; i++) {
      JsonNode value = randomValue(random, 4);
      String text = canonical(value);

      assertThat(canonical(text)).isEqualTo(text);
      assertThat(canonical(value.toString())).isEqualTo(text);
      assertThat(canonical(shuffled(value))).isEqualTo(text);
    }
  }

  @Test
  void survivesAnyBytes() {
    Random random = Chance.of(this);
    byte[] seed =
        "{\"a\":[1,-2.5e3,null,true,\"x\\u00e9\\ud83d\\ude00€\"],\"b\":{\"c\":{}}}".getBytes(UTF_8);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] input = Chance.mutate(random, seed);
      try {
        byte[] canonical = CanonicalJson.of(input);
        accepted++;
        assertThat(CanonicalJson.of(canonical)).isEqualTo(canonical);
        assertThat(JsonMapper.shared().readTree(canonical)).isNotNull();
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(accepted).isPositive();
  }

  private static JsonNode randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
      case 3 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 4 -> NODES.stringNode(randomText(random));
      case 5 -> {
        var array = NODES.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(randomValue(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
          object.set(randomText(random), randomValue(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int[] choices = {random.nextInt(0x80), random.nextInt(0xD800), 0x1F600 + random.nextInt(64)};
      text.appendCodePoint(choices[random.nextInt(choices.length)]);
    }
    return text.toString();
  }

  private static JsonNode shuffled(JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    ObjectNode reversed = NODES.objectNode();
    value.properties().stream()
        .toList()
        .reversed()
        .forEach(member -> reversed.set(member.getKey(), shuffled(member.getValue())));
    return reversed;
  }

  private static void assertRefused(JsonNode value) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> CanonicalJson.of(value));
  }

  private static String canonical(JsonNode value) {
    return new String(CanonicalJson.of(value), UTF_8);
  }

  private static String canonical(String json) {
    return new String(CanonicalJson.of(json), UTF_8);
  }
}
