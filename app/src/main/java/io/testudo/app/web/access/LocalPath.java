package io.testudo.app.web.access;

import java.util.regex.Pattern;

/** Paths of this server that a page may send a browser to. */
final class LocalPath {

  private static final Pattern FORM = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9/._~-]{0,400}");

  private LocalPath() {}

  static boolean isOne(String path) {
    return FORM.matcher(path).matches() && !path.contains("..");
  }
}
