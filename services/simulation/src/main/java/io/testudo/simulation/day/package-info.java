/** The office's honest hours: one actor for each sort of thing that goes on there. */
@NullMarked
package io.testudo.simulation.day;

import org.jspecify.annotations.NullMarked;
