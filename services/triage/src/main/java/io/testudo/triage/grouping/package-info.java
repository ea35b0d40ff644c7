/** Which findings belong together, and why. */
@NullMarked
package io.testudo.triage.grouping;

import org.jspecify.annotations.NullMarked;
