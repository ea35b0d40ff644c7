/**
 * Syslog over sockets, put on disk before anybody reads it: {@link
 * io.testudo.telemetry.spool.SyslogListener} takes messages and {@link
 * io.testudo.telemetry.spool.Spool} keeps them in segment files, which are read like any other
 * file.
 *
 * <p>Trust boundary: whoever can reach the port can send anything and claim any name; the peer's
 * address is noted beside each message. What is sent beyond the bounds is shed and counted.
 */
@NullMarked
package io.testudo.telemetry.spool;

import org.jspecify.annotations.NullMarked;
