/**
 * What a rule's value is compared with: text with wildcards, regular expressions that cannot run
 * away, address ranges, numbers and parts of dates.
 */
@NullMarked
package io.testudo.sigma.pattern;

import org.jspecify.annotations.NullMarked;
