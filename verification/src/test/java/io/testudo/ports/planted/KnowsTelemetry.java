package io.testudo.ports.planted;

import io.testudo.telemetry.TelemetryConfig;
import org.jspecify.annotations.Nullable;

/** A port that depends on more than the nouns. */
public class KnowsTelemetry {
  @Nullable TelemetryConfig config;
}
