/** Windows event logs in binary form: chunks, templates and binary XML. */
@NullMarked
package io.testudo.telemetry.evtx;

import org.jspecify.annotations.NullMarked;
