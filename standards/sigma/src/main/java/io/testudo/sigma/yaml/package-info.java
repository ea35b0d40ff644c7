/**
 * YAML read as plain data within fixed bounds: no tags that construct anything, no alias bombs, no
 * deep nesting, and every value knows its line.
 */
@NullMarked
package io.testudo.sigma.yaml;

import org.jspecify.annotations.NullMarked;
