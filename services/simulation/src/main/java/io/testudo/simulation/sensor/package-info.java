/**
 * What sensors write: Zeek's logs, the Windows event log with Sysmon, and syslog, in the forms in
 * which collectors receive them.
 */
@NullMarked
package io.testudo.simulation.sensor;

import org.jspecify.annotations.NullMarked;
