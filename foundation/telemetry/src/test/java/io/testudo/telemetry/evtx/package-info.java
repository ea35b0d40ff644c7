/** Tests of Windows event logs in binary form. */
@NullMarked
package io.testudo.telemetry.evtx;

import org.jspecify.annotations.NullMarked;
