/** How urgent a group of findings is, and how it is told in one line. */
@NullMarked
package io.testudo.triage.ranking;

import org.jspecify.annotations.NullMarked;
