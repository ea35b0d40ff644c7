package io.testudo.intrusion.record;

import io.testudo.vocabulary.event.LogRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads logons from Zeek's ssh.log, where Zeek could tell how the logon ended. */
final class ZeekLogons {

  private ZeekLogons() {}

  static @Nullable Logon read(LogRecord log) {
    if (!log.source().service().equals("ssh")) {
      return null;
    }
    String success = log.fields().text("auth_success").toLowerCase(Locale.ROOT);
    Logon.Outcome outcome =
        switch (success) {
          case "true", "t" -> Logon.Outcome.SUCCEEDED;
          case "false", "f" -> Logon.Outcome.FAILED;
          default -> null;
        };
    if (outcome == null) {
      return null;
    }
    return new Logon(
        log.time(),
        outcome,
        "",
        Logon.plainClient(log.fields().text("id.orig_h")),
        Logon.plainClient(log.fields().text("id.resp_h")),
        "ssh");
  }
}
