/**
 * A real PostgreSQL server under the data folder: unpacked, initialised, started, adopted when it
 * outlived its supervisor, restarted when it dies, stopped.
 *
 * <p>Trust boundary: the server listens on 127.0.0.1 alone and asks for a password of 256 random
 * bits by SCRAM-SHA-256; the passwords lie in files that their owner alone can read. Whoever can
 * read those files, or is root, has the database.
 */
@NullMarked
package io.testudo.postgres.server;

import org.jspecify.annotations.NullMarked;
