/** What was recorded: flows and log records, with the place each was read from. */
@NullMarked
package io.testudo.vocabulary.event;

import org.jspecify.annotations.NullMarked;
