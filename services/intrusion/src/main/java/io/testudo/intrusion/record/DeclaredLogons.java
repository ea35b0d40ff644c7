package io.testudo.intrusion.record;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads logons of records whose source is declared to be about authentication: {@code action} is
 * {@code login}, {@code outcome} {@code success} or {@code failure}, {@code user} the account,
 * {@code src_ip} or {@code src_host} the client.
 */
final class DeclaredLogons {

  private DeclaredLogons() {}

  static @Nullable Logon read(LogRecord log) {
    Fields fields = log.fields();
    String outcome = fields.text("outcome");
    boolean failed = outcome.equals("failure");
    if (!fields.text("action").equals("login") || (!failed && !outcome.equals("success"))) {
      return null;
    }
    String client = Logon.plainClient(fields.text("src_ip"));
    String service = log.source().service();
    return new Logon(
        log.time(),
        failed ? Logon.Outcome.FAILED : Logon.Outcome.SUCCEEDED,
        Logon.plainUser(fields.text("user")),
        client.isEmpty() ? Logon.plainClient(fields.text("src_host")) : client,
        log.host().toLowerCase(Locale.ROOT),
        service.isEmpty() ? "login" : service);
  }
}
