package io.testudo.memory;

import io.testudo.ports.EventLog;
import io.testudo.testkit.EventLogContract;
import io.testudo.testkit.Seed;
import java.time.InstantSource;

final class MemoryEventLogTest extends EventLogContract {

  @Override
  protected EventLog openEmpty(InstantSource clock) {
    return new MemoryEventLog(clock, new Seed(1).random());
  }
}
