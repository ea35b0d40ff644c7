/**
 * Proof that a log was only ever appended to: canonical JSON (RFC 8785), Merkle trees with
 * inclusion and consistency proofs (RFC 9162, section 2.1) and signed checkpoints (C2SP
 * tlog-checkpoint in a C2SP signed note).
 *
 * <p>Trust boundary: proofs, checkpoints, keys, stored frontiers and JSON may come from an
 * attacker. Every reader here is bounded by the length of its input, accepts one spelling only and
 * throws nothing but {@link io.testudo.transparency.MalformedException}.
 */
@NullMarked
package io.testudo.transparency;

import org.jspecify.annotations.NullMarked;
