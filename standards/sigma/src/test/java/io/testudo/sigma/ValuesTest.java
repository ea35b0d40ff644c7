package io.testudo.sigma;

import static io.testudo.sigma.Rules.fits;
import static io.testudo.sigma.Rules.holds;
import static io.testudo.sigma.Rules.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values without modifiers: wildcards and their escapes, types, keywords. */
class ValuesTest {

  private static String event(String value) {
    return "{\"f\": \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "prog?.exe, progA.exe, true",
        "prog?.exe, prog.exe, false",
        "anti*.exe, antivirus_V21.2.1.exe, true",
        "anti*.exe, anti.exe, true",
        "*, anything, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "a*a, a, false",
        "ab*ab, ab, false",
        "ab*ab, abab, true",
        "*b?d*, xxbcdxx, true",
        // a backslash that escapes nothing is a backslash
        "C:\\x, C:\\x, true",
        // two backslashes are one
        "C:\\\\x, C:\\x, true",
        "C:\\\\x, C:\\\\x, false",
        // an escaped wildcard is a character
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "a\\?b, a?b, true",
        "a\\?b, axb, false",
        // an escaped backslash before a wildcard leaves the wildcard one
        "a\\\\*, a\\bc, true",
        "a\\\\*, a*, false",
        // three backslashes: a backslash and a plain star
        "a\\\\\\*b, a\\*b, true",
        "a\\\\\\*b, a\\xb, false",
        // three and four backslashes are two
        "a\\\\\\b, a\\\\b, true",
        "a\\\\\\\\b, a\\\\b, true",
        "a\\, a\\, true",
      })
  void wildcardsAndEscapes(String pattern, String value, boolean expected) {
    assertThat(fits("f: '" + pattern + "'", event(value))).isEqualTo(expected);
  }

  @Test
  void placesKeepTheWildcardsInside() {
    assertThat(fits("f|contains: 'a*b'", event("xx a-b xx"))).isTrue();
    assertThat(fits("f|startswith: 'a?b'", event("a-b xx"))).isTrue();
    assertThat(fits("f|endswith: '*'", event("x"))).isTrue();
    assertThat(fits("f|contains: '\\*'", event("a*b"))).isTrue();
    assertThat(fits("f|contains: '\\*'", event("ab"))).isFalse();
  }

  @Test
  void numbersMatchNumbersAndTheirTexts() {
    assertThat(fits("f: 4688", "{\"f\": 4688}")).isTrue();
    assertThat(fits("f: 4688", "{\"f\": \"4688\"}")).isTrue();
    assertThat(fits("f: '4688'", "{\"f\": 4688}")).isTrue();
    assertThat(fits("f: 4688", "{\"f\": 46880}")).isFalse();
    assertThat(fits("f: 4688", "{\"f\": 4688.0}")).isTrue();
    assertThat(fits("f: 0x1000", "{\"f\": 4096}")).isTrue();
    assertThat(fits("f: '46*'", "{\"f\": 4688}")).isTrue();
    assertThat(fits("f: 1.5", "{\"f\": 1.5}")).isTrue();
    assertThat(fits("f: 010", "{\"f\": 10}")).isTrue();
    assertThat(fits("f: [1, 2, 3]", "{\"f\": 2}")).isTrue();
  }

  @Test
  void truthValuesMatchTheirTexts() {
    assertThat(fits("f: true", "{\"f\": true}")).isTrue();
    assertThat(fits("f: true", "{\"f\": \"True\"}")).isTrue();
    assertThat(fits("f: 'true'", "{\"f\": true}")).isTrue();
    assertThat(fits("f: false", "{\"f\": true}")).isFalse();
    assertThat(fits("f: yes", "{\"f\": \"yes\"}")).isTrue();
  }

  @Test
  void nullIsAnAbsentOrValuelessField() {
    assertThat(fits("f: null", "{\"g\": 1}")).isTrue();
    assertThat(fits("f: null", "{\"f\": null}")).isTrue();
    assertThat(fits("f: null", "{\"f\": \"\"}")).isFalse();
    assertThat(fits("f:", "{\"g\": 1}")).isTrue();
    assertThat(fits("f: [null, a]", "{\"g\": 1}")).isTrue();
    assertThat(fits("f: '*'", "{\"f\": null}")).isFalse();
  }

  @Test
  void theEmptyTextIsAValue() {
    assertThat(fits("f: ''", "{\"f\": \"\"}")).isTrue();
    assertThat(fits("f: ''", "{\"f\": null}")).isFalse();
    assertThat(fits("f: ''", "{\"g\": 1}")).isFalse();
    assertThat(fits("f: ''", "{\"f\": \"x\"}")).isFalse();
  }

  @Test
  void listsAreJoinedByOrAndMapsByAnd() {
    String both = "s:\n    f: [a, b]\n    g: c\ncondition: s";
    assertThat(holds(both, "{\"f\": \"b\", \"g\": \"c\"}")).isTrue();
    assertThat(holds(both, "{\"f\": \"b\", \"g\": \"d\"}")).isFalse();
    String either = "s:\n    - f: a\n      g: b\n    - h: c\ncondition: s";
    assertThat(holds(either, "{\"f\": \"a\", \"g\": \"b\"}")).isTrue();
    assertThat(holds(either, "{\"f\": \"a\", \"g\": \"x\"}")).isFalse();
    assertThat(holds(either, "{\"h\": \"c\"}")).isTrue();
  }

  @Test
  void aFieldWithSeveralValuesHoldsIfOneDoes() {
    assertThat(fits("f: b", "{\"f\": [\"a\", \"b\"]}")).isTrue();
    assertThat(fits("f|contains|all: [a, b]", "{\"f\": [\"xa\", \"xb\"]}")).isTrue();
    assertThat(fits("f|neq: b", "{\"f\": [\"a\", \"b\"]}")).isFalse();
  }

  @Test
  void fieldNamesAreExactThenWithoutCase() {
    assertThat(fits("CommandLine: x", "{\"commandline\": \"x\"}")).isTrue();
    assertThat(fits("f: x", "{\"F\": \"x\", \"f\": \"y\"}")).isFalse();
    assertThat(fits("user.name: x", "{\"user\": {\"name\": \"x\"}}")).isTrue();
  }

  @Test
  void keywordsAreSoughtInTheWholeEvent() {
    String any = "k:\n    - 'EVILSERVICE'\n    - 'svchost.exe -n evil'\ncondition: k";
    assertThat(holds(any, "{\"a\": \"x\", \"b\": \"an EvilService here\"}")).isTrue();
    assertThat(holds(any, "{\"a\": \"EVIL\", \"b\": \"SERVICE\"}")).isFalse();
    String all = "k:\n    '|all':\n        - Oab*\n        - ' -ExternalUrl '\ncondition: k";
    assertThat(holds(all, "{\"a\": \"OabVirtual\", \"b\": \"x -externalurl y\"}")).isTrue();
    assertThat(holds(all, "{\"a\": \"OabVirtual\"}")).isFalse();
    assertThat(holds("k: needle\ncondition: k", "{\"a\": \"hay needle hay\"}")).isTrue();
    assertThat(holds("k: [200]\ncondition: k", "{\"a\": 1200}")).isTrue();
    assertThat(holds("k:\n    '|re': 'n.{2}dle'\ncondition: k", "{\"a\": \"needle\"}")).isTrue();
    assertThat(holds("k:\n    - needle\n    - f: 1\ncondition: k", "{\"f\": 1}")).isTrue();
  }

  @Test
  void longListsOfPlainValuesStillMatch() {
    String list = "f: [a1, a2, a3, a4, a5, a6, a7, a8, a9, 'b*', 12]";
    assertThat(fits(list, event("A7"))).isTrue();
    assertThat(fits(list, event("bee"))).isTrue();
    assertThat(fits(list, "{\"f\": 12}")).isTrue();
    assertThat(fits(list, event("c"))).isFalse();
  }

  @Test
  void refusesSearchesThatAreNone() {
    assertThat(refusal("s: {}\ncondition: s")).contains("is empty");
    assertThat(refusal("s: []\ncondition: s")).contains("is empty");
    assertThat(refusal("s:\ncondition: s")).contains("is empty");
    assertThat(refusal("s:\n    f: []\ncondition: s")).contains("no values");
    assertThat(refusal("s:\n    f:\n        g: 1\ncondition: s")).contains("a map");
    assertThat(refusal("s:\n    f: [[1]]\ncondition: s")).contains("a list");
  }
}
