/** What the event log holds: sealed, append-only statements about what was found and done. */
@NullMarked
package io.testudo.vocabulary.fact;

import org.jspecify.annotations.NullMarked;
