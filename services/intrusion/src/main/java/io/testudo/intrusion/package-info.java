/**
 * Detection: network, host and log telemetry to findings.
 *
 * <p>Events in: flows and log records of one source, and its packets where Suricata rules are
 * loaded. Events out: findings raised and repeated, and matches of rules that correlations take;
 * these come back in from all sources to {@link io.testudo.intrusion.Correlations}.
 *
 * <p>Trust boundary: an attacker may send any traffic, write much of what hosts log, and flood.
 * What still holds: memory is bounded, and what was forgotten is counted; one forged timestamp does
 * not move the clock; the same events give the same facts. An attacker who knows the thresholds can
 * stay below them, and who floods tables from many forged addresses can make a statistic forget
 * others, as can who floods the rules that correlations take; rules about single events and other
 * sensors' alerts have no memory to drive out.
 */
@NullMarked
package io.testudo.intrusion;

import org.jspecify.annotations.NullMarked;
