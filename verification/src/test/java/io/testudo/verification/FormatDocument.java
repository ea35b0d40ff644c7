package io.testudo.verification;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/formats}: it states {@code Version: N} and {@code Golden: PATH}, the file
 * or folder that holds one example per version ever written, or {@code Not persisted} where the
 * format is somebody else's and only read.
 */
final class FormatDocument {

  private static final Pattern VERSION = Pattern.compile("(?m)^Version: \\d+");
  private static final Pattern GOLDEN = Pattern.compile("(?m)^Golden: (\\S+)$");

  private FormatDocument() {}

  static List<String> problems(String text) {
    List<String> problems = new ArrayList<>();
    if (text.contains("Not persisted")) {
      return problems;
    }
    Matcher golden = GOLDEN.matcher(text);
    if (!VERSION.matcher(text).find()) {
      problems.add("must state 'Version: N'");
      return problems;
    }
    boolean any = false;
    while (golden.find()) {
      any = true;
      Path path = Tree.root().resolve(golden.group(1));
      if (!Files.exists(path)) {
        problems.add("golden file " + golden.group(1) + " must be there");
      }
    }
    if (!any) {
      problems.add("must state 'Golden: PATH'");
    }
    return problems;
  }
}
