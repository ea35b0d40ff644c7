/** Flows as Argus's {@code ra} prints them. */
@NullMarked
package io.testudo.telemetry.argus;

import org.jspecify.annotations.NullMarked;
