package io.testudo.intrusion.other;

import io.testudo.intrusion.planted.BreaksTheLaws;
import org.jspecify.annotations.Nullable;

/** The other half of a cycle between two packages. */
public class Partner {
  @Nullable BreaksTheLaws back;
}
