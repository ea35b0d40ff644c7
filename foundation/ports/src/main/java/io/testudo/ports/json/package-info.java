/**
 * The JSON form of the vocabulary, versioned, as {@code docs/formats/facts.md} describes it: what
 * the log seals, REST answers and exports hold.
 */
@NullMarked
package io.testudo.ports.json;

import org.jspecify.annotations.NullMarked;
