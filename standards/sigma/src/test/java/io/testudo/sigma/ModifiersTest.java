package io.testudo.sigma;

import static io.testudo.sigma.Rules.fits;
import static io.testudo.sigma.Rules.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every value modifier of the specification, by example. */
class ModifiersTest {

  private static String event(String value) {
    return "{\"f\": \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
  }

  @Test
  void containsStartsAndEnds() {
    assertThat(fits("f|contains: mid", event("a MID b"))).isTrue();
    assertThat(fits("f|contains: mid", event("a mad b"))).isFalse();
    assertThat(fits("f|startswith: mid", event("Midway"))).isTrue();
    assertThat(fits("f|startswith: mid", event("a midway"))).isFalse();
    assertThat(fits("f|endswith: '\\cmd.exe'", event("C:\\Windows\\CMD.exe"))).isTrue();
    assertThat(fits("f|endswith: '\\cmd.exe'", event("C:\\cmd.exe.bak"))).isFalse();
    assertThat(fits("f|contains: 12", "{\"f\": 4123}")).isTrue();
    assertThat(fits("f|contains: true", "{\"f\": true}")).isTrue();
  }

  @Test
  void allJoinsTheValuesOfAListByAnd() {
    assertThat(fits("f|contains|all: [one, two]", event("two and one"))).isTrue();
    assertThat(fits("f|contains|all: [one, two]", event("only one"))).isFalse();
    assertThat(fits("f|all|contains: [one, two]", event("two and one"))).isTrue();
    assertThat(fits("f|all: [one, two]", "{\"f\": [\"one\", \"two\"]}")).isTrue();
  }

  @Test
  void casedMakesLetterCaseSignificant() {
    assertThat(fits("f: Value", event("vaLUE"))).isTrue();
    assertThat(fits("f|cased: Value", event("vaLUE"))).isFalse();
    assertThat(fits("f|contains|cased: Val", event("a Value"))).isTrue();
    assertThat(fits("f|cased: Wert?Ä", event("Wert-ä"))).isFalse();
    assertThat(fits("f: WERT?Ä", event("wert-ä"))).isTrue();
  }

  @Test
  void existsAsksForPresenceWhateverTheValue() {
    assertThat(fits("f|exists: true", "{\"f\": null}")).isTrue();
    assertThat(fits("f|exists: true", "{\"f\": \"\"}")).isTrue();
    assertThat(fits("f|exists: true", "{\"g\": 1}")).isFalse();
    assertThat(fits("f|exists: false", "{\"g\": 1}")).isTrue();
    assertThat(refusal("s:\n    f|exists: maybe\ncondition: s")).contains("exists");
    assertThat(refusal("s:\n    f|exists|contains: true\ncondition: s")).contains("exists");
  }

  @Test
  void neqHoldsForAFieldThatIsThereAndDifferent() {
    assertThat(fits("f|neq: a", event("b"))).isTrue();
    assertThat(fits("f|neq: a", event("A"))).isFalse();
    assertThat(fits("f|neq: a", "{\"g\": 1}")).isFalse();
    assertThat(fits("f|neq: [a, b]", event("c"))).isTrue();
    assertThat(fits("f|neq: [a, b]", event("b"))).isFalse();
    assertThat(fits("f|neq: 4", "{\"f\": 5}")).isTrue();
    assertThat(fits("f|contains|neq: x", event("abc"))).isTrue();
    assertThat(fits("f|contains|all|neq: [a, x]", event("abc"))).isTrue();
    assertThat(fits("f|contains|all|neq: [a, b]", event("abc"))).isFalse();
    assertThat(fits("f|fieldref|neq: g", "{\"f\": \"a\", \"g\": \"b\"}")).isTrue();
    assertThat(fits("f|fieldref|neq: g", "{\"f\": \"a\", \"g\": \"A\"}")).isFalse();
  }

