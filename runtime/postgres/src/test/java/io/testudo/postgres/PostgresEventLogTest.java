package io.testudo.postgres;

import io.testudo.ports.EventLog;
import io.testudo.testkit.EventLogContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class PostgresEventLogTest extends EventLogContract {

  @TempDir Path folder;

  @Override
  protected EventLog openEmpty(InstantSource clock) {
    return TestLog.fresh(folder).open(clock);
  }
}
