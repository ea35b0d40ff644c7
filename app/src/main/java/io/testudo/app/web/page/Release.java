package io.testudo.app.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.zip.CRC32C;

/** Which release of the program this is, and which edition of its styles and scripts. */
public final class Release {

  /** For instance {@code 0.1.0}. */
  public static final String VERSION = version();

  /** Changes with every change of a style or script, so that browsers may keep them for long. */
  public static final String EDITION = edition();

  private Release() {}

  private static String version() {
    Properties properties = new Properties();
    try {
      properties.load(
          new java.io.StringReader(
              new String(resource("release.properties"), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  private static String edition() {
    CRC32C sum = new CRC32C();
    for (String asset : new String[] {"console.css", "console.js", "charts.js", "theme.js"}) {
      sum.update(resource("assets/" + asset));
    }
    return Long.toString(sum.getValue(), 36);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Release.class.getResourceAsStream("/io/testudo/app/web/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program must hold " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
