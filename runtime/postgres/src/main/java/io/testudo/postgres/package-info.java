/**
 * The event log on PostgreSQL: facts in tables, sealed into a Merkle tree whose signed heads lie in
 * a file outside of the database, as {@code docs/formats/event-log.md} describes them.
 *
 * <p>Trust boundary: whoever can write to the database can destroy facts, but not change, remove or
 * cut them without {@link io.testudo.postgres.PostgresEventLog#verify} naming it, unless he also
 * has the folder with the signing key. What happened since the last signed head is not covered.
 */
@NullMarked
package io.testudo.postgres;

import org.jspecify.annotations.NullMarked;
