package io.testudo.intrusion.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.event.LogSource;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredLogonsTest {

  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
  private static final Map<String, String> FAILED =
      Map.of("action", "login", "outcome", "failure", "user", "D\\Bob", "src_ip", "203.0.113.9");

  private static LogRecord record(String category, Map<String, String> texts) {
    Map<String, Value> fields = new HashMap<>();
    texts.forEach((name, text) -> fields.put(name, new Value.Text(text)));
    LogSource source = new LogSource("windows", category, "vpn");
    return new LogRecord(new Origin("s", "i", 1), TIME, source, "Gate", Fields.of(fields));
  }

  @Test
  void readsWhatIsDeclaredToBeAboutAuthenticationWhoeverWroteIt() {
    assertThat(Logon.of(record("authentication", FAILED)))
        .isEqualTo(new Logon(TIME, Logon.Outcome.FAILED, "bob", "203.0.113.9", "gate", "vpn"));
    assertThat(Logon.of(record("", FAILED))).isNull();
  }

  @Test
  void takesNeitherLogOutsNorWhatHasNoOutcome() {
    Map<String, String> ended = new HashMap<>(FAILED);
    ended.put("action", "logout");
    Map<String, String> open = new HashMap<>(FAILED);
    open.put("outcome", "unknown");
    assertThat(Logon.of(record("authentication", ended))).isNull();
    assertThat(Logon.of(record("authentication", open))).isNull();
  }
}
