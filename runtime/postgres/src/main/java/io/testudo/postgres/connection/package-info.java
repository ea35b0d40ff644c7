/** Connections to the database: asked within a bound of time, asked again where it helps. */
@NullMarked
package io.testudo.postgres.connection;

import org.jspecify.annotations.NullMarked;
