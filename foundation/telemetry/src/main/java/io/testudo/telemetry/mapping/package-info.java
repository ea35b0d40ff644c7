/** Logs of any program, by what an operator declares of their columns. */
@NullMarked
package io.testudo.telemetry.mapping;

import org.jspecify.annotations.NullMarked;
