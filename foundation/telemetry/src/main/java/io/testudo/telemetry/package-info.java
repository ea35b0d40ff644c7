/**
 * Bytes of the field to events and back: recognises formats, unpacks containers, decodes records,
 * assembles flows, and sets aside what is malformed with its position and reason.
 *
 * <p>Trust boundary: every byte that comes in may be an attacker's. Memory and time per record are
 * bounded whatever the input says of itself.
 */
@NullMarked
package io.testudo.telemetry;

import org.jspecify.annotations.NullMarked;
