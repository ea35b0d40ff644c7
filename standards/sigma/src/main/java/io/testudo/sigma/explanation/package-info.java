/** Why a rule holds for an event or does not: the verdict with its grounds, one by one. */
@NullMarked
package io.testudo.sigma.explanation;

import org.jspecify.annotations.NullMarked;
