/** What a person works on: findings that belong together, with the reason of each belonging. */
@NullMarked
package io.testudo.vocabulary.incident;

import org.jspecify.annotations.NullMarked;
