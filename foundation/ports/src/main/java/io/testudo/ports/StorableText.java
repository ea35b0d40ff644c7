package io.testudo.ports;

/** Text that every store holds as it is: no NUL, no half of a surrogate pair. */
final class StorableText {

  private StorableText() {}

  static void require(String name, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean half =
          Character.isSurrogate(c)
              && !(i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1)));
      if (c == 0 || half) {
        throw new IllegalArgumentException(
            name + " must be text that can be stored, without NUL and half surrogate pairs");
      }
      if (Character.isSurrogate(c)) {
        i++;
      }
    }
  }
}
