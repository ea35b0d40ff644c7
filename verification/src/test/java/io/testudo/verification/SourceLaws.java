package io.testudo.verification;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The laws of the house that only source text shows. */
final class SourceLaws {

  private static final Pattern SWITCH = Pattern.compile("\\bswitch\\s*\\(");
  private static final Pattern TYPE_LABEL =
      Pattern.compile(
          "\\bcase\\s+([A-Z][A-Za-z0-9_.]*)\\s*(?:[a-z][A-Za-z0-9_]*\\s*(?:->|when\\b)|\\()");
  private static final Pattern DEFAULT_LABEL = Pattern.compile("\\bdefault\\s*(?:->|:)");

  private SourceLaws() {}

  /** The simple names of all types that a sealed type of the product permits. */
  static Set<String> permittedTypes(JavaClasses classes) {
    Set<String> names = new TreeSet<>();
    for (JavaClass type : classes) {
      Class<?>[] permitted = type.reflect().getPermittedSubclasses();
      if (permitted != null) {
        for (Class<?> subclass : permitted) {
          names.add(subclass.getSimpleName());
        }
      }
    }
    return names;
  }

  /** Law 6: switches over sealed types that have a default; line numbers in the source. */
  static List<Integer> defaultsOverSealedTypes(String source, Set<String> permitted) {
    List<Integer> lines = new ArrayList<>();
    Matcher switches = SWITCH.matcher(source);
    while (switches.find()) {
      int open = source.indexOf('{', switches.end());
      if (open < 0) {
        continue;
      }
      String body = ownBody(source, open);
      Matcher label = TYPE_LABEL.matcher(body);
      boolean overSealed = false;
      while (label.find()) {
        String name = label.group(1);
        overSealed |= permitted.contains(name.substring(name.lastIndexOf('.') + 1));
      }
      if (overSealed && DEFAULT_LABEL.matcher(body).find()) {
        lines.add((int) source.substring(0, switches.start()).lines().count());
      }
    }
    return lines;
  }

  /** The text between the brace at {@code open} and its partner, without nested blocks. */
  private static String ownBody(String source, int open) {
    StringBuilder own = new StringBuilder();
    int depth = 0;
    for (int i = open; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
        if (depth == 0) {
          break;
        }
      } else if (depth == 1) {
        own.append(c);
      }
    }
    return own.toString();
  }

  /** Law 9: which of these words occur in the source, in any case. */
  static List<String> namesOfTests(String source, List<String> words) {
    String lower = source.toLowerCase(Locale.ROOT);
    return words.stream()
        .filter(
            word ->
                Pattern.compile("(?<![a-z0-9])" + Pattern.quote(word) + "(?![a-z0-9])")
                    .matcher(lower)
                    .find())
        .toList();
  }
}
