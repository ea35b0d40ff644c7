package io.testudo.app.cli;

import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends every library's remarks one way, before the first of them speaks. */
final class Logging {

  private Logging() {}

  /** What the program itself says about its work. */
  enum Detail {
    /** Only what an operator must look at. */
    WARNINGS("WARN"),
    /** Also what it does. */
    DOINGS("INFO");

    private final String level;

    Detail(String level) {
      this.level = level;
    }
  }

  /** Sets up logging of this process; {@code -Dtestudo.log=LEVEL} wins. */
  static void start(Detail detail) {
    if (System.getProperty("testudo.log") == null) {
      System.setProperty("testudo.log", detail.level);
    }
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.install();
  }
}
