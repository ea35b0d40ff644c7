/** Tests of the command line. */
@NullMarked
package io.testudo.app.cli;

import org.jspecify.annotations.NullMarked;
