/**
 * Correlation rules: how matches of other rules come together in time, and what is remembered to
 * tell.
 */
@NullMarked
package io.testudo.sigma.correlation;

import org.jspecify.annotations.NullMarked;
