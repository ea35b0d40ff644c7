/** Tests of the simulation. */
@NullMarked
package io.testudo.simulation;

import org.jspecify.annotations.NullMarked;