  @Test
  void reSearchesAnywhereAndMindsCase() {
    assertThat(fits("f|re: 'b+c'", event("abbbcd"))).isTrue();
    assertThat(fits("f|re: '^b+c'", event("abbbcd"))).isFalse();
    assertThat(fits("f|re: 'B+C'", event("abbbcd"))).isFalse();
    assertThat(fits("f|re: '\\\\cmd\\.exe$'", event("C:\\cmd.exe"))).isTrue();
    assertThat(fits("f|re: ['x', 'd']", event("abbbcd"))).isTrue();
    assertThat(fits("f|re|all: ['x', 'd']", event("abbbcd"))).isFalse();
  }

  @Test
  void reTakesItsSubModifiers() {
    assertThat(fits("f|re|i: 'B+C'", event("abbbcd"))).isTrue();
    assertThat(fits("f|re|m: '^two$'", "{\"f\": \"one\\ntwo\\nthree\"}")).isTrue();
    assertThat(fits("f|re: '^two$'", "{\"f\": \"one\\ntwo\\nthree\"}")).isFalse();
    assertThat(fits("f|re|s: 'one.two'", "{\"f\": \"one\\ntwo\"}")).isTrue();
    assertThat(fits("f|re: 'one.two'", "{\"f\": \"one\\ntwo\"}")).isFalse();
    assertThat(fits("f|re|i|m|s: '^ONE.TWO$'", "{\"f\": \"x\\none\\ntwo\"}")).isTrue();
    assertThat(refusal("s:\n    f|i: x\ncondition: s")).contains("must follow re");
  }

  @Test
  void reWithAPlaceIsAnchored() {
    assertThat(fits("f|re|startswith: 'a|b'", event("bcd"))).isTrue();
    assertThat(fits("f|re|startswith: 'a|c'", event("bcd"))).isFalse();
    assertThat(fits("f|re|endswith: 'c|d'", event("bcd"))).isTrue();
    assertThat(fits("f|re|contains: 'c'", event("bcd"))).isTrue();
  }

  @Test
  void reFallsBackForWhatLinearTimeCannotDo() {
    String lookAhead = "f|re: 'secret(?!-santa)'";
    assertThat(fits(lookAhead, event("a secret plan"))).isTrue();
    assertThat(fits(lookAhead, event("a secret-santa plan"))).isFalse();
    assertThat(fits("f|re: '(ab)\\1'", event("xabab"))).isTrue();
    RuleReport report = Rules.load(Rules.yaml("s:\n    " + lookAhead + "\ncondition: s"));
    assertThat(report.warnings().toString()).contains("budget of steps");
  }

  @Test
  void cidrHoldsForAddressesOfBothFamilies() {
    assertThat(fits("f|cidr: 10.0.0.0/8", event("10.20.30.40"))).isTrue();
    assertThat(fits("f|cidr: 10.0.0.0/8", event("11.20.30.40"))).isFalse();
    assertThat(fits("f|cidr: 192.168.1.128/25", event("192.168.1.127"))).isFalse();
    assertThat(fits("f|cidr: 192.168.1.128/25", event("192.168.1.128"))).isTrue();
    assertThat(fits("f|cidr: 10.1.2.3", event("10.1.2.3"))).isTrue();
    assertThat(fits("f|cidr: 'fe80::/10'", event("FE80::1%eth0"))).isTrue();
    assertThat(fits("f|cidr: 'fe80::/10'", event("fec0::1"))).isFalse();
    assertThat(fits("f|cidr: '2001:db8::/33'", event("2001:db8:7fff::"))).isTrue();
    assertThat(fits("f|cidr: '2001:db8::/33'", event("2001:db8:8000::"))).isFalse();
    assertThat(fits("f|cidr: 172.18.0.0/16", event("::ffff:172.18.39.6"))).isTrue();
    assertThat(fits("f|cidr: 10.0.0.0/8", event("10.20.30"))).isFalse();
    assertThat(fits("f|cidr: 10.0.0.0/8", event("ten.example.org"))).isFalse();
    assertThat(refusal("s:\n    f|cidr: 10.0.0.0/33\ncondition: s")).contains("between 0 and 32");
    assertThat(refusal("s:\n    f|cidr: localhost\ncondition: s")).contains("CIDR");
  }

