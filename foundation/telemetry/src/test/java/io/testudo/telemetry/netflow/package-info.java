/** Tests of {@code netflow}. */
@NullMarked
package io.testudo.telemetry.netflow;

import org.jspecify.annotations.NullMarked;
