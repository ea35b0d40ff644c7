/** Tests of {@code pairing}. */
@NullMarked
package io.testudo.telemetry.pairing;

import org.jspecify.annotations.NullMarked;
