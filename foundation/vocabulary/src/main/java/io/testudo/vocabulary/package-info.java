/**
 * The nouns that cross services, as immutable records. Nothing here reads, writes, decides or
 * waits; it depends on the JDK alone. One package a concept: {@code entity < event < finding <
 * incident < fact}, each knowing only those before it.
 */
@NullMarked
package io.testudo.vocabulary;

import org.jspecify.annotations.NullMarked;
