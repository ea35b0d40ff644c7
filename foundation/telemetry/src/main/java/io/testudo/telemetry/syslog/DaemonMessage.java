package io.testudo.telemetry.syslog;

import io.testudo.vocabulary.event.Value;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sshd, PAM, sudo, su, cron and the programs that change accounts say, as fields: {@code
 * action} ({@code login}, {@code logout}, {@code sudo}, {@code su}, {@code cron}, {@code
 * user-added} …), {@code outcome} ({@code success} or {@code failure}), {@code user}, {@code
 * target_user}, {@code src_ip}, {@code src_port}, {@code method}, {@code command}, {@code group}.
 *
 * <p>A name that a stranger chose may hold anything, the words of the message included; where an
 * address follows a name, the last address of the line is taken, which the daemon wrote.
 */
final class DaemonMessage {

  private static final String FROM =
      " from (?<ip>[0-9A-Fa-f.:]{2,45})(?:%\\w+)?(?: port (?<port>[0-9]{1,5}))?";

  private static final String BEHIND = "(?: ssh2(?:: .*)?| \\[preauth\\]|:[^ ].*)?";

  /** How one kind of message reads, and what it means. */
  private record Form(String app, Pattern pattern, String action, String outcome) {}

  private static Form form(String app, String regex, String action, String outcome) {
    return new Form(app, Pattern.compile(regex), action, outcome);
  }

  private static final List<Form> FORMS =
      List.of(
          form(
              "sshd",
              "Accepted (?<method>\\S{1,64}) for (?<user>.*)" + FROM + BEHIND,
              "login",
              "success"),
          form(
              "sshd",
              "Failed (?<method>\\S{1,64}) for (?:invalid user )?(?<user>.*)" + FROM + BEHIND,
              "login",
              "failure"),
          form(
              "sshd",
              "Invalid user (?<user>.*)" + FROM + "(?: \\[preauth\\])?",
              "login",
              "failure"),
          form(
              "sshd",
              "(?:error: )?maximum authentication attempts exceeded for (?:invalid user )?"
                  + "(?<user>.*)"
                  + FROM
                  + BEHIND,
              "login",
              "failure"),
          form("sshd", "User (?<user>.*)" + FROM + " not allowed because .*", "login", "failure"),
          form(
              "sshd",
              "(?:Disconnected from|Connection closed by|Connection reset by)"
                  + "(?: (?:authenticating|invalid)? ?user (?<user>.*))? "
                  + "(?<ip>[0-9A-Fa-f.:]{2,45}) port (?<port>[0-9]{1,5})(?: \\[preauth\\])?",
              "logout",
              ""),
          form(
              "",
              "pam_unix\\([^)]{1,64}:auth\\): authentication failure;.* rhost=(?<ip>[0-9A-Fa-f.:]{2,45})"
                  + "(?: +user=(?<user>.*))?",
              "login",
              "failure"),
          form(
              "",
              "pam_unix\\([^)]{1,64}:auth\\): authentication failure;.* user=(?<user>.*)",
              "login",
              "failure"),
          form(
              "",
              "pam_unix\\([^)]{1,64}:session\\): session opened for user (?<user>[^ (]{1,64}).*",
              "session-opened",
              "success"),
          form(
              "",
              "pam_unix\\([^)]{1,64}:session\\): session closed for user (?<user>[^ (]{1,64}).*",
              "session-closed",
              "success"),
          form(
              "sudo",
              " *(?<user>\\S{1,64}) : (?:(?<why>[^;]{1,200}) ; )?TTY=\\S+ ; PWD=.* ; "
                  + "USER=(?<target>\\S{1,64}) ;(?: GROUP=\\S+ ;)?(?: ENV=.* ;)? COMMAND=(?<command>.*)",
              "sudo",
              "success"),
          form(
              "su",
              "Successful su for (?<target>\\S{1,64}) by (?<user>\\S{1,64})",
              "su",
              "success"),
          form(
              "su",
              "FAILED (?:su|SU) for (?<target>\\S{1,64}) by (?<user>\\S{1,64})",
              "su",
              "failure"),
          form(
              "su",
              "FAILED SU \\(to (?<target>\\S{1,64})\\) (?<user>\\S{1,64}) on .*",
              "su",
              "failure"),
          form("su", "\\(to (?<target>\\S{1,64})\\) (?<user>\\S{1,64}) on .*", "su", "success"),
          form("cron", "\\((?<user>[^)]{1,64})\\) CMD \\((?<command>.*)\\)", "cron", "success"),
          form("useradd", "new user: name=(?<target>[^,]{1,64}),.*", "user-added", "success"),
          form("groupadd", "new group: name=(?<group>[^,]{1,64}).*", "group-added", "success"),
          form("userdel", "delete user '(?<target>[^']{1,64})'", "user-deleted", "success"),
          form(
              "usermod",
              "add '(?<target>[^']{1,64})' to (?:shadow )?group '(?<group>[^']{1,64})'",
              "group-member-added",
              "success"),
          form(
              "gpasswd",
              "(?:user|members?) (?<target>\\S{1,64}) added by \\S+ to group (?<group>\\S{1,64})",
              "group-member-added",
              "success"),
          form(
              "passwd",
              ".*password changed for (?<target>\\S{1,64})",
              "password-changed",
              "success"),
          form(
              "chpasswd",
              ".*password changed for (?<target>\\S{1,64})",
              "password-changed",
              "success"));

  private static final List<List<String>> GROUPS =
      List.of(
          List.of("user", "user"),
          List.of("target", "target_user"),
          List.of("ip", "src_ip"),
          List.of("port", "src_port"),
          List.of("method", "method"),
          List.of("command", "command"),
          List.of("group", "group"));

  private static final int MOST_CHARACTERS = 4096;

  private DaemonMessage() {}

  /** Adds to {@code fields} what the message says, if its form is known. */
  static void addFields(String app, String text, Map<String, Value> fields) {
    if (text.length() > MOST_CHARACTERS) {
      return;
    }
    String program = app.equals("crond") ? "cron" : app.startsWith("sshd-") ? "sshd" : app;
    for (Form form : FORMS) {
      if (!form.app().isEmpty() && !form.app().equals(program)) {
        continue;
      }
      Matcher matcher = form.pattern().matcher(text);
      if (matcher.matches()) {
        add(form, matcher, fields);
        return;
      }
    }
  }

  private static void add(Form form, Matcher matcher, Map<String, Value> fields) {
    fields.put("action", new Value.Text(form.action()));
    Map<String, Integer> named = form.pattern().namedGroups();
    String outcome =
        named.containsKey("why") && matcher.group("why") != null ? "failure" : form.outcome();
    if (!outcome.isEmpty()) {
      fields.put("outcome", new Value.Text(outcome));
    }
    for (List<String> names : GROUPS) {
      String found = named.containsKey(names.getFirst()) ? matcher.group(names.getFirst()) : null;
      if (found != null) {
        fields.put(
            names.getLast(),
            names.getFirst().equals("port")
                ? new Value.Whole(Long.parseLong(found))
                : new Value.Text(found));
      }
    }
  }
}
