/** Tests of the spool and the listener. */
@NullMarked
package io.testudo.telemetry.spool;

import org.jspecify.annotations.NullMarked;
