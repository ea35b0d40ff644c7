package io.testudo.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DirectionMarksTest {

  @Test
  void spellsOutWhatTurnsTheDirectionOfText() {
    assertThat(shown("a\u202Egnp.exe\u2066b\u2069")).isEqualTo("a[U+202E]gnp.exe[U+2066]b[U+2069]");
  }

  @Test
  void leavesEveryOtherCharacterAsItIs() {
    StringBuilder all = new StringBuilder();
    for (int code = 1; code < 0x3000; code++) {
      if (!(code >= 0x202A && code <= 0x202E) && !(code >= 0x2066 && code <= 0x2069)) {
        all.appendCodePoint(code);
      }
    }
    assertThat(shown(all.toString())).isEqualTo(all.toString());
  }

  private static String shown(String text) {
    return new String(
        DirectionMarks.shown(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
