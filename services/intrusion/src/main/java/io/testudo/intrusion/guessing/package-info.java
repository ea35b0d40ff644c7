/**
 * Finds those who try many passwords, in logs that say how logons ended and in flows that do not.
 */
@NullMarked
package io.testudo.intrusion.guessing;

import org.jspecify.annotations.NullMarked;
