/**
 * The intrusion: its story, chosen by chance, and its six stages, each told through what honest
 * sensors record of it.
 */
@NullMarked
package io.testudo.simulation.attack;

import org.jspecify.annotations.NullMarked;
