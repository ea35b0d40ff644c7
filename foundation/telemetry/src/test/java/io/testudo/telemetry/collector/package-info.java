/** Tests of {@code collector}. */
@NullMarked
package io.testudo.telemetry.collector;

import org.jspecify.annotations.NullMarked;
