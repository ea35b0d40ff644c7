package io.testudo.vocabulary.event;

import java.time.Instant;

/**
 * One entry of a log with its original fields, which rules ask for by name.
 *
 * @param origin where it was read
 * @param time when it happened
 * @param source what wrote it
 * @param host the name or address of the machine that it speaks of, in its own spelling; empty if
 *     unknown
 * @param fields the original fields; names and nesting as they were
 */
public record LogRecord(Origin origin, Instant time, LogSource source, String host, Fields fields)
    implements Event {}
