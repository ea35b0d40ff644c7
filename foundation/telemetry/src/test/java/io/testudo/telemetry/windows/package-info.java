/** Tests of the dialects of Windows. */
@NullMarked
package io.testudo.telemetry.windows;

import org.jspecify.annotations.NullMarked;
