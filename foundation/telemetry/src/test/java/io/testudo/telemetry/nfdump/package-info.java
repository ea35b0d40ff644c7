/** Tests of {@code nfdump}. */
@NullMarked
package io.testudo.telemetry.nfdump;

import org.jspecify.annotations.NullMarked;
