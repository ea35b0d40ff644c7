package io.testudo.sigma.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextPatternTest {
  private static final long SEED = Long.getLong("seed", 20_261_122L);

  @Test
  void agreesWithTheSamePatternWrittenAsARegularExpression() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int held = 0;
    for (int i = 0; i < 100_000; i++) {
      String wildcards = text(random, "aAb*?\\-", 8);
      String subject = text(random, "aAb*?\\-", 9);
      boolean cased = random.nextBoolean();
      TextPattern pattern =
          TextPattern.of(
              WildcardText.parse(wildcards),
              cased ? TextPattern.LetterCase.SIGNIFICANT : TextPattern.LetterCase.IGNORED);
      boolean expected =
          Pattern.compile(regex(wildcards), cased ? 0 : Pattern.CASE_INSENSITIVE)
              .matcher(subject)
              .matches();
      assertThat(pattern.matches(subject, Folding.fold(subject)))
          .as("%s on %s", wildcards, subject)
          .isEqualTo(expected);
      if (expected) {
        held++;
        assertThat(Folding.fold(subject)).contains(pattern.requiredText());
        String only = pattern.onlyText();
        assertThat(only.isEmpty() || only.equals(Folding.fold(subject))).isTrue();
      }
    }
    assertThat(held).isGreaterThan(2_000);
  }

  private static String text(RandomGenerator random, String alphabet, int longest) {
    var text = new StringBuilder();
    for (int n = random.nextInt(longest); n > 0; n--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** Sigma's wildcards by the letter of the specification. */
  private static String regex(String wildcards) {
    var regex = new StringBuilder();
    for (int i = 0; i < wildcards.length(); i++) {
      char c = wildcards.charAt(i);
      char next = i + 1 < wildcards.length() ? wildcards.charAt(i + 1) : ' ';
      if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
        regex.append(Pattern.quote(String.valueOf(next)));
        i++;
      } else {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  @Test
  void foldingNeverChangesALength() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = String.valueOf((char) c);
      assertThat(Folding.fold(text)).hasSize(1);
      assertThat(Folding.fold(Folding.fold(text))).isEqualTo(Folding.fold(text));
    }
    assertThat(Folding.fold("ÄÖÜ Straße \u212A ΣΑΣ")).isEqualTo("äöü straße k σασ");
  }
}
