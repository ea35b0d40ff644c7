/** Chance that comes from a seed: one independent stream for each actor of a simulation. */
@NullMarked
package io.testudo.simulation.chance;

import org.jspecify.annotations.NullMarked;
