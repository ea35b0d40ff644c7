/** The tables of the log, their rows, and the steps that bring a schema to this release. */
@NullMarked
package io.testudo.postgres.table;

import org.jspecify.annotations.NullMarked;
