/** What a detector says about events: the finding, why, how sure, and on what evidence. */
@NullMarked
package io.testudo.vocabulary.finding;

import org.jspecify.annotations.NullMarked;
