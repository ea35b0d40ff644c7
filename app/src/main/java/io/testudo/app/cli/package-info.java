/**
 * The commands of the terminal: what they take, print and exit with. None but those that serve
 * start Spring.
 */
@NullMarked
package io.testudo.app.cli;

import org.jspecify.annotations.NullMarked;
