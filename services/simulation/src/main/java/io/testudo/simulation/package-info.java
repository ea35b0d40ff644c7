/**
 * Labelled attack campaigns as telemetry, to measure a defence by.
 *
 * <p>Purpose: an office's honest hours, with or without an intrusion inside, as its sensors would
 * have recorded them, and the truth about them beside it.
 *
 * <p>Events in: none; all comes from a seed. Events out: files in the forms in which sensors
 * deliver them (a packet capture, Zeek's logs, Windows events, syslog), to be read through the same
 * doors as anybody's, and a {@link io.testudo.simulation.Campaign} that says what was in them.
 *
 * <p>Trust boundary: nothing here reads outside bytes. What is written tells of attacks and holds
 * none: no exploit, no payload, and no address of anybody real. No detector may learn what a
 * campaign holds other than from its telemetry; the {@link io.testudo.simulation.ScoreCard} alone
 * compares the two.
 */
@NullMarked
package io.testudo.simulation;

import org.jspecify.annotations.NullMarked;
