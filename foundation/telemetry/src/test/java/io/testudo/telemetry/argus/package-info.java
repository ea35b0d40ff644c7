/** Tests of {@code argus}. */
@NullMarked
package io.testudo.telemetry.argus;

import org.jspecify.annotations.NullMarked;
