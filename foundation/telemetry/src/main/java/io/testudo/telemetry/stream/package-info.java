/**
 * Bytes of conversations in order: TCP put together from segments, and what is told of the messages
 * inside.
 *
 * <p>Trust boundary: every byte is a stranger's. Memory is bounded per side, per conversation and
 * over all; what a side sends twice with other content never replaces what came first.
 */
@NullMarked
package io.testudo.telemetry.stream;

import org.jspecify.annotations.NullMarked;
