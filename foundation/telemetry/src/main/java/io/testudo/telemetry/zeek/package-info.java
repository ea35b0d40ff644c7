/** Zeek's logs, as tab-separated values and as JSON. */
@NullMarked
package io.testudo.telemetry.zeek;

import org.jspecify.annotations.NullMarked;
