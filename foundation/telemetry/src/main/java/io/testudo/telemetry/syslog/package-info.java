/** Syslog: RFC 5424, RFC 3164 and what devices really send; framing over TCP. */
@NullMarked
package io.testudo.telemetry.syslog;

import org.jspecify.annotations.NullMarked;
