/**
 * The detection of a rule as data: its searches, the tests of their fields, and the condition that
 * joins them; and the parser that makes it from YAML or says why it cannot.
 */
@NullMarked
package io.testudo.sigma.detection;

import org.jspecify.annotations.NullMarked;
