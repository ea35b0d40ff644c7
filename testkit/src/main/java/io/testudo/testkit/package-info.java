/**
 * What tests share: contracts of ports, which every adapter's test extends; seeded chance and
 * clock; the place of shared data.
 */
@NullMarked
package io.testudo.testkit;

import org.jspecify.annotations.NullMarked;
