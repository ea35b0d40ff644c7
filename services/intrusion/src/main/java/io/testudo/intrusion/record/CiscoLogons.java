package io.testudo.intrusion.record;

import io.testudo.vocabulary.event.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads logons from what Cisco ASA firewalls and VPN gateways write: rejected users (113005,
 * 113015, 605004) and sessions that began (113039, 605005).
 */
final class CiscoLogons {

  private static final int MOST_CHARACTERS = 1024;

  private static final Pattern REJECTED =
      Pattern.compile("user = (\\S{1,128}) : user IP = (\\S{1,64})");
  private static final Pattern STARTED =
      Pattern.compile("User <([^>]{1,128})> IP <([^>]{1,64})> .{0,64}session started");
  private static final Pattern LOGIN =
      Pattern.compile(
          "Login (denied|permitted) from (\\S{1,64})/\\d{1,5} to .{0,128} for user \"([^\"]{0,128})\"");

  private CiscoLogons() {}

  static @Nullable Logon read(LogRecord log) {
    String message = log.fields().text("message");
    if (message.length() > MOST_CHARACTERS) {
      return null;
    }
    if (message.contains("authentication Rejected")) {
      Matcher rejected = REJECTED.matcher(message);
      return rejected.find()
          ? made(log, Logon.Outcome.FAILED, rejected.group(1), rejected.group(2), "vpn")
          : null;
    }
    if (message.contains("session started")) {
      Matcher started = STARTED.matcher(message);
      return started.find()
          ? made(log, Logon.Outcome.SUCCEEDED, started.group(1), started.group(2), "vpn")
          : null;
    }
    if (message.contains("Login ")) {
      Matcher login = LOGIN.matcher(message);
      if (login.find()) {
        Logon.Outcome outcome =
            login.group(1).equals("denied") ? Logon.Outcome.FAILED : Logon.Outcome.SUCCEEDED;
        return made(log, outcome, login.group(3), login.group(2), "administration");
      }
    }
    return null;
  }

  private static Logon made(
      LogRecord log, Logon.Outcome outcome, String user, String client, String service) {
    return new Logon(
        log.time(),
        outcome,
        Logon.plainUser(user),
        Logon.plainClient(client),
        log.host().toLowerCase(java.util.Locale.ROOT),
        service);
  }
}
