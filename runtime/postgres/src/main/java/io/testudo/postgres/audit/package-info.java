/** Verification of a stored log from its database and its signed heads; writes nothing. */
@NullMarked
package io.testudo.postgres.audit;

import org.jspecify.annotations.NullMarked;
