package io.testudo.suricata.regex;

import io.testudo.suricata.text.MalformedRuleException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression over octets, each taken for the character of its number.
 *
 * <p>Rules use what no linear engine has (look-around, back references), so the engine backtracks.
 * It reads a character for every step it takes; the octets count their own readings and end the
 * search after {@value #MOST_STEPS} divided by the expression's size, which bounds what may happen
 * between two readings. A search that ends so has found nothing and says so.
 *
 * <p>Immutable; used by any number of threads.
 */
public final class BoundedRegex {
  /** No expression may be longer than this many characters. */
  public static final int MOST_CHARACTERS = 8_192;

  private static final long MOST_STEPS = 20_000_000;

  private final String expression;
  private final Pattern pattern;
  private final int reads;

  private BoundedRegex(String expression, Pattern pattern, int reads) {
    this.expression = expression;
    this.pattern = pattern;
    this.reads = reads;
  }

  /**
   * Compiles an expression.
   *
   * @param expression in Perl's syntax
   * @param flags of {@code i s m x A E G}
   */
  public static BoundedRegex compile(String expression, String flags)
      throws MalformedRuleException {
    if (expression.length() > MOST_CHARACTERS) {
      throw new MalformedRuleException(
          "pcre must not be longer than " + MOST_CHARACTERS + " characters");
    }
    long size = RegexSize.of(expression);
    int options = Pattern.UNIX_LINES;
    options |= flags.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0;
    options |= flags.indexOf('s') >= 0 ? Pattern.DOTALL : 0;
    options |= flags.indexOf('m') >= 0 ? Pattern.MULTILINE : 0;
    options |= flags.indexOf('x') >= 0 ? Pattern.COMMENTS : 0;
    String java = PerlSyntax.toJava(expression);
    try {
      Pattern pattern =
          Pattern.compile(flags.indexOf('A') >= 0 ? "\\G(?:" + java + ")" : java, options);
      return new BoundedRegex(expression, pattern, (int) Math.max(1_000, MOST_STEPS / size));
    } catch (PatternSyntaxException e) {
      throw new MalformedRuleException("pcre is malformed: " + e.getDescription());
    } catch (StackOverflowError | IllegalArgumentException e) {
      throw new MalformedRuleException("pcre is malformed or nested too deeply");
    }
  }

  /** A search over octets, to be asked for one match after another. */
  public Search search(byte[] octets, int from, int to) {
    return new Search(this, octets, from, to);
  }

  @Override
  public String toString() {
    return expression;
  }

  /** One search; not shared between threads. */
  public static final class Search {
    private final Matcher matcher;
    private boolean isExhausted;

    private Search(BoundedRegex regex, byte[] octets, int from, int to) {
      matcher = regex.pattern.matcher(new CountedOctets(octets, to, regex.reads));
      matcher.region(from, to);
    }

    /** Looks for the next match. */
    public boolean find() {
      if (isExhausted) {
        return false;
      }
      try {
        return matcher.find();
      } catch (ExhaustedException | StackOverflowError e) {
        isExhausted = true;
        return false;
      }
    }

    /** Where the match ends that {@link #find} found. */
    public int end() {
      return matcher.end();
    }

    /** Whether the search was given up. */
    public boolean isExhausted() {
      return isExhausted;
    }
  }

  private static final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("exhausted", null, false, false);
    }
  }

  private static final class CountedOctets implements CharSequence {
    private final byte[] octets;
    private final int length;
    private int readsLeft;

    CountedOctets(byte[] octets, int length, int reads) {
      this.octets = octets;
      this.length = length;
      this.readsLeft = reads;
    }

    @Override
    public char charAt(int index) {
      if (--readsLeft < 0) {
        throw new ExhaustedException();
      }
      return (char) (octets[index] & 0xFF);
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
