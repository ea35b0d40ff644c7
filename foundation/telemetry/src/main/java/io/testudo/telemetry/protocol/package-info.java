/** Which application protocols are understood, by the names that flows give them. */
@NullMarked
package io.testudo.telemetry.protocol;

import org.jspecify.annotations.NullMarked;
