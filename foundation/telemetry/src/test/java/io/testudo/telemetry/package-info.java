/** Tests of the telemetry reader as a whole. */
@NullMarked
package io.testudo.telemetry;

import org.jspecify.annotations.NullMarked;
