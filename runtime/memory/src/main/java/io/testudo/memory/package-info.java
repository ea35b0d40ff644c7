/** The event log in memory: for scans, which keep nothing, and for tests. */
@NullMarked
package io.testudo.memory;

import org.jspecify.annotations.NullMarked;
