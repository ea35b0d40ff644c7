/** Tests of the capture. */
@NullMarked
package io.testudo.simulation.wire;

import org.jspecify.annotations.NullMarked;