  @Test
  void base64EncodesTheValue() {
    assertThat(fits("f|base64: foobar", event("Zm9vYmFy"))).isTrue();
    assertThat(fits("f|base64|contains: foobar", event("xxZm9vYmFyxx"))).isTrue();
    assertThat(fits("f|base64: foobar", event("foobar"))).isFalse();
    assertThat(refusal("s:\n    f|base64: 'foo*'\ncondition: s")).contains("wildcards");
    assertThat(refusal("s:\n    f|contains|base64: foo\ncondition: s")).contains("before");
  }

  @Test
  void base64offsetFindsTheValueAtEveryOffset() {
    for (String before : List.of("", "x", "xy", "xyz")) {
      for (String after : List.of("", "1", "12", "123")) {
        String encoded =
            java.util.Base64.getEncoder()
                .encodeToString(
                    (before + "http://foo" + after)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(fits("f|base64offset|contains: http://foo", event("-enc " + encoded)))
            .as(before + "," + after)
            .isTrue();
      }
    }
    assertThat(fits("f|base64offset|contains: http://foo", event("aHR0cDovL2Jhcg=="))).isFalse();
    assertThat(refusal("s:\n    f|base64offset|contains: x\ncondition: s")).contains("two bytes");
  }

  @Test
  void wideEncodingsComeBeforeBase64() {
    assertThat(fits("f|wide|base64: ping", event("cABpAG4AZwA="))).isTrue();
    assertThat(fits("f|utf16le|base64: ping", event("cABpAG4AZwA="))).isTrue();
    assertThat(fits("f|utf16be|base64: ping", event("AHAAaQBuAGc="))).isTrue();
    assertThat(fits("f|utf16|base64: ping", event("//5wAGkAbgBnAA=="))).isTrue();
    assertThat(fits("f|wide|base64offset|contains: ping", event("eHAAaQBuAGcAMQ=="))).isTrue();
    assertThat(fits("f|wide: cmd", "{\"f\": \"c\\u0000m\\u0000d\\u0000\"}")).isTrue();
    assertThat(fits("f|utf16be|contains: cmd", "{\"f\": \"x\\u0000c\\u0000m\\u0000d\"}")).isTrue();
  }

  @Test
  void windashExchangesTheDashesOfOptions() {
    for (String dash : List.of("-", "/", "\u2013", "\u2014", "\u2015")) {
      assertThat(fits("f|windash|contains: ' -enc '", event("x " + dash + "enc y"))).isTrue();
      assertThat(fits("f|contains|windash: ' /enc '", event("x " + dash + "enc y"))).isTrue();
    }
    assertThat(fits("f|windash|contains: ' -enc '", event("x +enc y"))).isFalse();
    assertThat(fits("f|windash|contains|all: [' -a ', ' -b ']", event("x /b /a "))).isTrue();
    assertThat(fits("f|windash: -a-b*", event("/a-bcd"))).isTrue();
  }

  @Test
  void comparesNumbers() {
    assertThat(fits("f|lt: 10", "{\"f\": 9}")).isTrue();
    assertThat(fits("f|lt: 10", "{\"f\": 10}")).isFalse();
    assertThat(fits("f|lte: 10", "{\"f\": 10}")).isTrue();
    assertThat(fits("f|gt: 10", event("11"))).isTrue();
    assertThat(fits("f|gt: 10", event("10"))).isFalse();
    assertThat(fits("f|gte: 10", "{\"f\": 10.5}")).isTrue();
    assertThat(fits("f|gte: 1.5", "{\"f\": 1}")).isFalse();
    assertThat(fits("f|gt: 10", event("eleven"))).isFalse();
    assertThat(fits("f|gt: 9007199254740992", "{\"f\": 9007199254740993}")).isTrue();
    assertThat(fits("f|lt: -1", "{\"f\": -2}")).isTrue();
    assertThat(refusal("s:\n    f|lt: ten\ncondition: s")).contains("must be a number");
    assertThat(refusal("s:\n    f|lt|gt: 1\ncondition: s")).contains("two ways");
  }

  @Test
  void readsThePartsOfDates() {
    String time = event("2024-05-31T23:07:59.123Z");
    assertThat(fits("f|minute: 7", time)).isTrue();
    assertThat(fits("f|hour: 23", time)).isTrue();
    assertThat(fits("f|day: 31", time)).isTrue();
    assertThat(fits("f|week: 22", time)).isTrue();
    assertThat(fits("f|month: 5", time)).isTrue();
    assertThat(fits("f|year: 2024", time)).isTrue();
    assertThat(fits("f|hour: 22", time)).isFalse();
    assertThat(fits("f|hour|gte: 20", time)).isTrue();
    assertThat(fits("f|hour|lt: 20", time)).isFalse();
    assertThat(fits("f|hour: [22, 23]", event("2024-05-31 23:07:59"))).isTrue();
    assertThat(fits("f|year: 1970", "{\"f\": 3600}")).isTrue();
    assertThat(fits("f|hour: 1", "{\"f\": 3600.5}")).isTrue();
    assertThat(fits("f|year|gte: 0", event("soon"))).isFalse();
    assertThat(fits("f|day|gte: 0", event("2024-02-31T00:00:00"))).isFalse();
  }

  @Test
  void expandReplacesPlaceholders() {
    String rule = Rules.yaml("s:\n    f|expand: 'srv-%site%-%nr%'\ncondition: s");
    var bound = Map.of("site", List.of("berlin", "w?en"), "nr", List.of("1", "2"));
    RuleReport report = Rules.load(rule, bound);
    RuleSet rules = RuleSet.compile(report.rules(), Rules.MAPPING);
    for (String host : List.of("srv-berlin-1", "SRV-wien-2")) {
      assertThat(rules.match(JsonEvent.of(event(host)).declaring(Rules.SOURCE))).hasSize(1);
    }
    assertThat(rules.match(JsonEvent.of(event("srv-rom-1")).declaring(Rules.SOURCE))).isEmpty();
    assertThat(Rules.load(rule).refusals().toString()).contains("%site%", "has no value");
    assertThat(fits("f: '%site%'", event("%site%"))).isTrue();
    assertThat(fits("f|expand: '\\%plain'", event("%plain"))).isTrue();
    assertThat(fits("f|expand: '100% of'", event("100% of"))).isTrue();
  }

  @Test
  void anUnboundPlaceholderBesidesAnEscapedOneIsRefused() {
    assertThat(refusal("s:\n    f|expand: '\\%plain%name%'\ncondition: s")).contains("%name%");
  }

  @Test
  void fieldrefComparesFieldsOfTheSameEvent() {
    String event = "{\"f\": \"C:\\\\a.exe\", \"g\": \"c:\\\\A.exe\", \"h\": \"a.exe\"}";
    assertThat(fits("f|fieldref: g", event)).isTrue();
    assertThat(fits("f|fieldref|cased: g", event)).isFalse();
    assertThat(fits("f|fieldref: h", event)).isFalse();
    assertThat(fits("f|fieldref|endswith: h", event)).isTrue();
    assertThat(fits("f|endswith|fieldref: h", event)).isTrue();
    assertThat(fits("f|fieldref|startswith: h", event)).isFalse();
    assertThat(fits("f|fieldref|contains: h", event)).isTrue();
    assertThat(fits("f|fieldref: missing", event)).isFalse();
  }

  @Test
  void refusesModifiersThatItDoesNotKnowOrThatDoNotGoTogether() {
    assertThat(refusal("s:\n    f|sounds: x\ncondition: s")).contains("'sounds'");
    assertThat(refusal("s:\n    f|Contains: x\ncondition: s")).contains("'Contains'");
    assertThat(refusal("s:\n    f|re|base64: x\ncondition: s")).contains("do not go together");
    assertThat(refusal("s:\n    f|cidr|contains: 10.0.0.1\ncondition: s")).contains("together");
    assertThat(refusal("s:\n    f|contains|contains: x\ncondition: s")).contains("twice");
    assertThat(refusal("s:\n    f|contains: null\ncondition: s")).contains("null");
    assertThat(refusal("s:\n    f|: x\ncondition: s")).contains("is not known");
  }
}
