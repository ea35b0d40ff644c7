/**
 * Checks events against OCSF's own definitions: reads the categories, dictionary, classes, objects,
 * profiles and extensions of a version of the schema and validates JSON against them.
 *
 * <p>Trust boundary: events may come from an attacker; checking takes time linear in their size,
 * bounded stack and a bounded number of reported violations. The definitions come from the
 * operator, and are nevertheless read with limits.
 */
@NullMarked
package io.testudo.ocsf.validation;

import org.jspecify.annotations.NullMarked;
