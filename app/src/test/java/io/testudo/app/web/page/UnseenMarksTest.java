package io.testudo.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnseenMarksTest {

  @Test
  void spellsOutWhatTurnsTheDirectionOfText() {
    assertThat(shown("a\u202Egnp.exe\u2066b\u2069")).isEqualTo("a[U+202E]gnp.exe[U+2066]b[U+2069]");
  }

  @Test
  void spellsOutWhatHasNoWidth() {
    assertThat(shown("ad\u200Bmin\uFEFF\u00AD\u0085"))
        .isEqualTo("ad[U+200B]min[U+FEFF][U+00AD][U+0085]");
  }

  @Test
  void spellsOutTags() {
    assertThat(shown("x" + Character.toString(0xE0041))).isEqualTo("x[U+E0041]");
  }

  @Test
  void leavesEveryOtherCharacterAsItIs() {
    StringBuilder all = new StringBuilder();
    for (int code = 1; code < 0xE0100; code++) {
      if (!UnseenMarks.isUnseen(code) && !(code >= 0xD800 && code <= 0xDFFF)) {
        all.appendCodePoint(code);
      }
    }
    assertThat(shown(all.toString())).isEqualTo(all.toString());
  }

  @Test
  void endsWithinBytesThatAreNoText() {
    byte[] cut = {'a', (byte) 0xE2, (byte) 0x80};
    assertThat(UnseenMarks.shown(cut)).isEqualTo(cut);
  }

  private static String shown(String text) {
    return new String(
        UnseenMarks.shown(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
