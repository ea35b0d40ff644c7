/** Runs that measure: accuracy on public data and on simulated days, and speed. */
@NullMarked
package io.testudo.benchmarks;

import org.jspecify.annotations.NullMarked;
