package io.testudo.ports;

import io.testudo.vocabulary.fact.Fact;
import java.time.Instant;

/**
 * A fact with its place in the log.
 *
 * @param sequence its place, from 1, without gaps
 * @param sealedAt when the log took it
 * @param fact what was stated
 */
public record SealedFact(long sequence, Instant sealedAt, Fact fact) {}
