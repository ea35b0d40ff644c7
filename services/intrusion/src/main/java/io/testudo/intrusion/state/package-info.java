/**
 * What detectors remember: bounded tables, recent distinct values, the events' clock, and how they
 * are written down.
 */
@NullMarked
package io.testudo.intrusion.state;

import org.jspecify.annotations.NullMarked;
