/**
 * Proof that a log was only ever appended to: canonical JSON (RFC 8785) and Merkle trees with
 * inclusion and consistency proofs (RFC 9162).
 */
@NullMarked
package io.testudo.transparency;

import org.jspecify.annotations.NullMarked;
