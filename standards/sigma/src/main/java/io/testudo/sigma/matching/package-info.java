/**
 * Rules compiled to be tested against many events: fields as numbered slots that are read once per
 * event, rules by log source and by the events' ids.
 */
@NullMarked
package io.testudo.sigma.matching;

import org.jspecify.annotations.NullMarked;
