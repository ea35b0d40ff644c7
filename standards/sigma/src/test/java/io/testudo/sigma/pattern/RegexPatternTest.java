package io.testudo.sigma.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RegexPatternTest {
  private static final long SEED = Long.getLong("seed", 20_261_122L);
  private static final String[] PIECES = {
    "a",
    "b",
    "ab",
    ".",
    "*",
    "+",
    "?",
    "|",
    "(",
    ")",
    "[ab]",
    "[^a]",
    "{2}",
    "{1,3}",
    "{",
    "}",
    "\\.",
    "\\d",
    "\\w",
    "^",
    "$",
    "(?:",
    "(?i)",
    "\\b",
    "]",
    "[",
    "\\",
    "(?=",
    "(?!",
    "(?<=",
    "\\1",
    "++",
    "*?",
    ",",
    "1",
    "{0}",
    "[]a]",
    "[[:alpha:]]",
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "abc; abc",
        "xa*bc; bc",
        "ab+c; ab",
        "abc|d; ''",
        "(abc|d)ef; ef",
        "abc?def; def",
        "a\\.exe; a.exe",
        "\\d+xyz; xyz",
        "(?i)HeLLo; hello",
        "[abc]def; def",
        "[]abc]def; def",
        "ab{2}cde; cde",
        "ab{x}cd; ''",
        "\\x41bcd; ''",
        "\\p{L}bcd; ''",
        "[a[bc]]def; ''",
        "\\w+def; def",
        "a{b|c}; ''",
        "(unclosed; ''",
        "abc(?i)?de; ''",
      })
  void readsTheTextThatEveryMatchHolds(String expression, String required) {
    assertThat(RegexLiteral.required(expression)).isEqualTo(required);
  }

  @Test
  void aRandomExpressionIsRefusedOrRunsAndTheShortcutChangesNothing() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int found = 0;
    int budgeted = 0;
    for (int i = 0; i < 30_000; i++) {
      var expression = new StringBuilder();
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        expression.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Set<RegexPattern.Option> options = options(random);
      RegexPattern pattern;
      try {
        pattern = RegexPattern.compile(expression.toString(), options);
      } catch (PatternRefusedException e) {
        assertThat(e.reason()).isNotEmpty().doesNotContain("\n");
        continue;
      }
      budgeted += pattern.isLinear() ? 0 : 1;
      String text = text(random);
      RegexPattern.Finding finding = pattern.find(text, Folding.fold(text));
      if (finding == RegexPattern.Finding.ABSENT && pattern.isLinear()) {
        assertThat(plainlyFound(expression.toString(), options, text))
            .as("%s on %s", expression, text)
            .isFalse();
      }
      found += finding == RegexPattern.Finding.FOUND ? 1 : 0;
    }
    assertThat(found).isGreaterThan(1_000);
    assertThat(budgeted).isGreaterThan(100);
  }

  /** Whether the engine without the shortcut finds what the pattern did not. */
  private static boolean plainlyFound(
      String expression, Set<RegexPattern.Option> options, String text) {
    int flags = 0;
    if (options.contains(RegexPattern.Option.IGNORE_CASE)) {
      flags |= com.google.re2j.Pattern.CASE_INSENSITIVE;
    }
    if (options.contains(RegexPattern.Option.DOT_ALL)) {
      flags |= com.google.re2j.Pattern.DOTALL;
    }
    return com.google.re2j.Pattern.compile(expression, flags).matcher(text).find();
  }

  private static Set<RegexPattern.Option> options(RandomGenerator random) {
    var options = EnumSet.noneOf(RegexPattern.Option.class);
    if (random.nextBoolean()) {
      options.add(RegexPattern.Option.IGNORE_CASE);
    }
    if (random.nextInt(4) == 0) {
      options.add(RegexPattern.Option.DOT_ALL);
    }
    return options;
  }

  private static String text(RandomGenerator random) {
    String alphabet = "abAB1.{},";
    var text = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void sizesAreUpperBoundsOfTheUnfoldedExpression() throws PatternRefusedException {
    assertThat(RegexSize.unfolded("abc")).isEqualTo(3);
    assertThat(RegexSize.unfolded("(ab){10}")).isGreaterThanOrEqualTo(20);
    assertThat(RegexSize.unfolded("((ab){10}c){10}")).isGreaterThanOrEqualTo(210);
    assertThat(RegexSize.unfolded("[(){1000}]")).isEqualTo(1);
    assertThat(RegexSize.unfolded("\\({3}")).isGreaterThanOrEqualTo(3);
    assertThat(RegexSize.unfolded("(a{9})(?i){99}")).isGreaterThanOrEqualTo(891);
    assertThat(RegexSize.unfolded("a{,5}")).isGreaterThanOrEqualTo(5);
  }
}
