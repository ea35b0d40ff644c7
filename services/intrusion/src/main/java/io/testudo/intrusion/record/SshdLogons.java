package io.testudo.intrusion.record;

import io.testudo.vocabulary.event.LogRecord;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads logons from what programs write to syslog: OpenSSH's sshd, and the common words of PAM,
 * vsftpd and Dovecot.
 */
final class SshdLogons {

  private static final int MOST_CHARACTERS = 1024;

  private static final Pattern SSHD =
      Pattern.compile(
          "(Failed|Accepted) (?:password|publickey|keyboard-interactive/pam|none)"
              + " for (?:invalid user )?(\\S{0,128}) from (\\S{1,64}) port \\d{1,5}");
  private static final Pattern PAM =
      Pattern.compile(
          "authentication failure;.{0,256}? rhost=(\\S{1,128})(?:\\s{1,4}user=(\\S{1,128}))?");
  private static final Pattern FTP =
      Pattern.compile("\\[(\\S{1,128})\\] (FAIL|OK) LOGIN: Client \"([^\"]{1,64})\"");
  private static final List<String> MESSAGES = List.of("message", "msg", "MESSAGE", "Message");

  private SshdLogons() {}

  static @Nullable Logon read(LogRecord log) {
    String message = message(log);
    if (message.isEmpty()) {
      return null;
    }
    Matcher sshd = SSHD.matcher(message);
    if (sshd.find()) {
      boolean failed = sshd.group(1).equals("Failed");
      return made(log, failed, sshd.group(2), sshd.group(3), "ssh");
    }
    if (message.contains(" LOGIN: Client ")) {
      Matcher ftp = FTP.matcher(message);
      if (ftp.find()) {
        return made(log, ftp.group(2).equals("FAIL"), ftp.group(1), ftp.group(3), "ftp");
      }
    }
    if (message.contains("authentication failure") && !message.contains("(sshd:")) {
      Matcher pam = PAM.matcher(message);
      if (pam.find()) {
        String user = pam.group(2) == null ? "" : pam.group(2);
        return made(log, true, user, pam.group(1), log.source().service());
      }
    }
    return null;
  }

  private static String message(LogRecord log) {
    for (String name : MESSAGES) {
      String text = log.fields().text(name);
      if (!text.isEmpty()) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
      }
    }
    return "";
  }

  private static Logon made(
      LogRecord log, boolean failed, String user, String client, String service) {
    return new Logon(
        log.time(),
        failed ? Logon.Outcome.FAILED : Logon.Outcome.SUCCEEDED,
        Logon.plainUser(user),
        Logon.plainClient(client),
        log.host().toLowerCase(Locale.ROOT),
        service.isEmpty() ? "login" : service);
  }
}
