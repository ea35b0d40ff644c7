/** Tests of the intrusion. */
@NullMarked
package io.testudo.simulation.attack;

import org.jspecify.annotations.NullMarked;
