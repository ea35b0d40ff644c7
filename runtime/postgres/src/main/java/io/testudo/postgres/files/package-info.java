/** Files that hold secrets. Internal to the adapter. */
@NullMarked
package io.testudo.postgres.files;

import org.jspecify.annotations.NullMarked;
