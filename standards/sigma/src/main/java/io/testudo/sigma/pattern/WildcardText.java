package io.testudo.sigma.pattern;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * A value of a rule before it becomes a pattern: characters mixed with wildcards.
 *
 * <p>Sigma's escapes: {@code *} is any run of characters and {@code ?} any one; {@code \*}, {@code
 * \?} and {@code \\} are the plain second character; a backslash before anything else is a
 * backslash.
 */
public final class WildcardText {
  /** Any run of characters, also none. */
  static final int ANY_RUN = -1;

  /** Exactly one UTF-16 character. */
  static final int ANY_ONE = -2;

  /** Any of the characters that Windows programs take for the dash of an option. */
  static final int ANY_DASH = -3;

  private final int[] tokens;

  private WildcardText(int[] tokens) {
    this.tokens = tokens;
  }

  /** Reads a rule's value with its wildcards and escapes. */
  public static WildcardText parse(String value) {
    var tokens = new int[value.length()];
    int count = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && isEscapable(value.charAt(i + 1))) {
        i++;
        tokens[count++] = value.charAt(i);
      } else if (c == '*') {
        if (count == 0 || tokens[count - 1] != ANY_RUN) {
          tokens[count++] = ANY_RUN;
        }
      } else {
        tokens[count++] = c == '?' ? ANY_ONE : c;
      }
    }
    return new WildcardText(Arrays.copyOf(tokens, count));
  }

  /** A text without wildcards. */
  public static WildcardText plain(String text) {
    return new WildcardText(text.chars().toArray());
  }

  private static boolean isEscapable(char c) {
    return c == '*' || c == '?' || c == '\\';
  }

  int[] tokens() {
    return tokens;
  }

  /** Whether no wildcard is inside. */
  public boolean isPlain() {
    for (int token : tokens) {
      if (token < 0) {
        return false;
      }
    }
    return true;
  }

  /** The characters of a text that {@link #isPlain()}. */
  public String plainText() {
    var text = new StringBuilder(tokens.length);
    for (int token : tokens) {
      if (token < 0) {
        throw new IllegalStateException("a text with wildcards has no plain form");
      }
      text.append((char) token);
    }
    return text.toString();
  }

  /** The bytes of a text that {@link #isPlain()}. */
  public byte[] bytes(Charset charset) {
    return plainText().getBytes(charset);
  }

  /** This text anywhere after the start. */
  public WildcardText afterAnything() {
    if (tokens.length > 0 && tokens[0] == ANY_RUN) {
      return this;
    }
    var longer = new int[tokens.length + 1];
    longer[0] = ANY_RUN;
    System.arraycopy(tokens, 0, longer, 1, tokens.length);
    return new WildcardText(longer);
  }

  /** This text with anything behind it. */
  public WildcardText beforeAnything() {
    if (tokens.length > 0 && tokens[tokens.length - 1] == ANY_RUN) {
      return this;
    }
    var longer = Arrays.copyOf(tokens, tokens.length + 1);
    longer[tokens.length] = ANY_RUN;
    return new WildcardText(longer);
  }

  /** This text with every dash and slash standing for all of them. */
  public WildcardText anyDash() {
    var dashed = tokens.clone();
    for (int i = 0; i < dashed.length; i++) {
      if (isDash(dashed[i])) {
        dashed[i] = ANY_DASH;
      }
    }
    return new WildcardText(dashed);
  }

  static boolean isDash(int c) {
    return c == '-' || c == '/' || c == '\u2013' || c == '\u2014' || c == '\u2015';
  }

  int length() {
    return tokens.length;
  }
}
