/**
 * What nfdump stores and prints: its binary files, layouts 1 and 2 without compression, and its
 * lines separated by commas.
 *
 * <p>Trust boundary: whoever wrote the file may have written anything. Blocks are bounded, and no
 * length that a record states is believed beyond its block.
 */
@NullMarked
package io.testudo.telemetry.nfdump;

import org.jspecify.annotations.NullMarked;
