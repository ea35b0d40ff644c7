/** The key of the log, and the heads that it signed, in a folder outside of the database. */
@NullMarked
package io.testudo.postgres.heads;

import org.jspecify.annotations.NullMarked;
