package io.testudo.sigma.planted;

import io.testudo.ports.EventLog;
import org.jspecify.annotations.Nullable;

/** A standard that knows the house. */
public class KnowsUs {
  @Nullable EventLog log;
}
