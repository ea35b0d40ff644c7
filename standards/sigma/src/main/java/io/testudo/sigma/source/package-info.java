/**
 * Which events belong to which log source, and under which names they hold the fields that rules
 * speak of: the mapping as data, and its parser.
 */
@NullMarked
package io.testudo.sigma.source;

import org.jspecify.annotations.NullMarked;
