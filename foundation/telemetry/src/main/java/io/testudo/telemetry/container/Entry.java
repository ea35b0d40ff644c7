package io.testudo.telemetry.container;

import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file within a container.
 *
 * @param name its name there, a label only
 * @param modified when it was last changed, as the container says; null if it does not
 * @param bytes its content
 * @param obstacle why the content cannot be read, for instance {@code is encrypted}; empty if it
 *     can
 */
record Entry(String name, @Nullable Instant modified, InputStream bytes, String obstacle) {}
