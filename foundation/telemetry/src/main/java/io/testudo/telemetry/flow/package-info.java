/**
 * Packets to flows: {@link io.testudo.telemetry.flow.FlowAssembler} joins the packets of a
 * conversation into one {@link io.testudo.vocabulary.event.Flow} with its state, its counts in both
 * directions and its Community ID.
 *
 * <p>Trust boundary: an attacker chooses addresses, ports, flags and times of packets. The number
 * of open flows is bounded, crowded hash buckets become trees, and no time that a single packet
 * states ends or keeps other flows.
 */
@NullMarked
package io.testudo.telemetry.flow;

import org.jspecify.annotations.NullMarked;
